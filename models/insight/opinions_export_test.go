package insight

// KeptScopes is how many scopes' views are kept.
func (s *Store) KeptScopes() int {
	s.views.mu.Lock()
	defer s.views.mu.Unlock()
	return len(s.views.scopes)
}
