package moderation

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
	"folkmoot/models/sealed/cover"
)

// Part is which words of a contribution a detail stands in.
type Part string

// The parts.
const (
	InBody     Part = "body"
	InProposed Part = "proposed"
	InTitle    Part = "title"
)

// Ticked is a detail that the program found and a moderator chose to cover: bytes of a part as it was at the revision.
type Ticked struct {
	Part Part
	cover.Span
}

// Covering is what a moderator wants to cover before people read a contribution, or to take out of it: details in its words,
// files, or both.
type Covering struct {
	Decision          // Act is rules.Cover
	Details  []Ticked // chosen among those that the program found; wherever the same words stand they are covered too
	Words    string   // more details, one on each line, as they stand there
	Out      []string // names of the pictures and documents that are taken out; what stands with it besides stays
}

// inWords tells whether anything is to be covered in the words.
func (n Covering) inWords() bool { return len(n.Details) > 0 || len(cover.Lines(n.Words)) > 0 }

// Covered is a contribution as readers would see it.
type Covered struct {
	HTML     string       // safe to print, with the bars
	Title    string       // of the discussion that it opens; "" where it opens none
	Proposed string       // HTML of the words that it proposes; "" where it proposes none
	Places   int          // how many were covered
	Files    []files.File // that stand with it; those that are taken out are Covered

	with *sealed.Replacement // nil where the words stay as they are
}

// Coverable is a contribution's words as a moderator has them before them.
type Coverable struct {
	Body, Proposed, Title string // Markdown; the title is "" where it opens no discussion
	Revision              int
	attributes            string
}

// CanCover tells whether a contribution in a state can be published with details covered.
func CanCover(state discussion.State) bool {
	return state == discussion.Held || state == discussion.Asked || state == discussion.Published || state == discussion.Hidden
}

// Coverable reads the words in which details can be covered.
func (s *Store) Coverable(ctx context.Context, a people.Actor, id int64) (c Coverable, err error) {
	if err := MayModerate(a); err != nil {
		return c, err
	}
	var sealedAway bool
	c, err = db.One(ctx, s.DB, func(r db.Row) (c Coverable, err error) {
		err = r.Scan(&c.Body, &c.Proposed, &c.Title, &c.Revision, &c.attributes, &sealedAway)
		return c, err
	}, `SELECT c.body_md, COALESCE(g.new_source, ''), CASE WHEN c.kind = 'opening' THEN COALESCE(t.kept_title, t.title) ELSE '' END,
		c.revision, c.attributes, c.sealed = 1 FROM contributions c JOIN threads t ON t.id = c.thread_id
		LEFT JOIN suggestions g ON g.contribution_id = c.id WHERE c.id = ?`, id)
	if err == nil && sealedAway {
		return Coverable{}, db.ErrNotFound
	}
	return c, err
}

// of gives the words of a part.
func (c Coverable) of(p Part) string {
	switch p {
	case InProposed:
		return c.Proposed
	case InTitle:
		return c.Title
	}
	return c.Body
}

// finder makes the finder of all details that are to be covered. Bad input is Invalid under "words" and "details".
func (n Covering) finder(c Coverable) (*cover.Finder, error) {
	typed := cover.Lines(n.Words)
	all := typed
	for _, t := range n.Details {
		words, ok := t.Of(c.of(t.Part))
		if !ok {
			return nil, db.ErrConflict
		}
		all = append(all, words)
	}
	if len(all) == 0 {
		return nil, db.Wrong("words", "Choose what to cover, or type it here")
	}
	f, err := cover.NewFinder(all)
	switch {
	case errors.Is(err, cover.ErrTooMany):
		return nil, db.Wrong("words", "That is more than %d details. Please hide it, or ask the writer to change it", cover.MaxWords)
	case errors.Is(err, cover.ErrTooLong):
		return nil, db.Wrong("words", "One of these is longer than %d letters. Put each detail on a line of its own", cover.MaxLength)
	case errors.Is(err, cover.ErrTooFew):
		return nil, db.Wrong("words", "One of these is a single letter. Give the whole detail")
	case err != nil:
		return nil, err
	}
	for _, words := range typed {
		one, err := cover.NewFinder([]string{words})
		if err != nil {
			return nil, err
		}
		if len(one.Find(c.Body)) == 0 && len(one.Find(c.Proposed)) == 0 && len(one.Find(c.Title)) == 0 {
			return nil, db.Wrong("words", "“%s” does not stand in it. Copy it exactly as it stands there", words)
		}
	}
	return f, nil
}

// files gives what stands with the contribution as it will be; what only stood with an earlier wording, which people can read
// in its history, can be taken out too. db.ErrConflict where what is to be taken out is not there.
func (n Covering) files(ctx context.Context, q db.Querier) ([]files.File, error) {
	all, err := files.History(ctx, q, n.Contribution)
	if err != nil {
		return nil, err
	}
	var list []files.File
	found := 0
	for _, f := range all {
		if slices.Contains(n.Out, f.Name) {
			if f.Covered {
				return nil, db.ErrConflict
			}
			f.Covered = true
			found++
		}
		if f.Until == 0 {
			list = append(list, f.File)
		}
	}
	if found != len(n.Out) {
		return nil, db.ErrConflict
	}
	return list, nil
}

// asItIs gives a contribution whose words stay as they are.
func (s *Store) asItIs(ctx context.Context, id int64, c Coverable, with []files.File) (made Covered, err error) {
	made = Covered{Title: c.Title, Files: with}
	err = s.DB.QueryRow(ctx, `SELECT c.body_html, COALESCE(g.new_html, '') FROM contributions c LEFT JOIN suggestions g ON g.contribution_id = c.id WHERE c.id = ?`, id).
		Scan(&made.HTML, &made.Proposed)
	return made, err
}

// Preview gives a contribution as readers would see it with details covered; nothing is stored. Bad input is Invalid
// under "words" and "details"; ErrConflict where the words were changed since the moderator looked.
func (s *Store) Preview(ctx context.Context, a people.Actor, n Covering) (Covered, error) {
	c, err := s.Coverable(ctx, a, n.Contribution)
	if err != nil {
		return Covered{}, err
	}
	if c.Revision != n.Seen.Revision {
		return Covered{}, db.ErrConflict
	}
	with, err := n.files(ctx, s.DB)
	if err != nil {
		return Covered{}, err
	}
	if len(n.Out) > 0 && !n.inWords() {
		return s.asItIs(ctx, n.Contribution, c, with)
	}
	f, err := n.finder(c)
	if err != nil {
		return Covered{}, err
	}
	made, err := s.draw(ctx, n.Contribution, c, f)
	if err != nil {
		return Covered{}, err
	}
	made.Files = with
	for _, one := range with {
		if !one.Covered && len(f.Find(one.Words())) > 0 {
			return Covered{}, db.Wrong("files", "“%s” has a detail that you cover. Take it out too", one.Words())
		}
	}
	if left := f.Left(made.HTML + made.Proposed + "<p>" + html.EscapeString(made.Title) + "</p>"); len(left) > 0 {
		return Covered{}, db.Wrong("words", "“%s” can still be read in it. Add it in the way in which it stands there, or hide what was written", left[0])
	}
	return made, nil
}

// draw covers the details in every part and renders what readers get.
func (s *Store) draw(ctx context.Context, id int64, c Coverable, f *cover.Finder) (made Covered, err error) {
	source, places := f.Text(c.Body, discussion.Covered)
	body, err := discussion.Render(ctx, source)
	if err != nil {
		var invalid db.Invalid
		if errors.As(err, &invalid) {
			err = db.Wrong("words", "%s", invalid["body"])
		}
		return made, err
	}
	made = Covered{HTML: discussion.Bars(body.HTML), Places: places, with: &sealed.Replacement{Body: body}}
	if c.Title != "" {
		title, n := f.Text(c.Title, discussion.Covered)
		made.Title, made.with.Title, made.Places = title, title, made.Places+n
	}
	if c.Proposed != "" {
		source, n := f.Text(c.Proposed, discussion.Covered)
		proposal, err := guide.RenderProposal(ctx, s.DB, id, source)
		if err != nil {
			var invalid db.Invalid
			if errors.As(err, &invalid) {
				err = db.Wrong("words", "With that covered, the words that it suggests would not stay one paragraph. Please hide it, or ask the writer to change it")
			}
			return made, err
		}
		made.Proposed, made.Places = discussion.Bars(proposal.HTML), made.Places+n
		made.with.Proposed = &sealed.Proposed{Source: proposal.Source, HTML: proposal.HTML, Text: proposal.Text, Version: prose.Version}
	}
	attributes, err := coverValues(f, c.attributes)
	made.with.Attributes = &attributes
	return made, err
}

// coverValues covers details in the further columns of an import, a JSON object of texts.
func coverValues(f *cover.Finder, attributes string) (string, error) {
	if attributes == "" {
		return "", nil
	}
	values := map[string]any{}
	if err := json.Unmarshal([]byte(attributes), &values); err != nil {
		return "", err
	}
	changed := 0
	for name, value := range values {
		if text, ok := value.(string); ok {
			covered, n := f.Text(text, discussion.Covered)
			values[name], changed = covered, changed+n
		}
	}
	if changed == 0 {
		return attributes, nil
	}
	line, err := json.Marshal(values)
	return string(line), err
}

// Cover lets people read a contribution with details covered: what it said is sealed, what readers get is stored in its
// place, and the decision follows as any other does. It gives the decision's id. Errors are those of Preview and of
// Decide.
func (s *Store) Cover(ctx context.Context, a people.Actor, key db.Key, n Covering) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	n.Act = rules.Cover
	d, err := n.Decision.check(book)
	if err != nil {
		return 0, err
	}
	made, err := s.Preview(ctx, a, n)
	if err != nil {
		return 0, err
	}
	d.cover, d.places, d.out = made.with, made.Places, n.Out
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		return decide(tx, a, book, d)
	})
}
