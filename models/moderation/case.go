package moderation

import (
	"context"
	"errors"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/models/watch"
)

// Case is a contribution with everything that a moderator needs to decide about it.
type Case struct {
	discussion.Contribution
	Since      clock.Instant // since when it waits
	ThreadKind discussion.ThreadKind
	Title      string   // of the thread
	Group      string   // name of the group; empty on a chapter
	Chapter    int      // number of the chapter; 0 in a discussion
	Paragraph  int      // number of the paragraph it is on; 0 for none
	About      string   // the beginning of what it answers: another contribution or a paragraph; may be empty
	AboutBy    string   // who wrote that; empty for a paragraph
	Proposed   Proposed // the words that it proposes for its paragraph
	Account    bool     // whoever wrote it has, or had, an account
	History    History
	Reports    []Report           // the open ones, the oldest first
	Findings   []discussion.Noted // what was noticed in it and nobody has decided about
	Alike      watch.Family       // what waits besides and says nearly the same; its Size is 0 where nothing does
	Seen       Seen
	Desk       Desk
	Opinions   []Opinion    // asked for on it, the oldest first
	Hint       int          // in hundredths, how soon a program outside would have it looked at; 0 where none said
	Copies     int          // others that wait and say nearly the same, counted up to MostAtOnce
	Files      []files.File // pictures and documents that stand with it
	Similar    []Similar    // how cases like it were decided, the newest first
	Acts       []rules.Act  // what this moderator can do; empty where they may not decide
	Own        bool         // they wrote it or typed it in, so they may not decide
	Withheld   int          // reports that are not shown because the words are their own: who reported is not for the writer
	Why        say.Text     // why they may not decide, in a sentence; empty where they may
	record     people.History
	Alone      bool   // they reported it themselves, and there is no other moderator to decide
	Main       string // key of what it is most about: why it was held, or the gravest, then the commonest reason of its open reports, or of what was noticed in it; empty where nothing waits
	Grave      bool   // harm can be done while it waits
}

// Proposed is new words that a comment proposes for a paragraph; the zero value where it proposes none.
type Proposed struct {
	HTML     string // safe to print
	Old, New string // Markdown of the paragraph, and what it proposes instead
}

// Desk is who has a case in hand.
type Desk struct {
	Waits      bool // whether it stands in the queue at all
	AssignedTo int64
	Assigned   string // public name
	ClaimedBy  int64  // who is looking at it; 0 for nobody
	Claimed    string // public name
	Until      clock.Instant
	Opened     string // public name of who opened it last; empty where nobody has
	OpenedAt   clock.Instant
	Opinion    bool // a second opinion is asked for
	Mine       bool // whoever asks is looking at it
	ForMe      bool // it is assigned to whoever asks
}

// TakenFrom tells whether somebody else than a moderator is looking at the case.
func (d Desk) TakenFrom(a people.Actor) bool { return d.ClaimedBy != 0 && d.ClaimedBy != a.ID }

// History is what is known of a writer's other contributions.
type History struct {
	Published int // that people can read
	Asked     int // decisions that asked for a change
	Hidden    int // decisions that hid something
	Warned    int // how often they were warned, silenced or suspended
	Trust     people.Trust
}

// Report is what somebody said about a contribution that worried them.
type Report struct {
	ID           int64
	Contribution int64
	ByID         int64  // who reported it; 0 for a visitor
	By           string // public name; empty for a visitor
	Reason       string
	Note         string
	File         string // name of the file that it is about; empty for all of it
	Open         bool
	CreatedAt    clock.Instant
}

// weigh fills in what the case is most about, and whether harm can be done while it waits.
func (c Case) weigh(book *rules.Book) Case {
	c.Main, c.Grave = "", false
	if c.State == discussion.Held || c.State == discussion.Asked {
		c.Main = c.Reason
		c.Grave = c.State == discussion.Held && book.Grave(c.Reason)
	}
	most := 0
	counts := map[string]int{}
	for _, r := range c.Reports {
		if !r.Open {
			continue
		}
		counts[r.Reason]++
		weight := counts[r.Reason]
		if book.Grave(r.Reason) {
			c.Grave = true
			weight += 1 << 20
		}
		if weight > most && c.State != discussion.Held && c.State != discussion.Asked {
			c.Main, most = r.Reason, weight
		}
	}
	flagged := c.Main == "" && c.State == discussion.Published
	if !flagged && c.State != discussion.Held {
		return c
	}
	// What the program noticed counts as it does in the queue: see discussion.Requeue.
	for _, f := range c.Findings {
		if f.Kind == "copy" && f.What != watch.CopyOwn {
			continue
		}
		grave := book.Grave(f.Reason) && (f.Kind != "private" || f.Hold)
		if flagged && (c.Main == "" || grave && !c.Grave) {
			c.Main = f.Reason
		}
		c.Grave = c.Grave || grave
	}
	return c
}

// aboutLength is the number of characters shown of what a contribution answers.
const aboutLength = 280

const caseQuery = `SELECT c.id, c.thread_id, COALESCE(c.parent_id, 0), c.kind, c.author_id, p.public_name, c.who,
	COALESCE(c.recorder_id, 0), COALESCE(rec.public_name, ''), c.channel, c.noted = 1, c.evidence, c.body_md, c.body_html, c.state, c.state_reason,
	c.state_at, COALESCE(c.published_at, 0), c.revision, COALESCE(c.edited_at, 0), c.created_at,
	t.kind, COALESCE(t.kept_title, t.title), COALESCE(g.name, ''), COALESCE(ch.number, 0), COALESCE(vb.number, 0), COALESCE(parent.body_md, NULLIF(an.quote, ''), vb.text, ''), COALESCE(pp.public_name, ''),
	p.published_count,
	(SELECT COUNT(*) FROM decisions d WHERE d.author_id = c.author_id AND d.act = 'ask' AND d.undone_at IS NULL),
	(SELECT COUNT(*) FROM decisions d WHERE d.author_id = c.author_id AND d.act = 'hide' AND d.undone_at IS NULL),
	COALESCE((SELECT MAX(d.id) FROM decisions d WHERE d.contribution_id = c.id), 0),
	COALESCE(sg.new_html, ''), COALESCE(sg.old_source, ''), COALESCE(sg.new_source, ''), p.state <> 'recorded',
	(SELECT COUNT(*) FROM sanctions x WHERE x.person_id = c.author_id), COALESCE(p.first_published_at, 0), COALESCE(p.setback_at, 0), p.trust,
	k.contribution_id IS NOT NULL, COALESCE(k.assigned_to, 0), COALESCE(ka.public_name, ''), COALESCE(k.claimed_by, 0), COALESCE(kc.public_name, ''),
	COALESCE(k.claimed_until, 0), COALESCE(ko.public_name, ''), COALESCE(k.opened_at, 0), COALESCE(k.opinion, 0) = 1,
	COALESCE(k.since, c.state_at), (COALESCE(k.hint, 0) + 5) / 10,
	(SELECT COUNT(*) FROM (SELECT 1 FROM case_copies n JOIN case_copies o ON o.family = n.family AND o.contribution_id <> n.contribution_id
		WHERE n.contribution_id = c.id LIMIT 100) x)
	FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
	LEFT JOIN people rec ON rec.id = c.recorder_id
	LEFT JOIN groups g ON g.id = t.group_id
	LEFT JOIN chapters ch ON ch.thread_id = t.id
	LEFT JOIN anchors an ON an.contribution_id = c.id
	LEFT JOIN version_blocks vb ON vb.version_id = an.now_version_id AND vb.block_id = an.now_block_id
	LEFT JOIN suggestions sg ON sg.contribution_id = c.id
	LEFT JOIN contributions parent ON parent.id = c.parent_id
	LEFT JOIN people pp ON pp.id = parent.author_id
	LEFT JOIN cases k ON k.contribution_id = c.id
	LEFT JOIN people ka ON ka.id = k.assigned_to
	LEFT JOIN people kc ON kc.id = k.claimed_by
	LEFT JOIN people ko ON ko.id = k.opened_by
	WHERE c.id IN `

func scanCase(r db.Row) (c Case, err error) {
	var record people.History
	err = r.Scan(&c.ID, &c.ThreadID, &c.ParentID, &c.Kind, &c.AuthorID, &c.Author, &c.Who,
		&c.RecorderID, &c.Recorder, &c.Channel, &c.Noted, &c.Evidence, &c.Body, &c.HTML, &c.State, &c.Reason,
		&c.StateAt, &c.PublishedAt, &c.Revision, &c.EditedAt, &c.CreatedAt,
		&c.ThreadKind, &c.Title, &c.Group, &c.Chapter, &c.Paragraph, &c.About, &c.AboutBy,
		&c.History.Published, &c.History.Asked, &c.History.Hidden, &c.Seen.Decision,
		&c.Proposed.HTML, &c.Proposed.Old, &c.Proposed.New, &c.Account, &c.History.Warned, &record.First, &record.Setback, &record.Given,
		&c.Desk.Waits, &c.Desk.AssignedTo, &c.Desk.Assigned, &c.Desk.ClaimedBy, &c.Desk.Claimed, &c.Desk.Until, &c.Desk.Opened, &c.Desk.OpenedAt, &c.Desk.Opinion, &c.Since, &c.Hint, &c.Copies)
	record.Published = c.History.Published
	c.record = record
	c.About = prose.Excerpt(c.About, aboutLength)
	c.Seen.Revision = c.Revision
	return c, err
}

// cases reads the cases at some places, in their order, in a constant number of queries.
func (s *Store) cases(ctx context.Context, a people.Actor, places []place) ([]Case, error) {
	if len(places) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	found := map[int64]Case{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		c, err := scanCase(r)
		found[c.ID] = c
		return err
	}, caseQuery+db.In(len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, err
	}
	reports, err := s.reports(ctx, "r.state = 'open' AND r.contribution_id IN "+db.In(len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		c := found[r.Contribution]
		c.Reports = append(c.Reports, r)
		found[r.Contribution] = c
	}
	list := make([]Case, 0, len(places))
	for _, p := range places {
		if c, ok := found[p.ID]; ok {
			list = append(list, c)
		}
	}
	return list, s.furnish(ctx, a, list)
}

// furnish fills in what does not stand with the contributions themselves: what was noticed in them, what this moderator can
// do, how the writers are trusted, second opinions, and how similar cases were decided. It takes as many queries for one case as for many.
func (s *Store) furnish(ctx context.Context, a people.Actor, list []Case) error {
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return err
	}
	others, err := s.others(ctx, a)
	if err != nil {
		return err
	}
	trust, err := people.TrustRulesOf(ctx, s.DB)
	if err != nil {
		return err
	}
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	opinions, err := s.opinions(ctx, ids)
	if err != nil {
		return err
	}
	noted, err := discussion.FindingsOf(ctx, s.DB, ids)
	if err != nil {
		return err
	}
	alike, err := watch.Families(ctx, s.DB, ids)
	if err != nil {
		return err
	}
	attached, err := files.On(ctx, s.DB, ids...)
	if err != nil {
		return err
	}
	now := s.DB.Clock.Now()
	for i, c := range list {
		c.History.Trust = trust.Step(c.record, now)
		c.Opinions, c.Alike, c.Files = opinions[c.ID], alike[c.ID], attached[c.ID]
		c.Findings = slices.DeleteFunc(noted[c.ID], func(n discussion.Noted) bool { return !n.Open })
		if c.Desk.Until <= now {
			c.Desk.ClaimedBy, c.Desk.Claimed = 0, ""
		}
		c.Desk.Mine, c.Desk.ForMe = c.Desk.ClaimedBy == a.ID, c.Desk.AssignedTo == a.ID
		list[i] = c.weigh(book).decidedBy(a, others)
	}
	return s.similar(ctx, list)
}

// decidedBy fills in what one moderator can do. others are the other moderators.
func (c Case) decidedBy(a people.Actor, others []Colleague) Case {
	reported := false
	for _, r := range c.Reports {
		if r.Open {
			c.Seen.Report = max(c.Seen.Report, r.ID)
			reported = reported || a.ID != 0 && r.ByID == a.ID
		}
	}
	err := MayDecide(a, c.AuthorID, c.RecorderID)
	if c.Own = err != nil; c.Own {
		c.Withheld, c.Reports, c.Opinions = len(c.Reports), nil, nil
	}
	if err == nil && reported {
		c.Alone = !slices.ContainsFunc(others, func(o Colleague) bool { return o.ID != c.AuthorID && o.ID != c.RecorderID })
		if !c.Alone {
			err = errReported
		}
	}
	var refused db.Forbidden
	if errors.As(err, &refused) {
		c.Why = refused.Reason
		return c
	}
	c.Acts = ActsOn(c.State)
	return c
}

// maxReports bounds the reports that are read at a time.
const maxReports = 500

func (s *Store) reports(ctx context.Context, condition string, args ...any) ([]Report, error) {
	return db.All(ctx, s.DB, func(r db.Row) (n Report, err error) {
		err = r.Scan(&n.ID, &n.Contribution, &n.ByID, &n.By, &n.Reason, &n.Note, &n.File, &n.Open, &n.CreatedAt)
		return n, err
	}, `SELECT r.id, r.contribution_id, COALESCE(r.reporter_id, 0), COALESCE(p.public_name, ''), r.reason, r.note, r.file, r.state = 'open', r.created_at
		FROM reports r LEFT JOIN people p ON p.id = r.reporter_id WHERE `+condition+" ORDER BY r.id LIMIT ?", append(args, maxReports)...)
}
