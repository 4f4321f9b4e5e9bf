package insight

// KeptScopes is how many scopes' views are kept.
func (s *Store) KeptScopes() int {
	s.views.mu.Lock()
	defer s.views.mu.Unlock()
	return len(s.views.scopes)
}

// Withheld gives a statement as it is told, of what everybody and each view said.
func Withheld(all Positions, by []Positions, small bool) Statement {
	s := Statement{All: all, By: by}
	s.withhold(small)
	return s
}
