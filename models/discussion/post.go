package discussion

import (
	"context"
	"slices"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
	"folkmoot/models/watch"
)

// Answer is what somebody wants to say in a discussion.
type Answer struct {
	ThreadID int64
	ParentID int64 // the contribution that is answered; 0 or the opening post = the discussion as a whole
	Body     string
	Evidence Evidence
	Language string  // of the words, as for Body.In
	Draft    int64   // the draft that it was written in, which ends with it; 0 for none
	Channel  Channel // how it reached us; "" = web
	Files    []files.Attached
}

// With tells whether another answer stands where this one does: in the same thread, to the same words.
func (answer Answer) With(other Answer) bool {
	return answer.ThreadID == other.ThreadID && answer.ParentID == other.ParentID
}

// Post adds an answer and gives its id. A key sent twice adds it once. Bad input is Invalid by field: "body",
// "evidence"; under the empty name where what it answers is not shown any more. Past the limit for one person it is Limited.
func (s *Store) Post(ctx context.Context, a people.Actor, key db.Key, answer Answer) (int64, error) {
	if err := answer.Evidence.check(); err != nil {
		return 0, err
	}
	body, err := Render(ctx, answer.Body)
	if err != nil {
		return 0, err
	}
	attached, err := files.Check(answer.Files)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := HoldThread(tx, answer.ThreadID)
		if err != nil {
			return 0, err
		}
		if t.Kind != InGroup {
			return 0, db.ErrNotFound // a comment on a chapter needs its paragraph: see package guide
		}
		if err := MayWrite(a, t, tx.Now()); err != nil {
			return 0, err
		}
		n := New{
			ThreadID: t.ID, Kind: Comment, AuthorID: a.ID, Channel: answer.Channel, Who: a.Who, Evidence: answer.Evidence, Body: body.In(answer.Language), Files: attached,
		}
		if err := s.Enter(tx, a, t, &n); err != nil {
			return 0, err
		}
		if answer.ParentID != 0 && answer.ParentID != t.OpeningID {
			if err := MayAnswer(ctx, tx, a, t.ID, answer.ParentID); err != nil {
				return 0, err
			}
			n.Kind, n.ParentID = Reply, answer.ParentID
		}
		c, err := Add(tx, n)
		if err != nil {
			return 0, err
		}
		return c.ID, Finish(tx, a, c, answer.Draft)
	})
}

// Finish does what follows when somebody has posted: it tells whoever is answered, where that is published at once,
// counts it against its writer's limit and ends the draft it was written in. Somebody who was stopped from writing since
// their request began is refused.
func Finish(tx *db.Tx, a people.Actor, c Contribution, draft int64) error {
	if err := people.StillSpeaks(tx, a); err != nil {
		return err
	}
	if err := answered(tx, c); err != nil {
		return err
	}
	if err := people.UseDraft(tx, a, draft); err != nil {
		return err
	}
	if err := people.Spend(tx, people.ActPost, a.ID); err != nil || c.then == nil {
		return err
	}
	return c.then(tx, c.ID)
}

// MayAnswer tells whether a contribution in a thread can be answered: one that the actor can read.
func MayAnswer(ctx context.Context, q db.Querier, a people.Actor, thread, parent int64) error {
	c, err := db.One(ctx, q, func(r db.Row) (c Contribution, err error) {
		err = r.Scan(&c.State, &c.AuthorID)
		return c, err
	}, "SELECT state, author_id FROM contributions WHERE id = ? AND thread_id = ?", parent, thread)
	if err != nil {
		return err
	}
	if !Readable(a, c) {
		return db.Wrong("", "What you are answering has been taken down. You can still post your words as an answer of their own.")
	}
	return nil
}

func (e Evidence) check() error {
	if e != Unstated && !slices.Contains(Evidences, e) {
		return db.Wrong("evidence", "Choose what you bring from the list, or nothing")
	}
	return nil
}

// Start is a discussion to be started.
type Start struct {
	GroupID  int64
	Title    string
	Body     string
	Evidence Evidence
	Language string // of the words, as for Body.In
	Draft    int64  // the draft that it was written in, which ends with it; 0 for none
	Files    []files.Attached
}

// Start starts a discussion with its opening post and gives its id. Bad input is Invalid by field: "title", "body",
// "evidence".
func (s *Store) Start(ctx context.Context, a people.Actor, key db.Key, start Start) (int64, error) {
	ready, err := start.Prepare(ctx)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return s.Begin(tx, a, ready) })
}

// Ready is a discussion that was checked and rendered, to be started inside a command.
type Ready struct {
	start Start
	title string
	body  Body
	files files.Ready

	beside watch.Noticed // in its title
}

// Prepare checks and renders a discussion outside any transaction. Bad input is Invalid as in Store.Start.
func (start Start) Prepare(ctx context.Context) (Ready, error) {
	title, body, err := start.check(ctx)
	r := Ready{start: start, title: title, body: body, beside: watch.Look(title, "")}
	if err == nil {
		r.files, err = files.Check(start.Files)
	}
	return r, err
}

// PrepareCall prepares a discussion that asks for a kind of evidence. Beside what Prepare finds, Invalid may be under
// "evidence" and "group".
func (start Start) PrepareCall(ctx context.Context, asked Evidence) (Ready, error) {
	ready, err := start.Prepare(ctx)
	wrong, invalid := err.(db.Invalid)
	if err != nil && !invalid {
		return ready, err
	}
	if wrong == nil {
		wrong = db.Invalid{}
	}
	if !slices.Contains(Evidences, asked) {
		wrong["evidence"] = "Choose what you ask for"
	}
	if start.GroupID == 0 {
		wrong["group"] = "Choose the group that you ask in"
	}
	if len(wrong) > 0 {
		return ready, wrong
	}
	return ready, nil
}

// Begin starts a discussion inside a command and gives its id, where the actor may.
func (s *Store) Begin(tx *db.Tx, a people.Actor, r Ready) (int64, error) {
	g, err := groups.Find(tx.Context(), tx, r.start.GroupID)
	if err != nil {
		return 0, err
	}
	if err := groups.MayStart(a, g); err != nil {
		return 0, err
	}
	id, err := AddThread(tx, NewThread{
		Kind: InGroup, GroupID: g.ID, Private: g.Access == groups.Private, Slug: ThreadSlug(r.title), Title: r.title, CreatedBy: a.ID,
	})
	if err != nil {
		return 0, err
	}
	t, err := FindThread(tx.Context(), tx, id)
	if err != nil {
		return 0, err
	}
	n := New{ThreadID: id, Kind: Opening, AuthorID: a.ID, Who: a.Who, Evidence: r.start.Evidence, Body: r.body.In(r.start.Language), Files: r.files, Beside: []watch.Noticed{r.beside}}
	if err := s.Enter(tx, a, t, &n); err != nil {
		return 0, err
	}
	c, err := Add(tx, n)
	if err != nil {
		return 0, err
	}
	return id, Finish(tx, a, c, r.start.Draft)
}

// Check tells what is wrong with a discussion that somebody wants to start, as Start would.
func (start Start) Check(ctx context.Context) error {
	_, _, err := start.check(ctx)
	return err
}

// check cleans the title and renders the words; what is wrong with both is told at once.
func (start Start) check(ctx context.Context) (title string, body Body, err error) {
	wrong := db.Invalid{}
	title, err = prose.Line(start.Title)
	switch {
	case err != nil:
		wrong["title"] = say.Of(err)
	case title == "":
		wrong["title"] = "Give your discussion a title, best as a question"
	case utf8.RuneCountInString(title) > MaxTitle:
		wrong["title"] = "That title is too long. Please use fewer words"
	}
	if body, err = Render(ctx, start.Body); err != nil {
		invalid, ok := err.(db.Invalid)
		if !ok {
			return "", Body{}, err
		}
		wrong["body"] = invalid["body"]
	}
	if start.Evidence.check() != nil {
		wrong["evidence"] = start.Evidence.check().(db.Invalid)["evidence"]
	}
	if len(wrong) > 0 {
		return "", Body{}, wrong
	}
	return title, body, nil
}

// ThreadSlug makes the words in a discussion's address from its title; they are for people, the number before them
// is what counts.
func ThreadSlug(title string) string { return prose.Slug(title) }
