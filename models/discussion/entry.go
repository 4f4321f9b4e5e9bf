package discussion

import (
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// FindingRisk is the kind of a finding that says that somebody may be at risk.
const FindingRisk = "risk"

// Finding is something that the program noticed in words as they came in, for moderators alone.
type Finding struct {
	Kind   string // "words", "private", "links", "name", "burst", "copy", "risk" or "hint"
	Hold   bool   // nobody reads it until a moderator has; else it is shown and a moderator looks
	Reason string // key of a reason
	What   string // of its kind: "phone", "postcode", the number of a watched word
	Start  int    // bytes of the Markdown; 0 to 0 = the whole
	End    int
	Other  int64 // the contribution that it copies; 0 = none
}

// Enter decides how something begins that an actor is about to say in a thread: whether others read it at once, and if
// not, why. Everything that people type passes here, inside the command that adds it, before Add; what staff type in for
// somebody else passes EnterRecorded. Refusals are Invalid
// under "body", so that the words stay in the form.
func (s *Store) Enter(tx *db.Tx, a people.Actor, t Thread, n *New) error {
	if err := keepPace(tx, a, t); err != nil {
		return err
	}
	n.State, n.Reason = s.begins(a, t, *n)
	if err := s.notice(tx, a, t, n); err != nil {
		return err
	}
	for _, f := range n.Findings {
		if f.Hold && n.State == Published {
			n.State, n.Reason = Held, f.Reason
		}
		if f.Kind == FindingRisk && f.Hold {
			n.then = s.AtRisk
		}
	}
	return nil
}

// EnterRecorded does for words that staff type in for somebody else, as they came on paper or by phone, what Enter does
// where somebody may be at risk. Nothing else is asked of them: they were said already, and staff have read them.
func (s *Store) EnterRecorded(n *New) {
	for _, f := range looked(n.Body.Noticed) {
		if f.Kind == FindingRisk {
			n.Findings = append(n.Findings, f)
			n.State, n.Reason, n.then = Held, f.Reason, s.AtRisk
		}
	}
}

// begins gives the state in which words begin in a thread, and why they are held where they are.
func (s *Store) begins(a people.Actor, t Thread, n New) (State, string) {
	links := newLinks(s.Home, n.Body.HTML+n.Proposed, n.Before) || len(s.hosts(n)) > 0
	return s.HoldFor(t).With(a, links, len(n.Files) > 0)
}

// keep stores what was noticed in a contribution.
func (f Finding) keep(tx *db.Tx, id int64, revision int) error {
	act, start, end := "flag", any(nil), any(nil)
	if f.Hold {
		act = "hold"
	}
	if f.End > f.Start {
		start, end = f.Start, f.End
	}
	_, err := tx.Exec(`INSERT INTO findings (contribution_id, revision, kind, act, reason, what, words_start, words_end, other_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, revision, f.Kind, act, f.Reason, f.What, start, end, db.Null(f.Other), tx.Now())
	return err
}
