package watch

import (
	"context"
	"slices"
	"strings"

	"folkmoot/models/db"
)

// published is every number, address of mail and postcode that the place itself has published, by kind.
type published map[string]bool

// versionDetails remembers what is in published versions of chapters, which never change.
type versionDetails map[int64][]string

// Unpublished leaves out of what was noticed in a text the numbers, addresses of mail and postcodes that the place itself
// published: in a version of a chapter, among its contacts or about a group that is not private.
func (s *Store) Unpublished(ctx context.Context, q db.Querier, n Noticed) (Noticed, error) {
	if s == nil || !slices.ContainsFunc(n.Private, Detail.canBePublished) {
		return n, nil
	}
	known, err := s.publishedDetails(ctx, q)
	if err != nil {
		return n, err
	}
	n.Private = slices.DeleteFunc(slices.Clone(n.Private), func(d Detail) bool { return d.canBePublished() && known[d.key()] })
	return n, nil
}

// canBePublished tells whether a detail is of a kind that a place gives of itself.
func (d Detail) canBePublished() bool {
	return d.plain != "" && (d.Kind == Phone || d.Kind == Email || d.Kind == Postcode)
}

func (d Detail) key() string { return d.Kind + " " + d.plain }

// keysIn lists what a text gives away that a place may publish.
func keysIn(text string) (keys []string) {
	for _, d := range PrivateDetails(text) {
		if d.canBePublished() {
			keys = append(keys, d.key())
		}
	}
	return keys
}

// publishedDetails gives what the place published, from memory where nothing has been published since.
func (s *Store) publishedDetails(ctx context.Context, q db.Querier) (published, error) {
	s.mu.Lock()
	known, at := s.published, s.publishedAt
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	texts, err := db.Values[string](ctx, q, "SELECT about_md FROM groups WHERE access <> 'private' UNION ALL SELECT value FROM settings WHERE name IN ('contacts', 'welcome')")
	if err != nil {
		return nil, err
	}
	known = published{}
	for _, text := range append(texts, s.Contacts) {
		// In a setting the end of a line is two signs, which would grow together with the word behind it.
		for _, key := range keysIn(strings.ReplaceAll(text, `\n`, "\n")) {
			known[key] = true
		}
	}
	if err := s.addVersions(ctx, q, known); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.publishedAt == at {
		s.published = known
	}
	return known, nil
}

// addVersions adds what is in published versions. Each is read once for as long as the program runs.
func (s *Store) addVersions(ctx context.Context, q db.Querier, known published) error {
	ids, err := db.Values[int64](ctx, q, "SELECT id FROM versions")
	if err != nil {
		return err
	}
	for _, id := range ids {
		s.mu.Lock()
		keys, read := s.versions[id]
		s.mu.Unlock()
		if !read {
			text, err := db.Value[string](ctx, q, "SELECT body_md FROM versions WHERE id = ?", id)
			if err != nil {
				return err
			}
			keys = keysIn(text)
			s.mu.Lock()
			s.versions[id] = keys
			s.mu.Unlock()
		}
		for _, key := range keys {
			known[key] = true
		}
	}
	return nil
}
