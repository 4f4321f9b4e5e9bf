package discussion

import (
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/watch"
)

// notice adds to a contribution's findings what was noticed in its words when they were looked at, before the command,
// and the words that the place watches for. Where those are not taken, or the writer should read a nudge first, it is
// Invalid under "body".
func (s *Store) notice(tx *db.Tx, a people.Actor, t Thread, n *New) error {
	list, err := s.Watch.Words(tx.Context(), tx)
	if err != nil {
		return err
	}
	matches := list.Match(n.Body.Noticed)
	own, err := s.Watch.Unpublished(tx.Context(), tx, n.Body.Noticed)
	if err != nil {
		return err
	}
	found := Findings(own, matches)
	for _, beside := range n.Beside {
		more := list.Match(beside)
		if beside, err = s.Watch.Unpublished(tx.Context(), tx, beside); err != nil {
			return err
		}
		for _, f := range Findings(beside, more) {
			f.Start, f.End = 0, 0 // it is not in the contribution's own words
			found = append(found, f)
		}
		matches = append(matches, more...)
	}
	if err := s.Watch.Nudge(a.ID, n.Body.Source, matches, time.UnixMilli(int64(tx.Now()))); err != nil {
		return err
	}
	more, err := s.around(tx, a, t, n)
	if err != nil {
		return err
	}
	found = append(found, more...)
	found = append(found, s.linked(a, t, *n)...)
	if a.Staff() { // who answers for the place may give a number to ring; somebody looks all the same
		for i := range found {
			// Somebody at risk is as real where staff say it, or type it in for a person who wrote it on paper.
			found[i].Hold = found[i].Kind == FindingRisk
		}
	}
	n.Findings = append(n.Findings, found...)
	var numbers []int64
	for _, m := range matches {
		numbers = append(numbers, m.ID)
	}
	return watch.CountFound(tx, numbers)
}

// around gives what can be told only beside what else was said: whose name it is said under, a burst, and copies. What they
// said before themselves, or nearly, their writer is asked about once.
func (s *Store) around(tx *db.Tx, a people.Actor, t Thread, n *New) (found []Finding, err error) {
	if n.editing {
		return nil, nil
	}
	if found, err = s.named(tx, a, t, n); err != nil {
		return nil, err
	}
	now := time.UnixMilli(int64(tx.Now()))
	burst, err := watch.Burst(tx, a, t.ID, t.LastSeq)
	if err != nil {
		return nil, err
	}
	if s.Watch.NetworkBurst(tx.Context(), a, n.Body.Noticed.Print.Exact, now) && burst == "" {
		burst = watch.BurstNetwork
	}
	if burst != "" {
		found = append(found, Finding{Kind: "burst", Hold: burst == watch.BurstNewcomer, Reason: rules.Advert, What: burst})
	}
	if n.Body.Noticed.Print.Brief {
		return found, nil
	}
	before, same, err := watch.SaidBefore(tx, a, t.ID, n.Body.Source, n.Body.Noticed.Print)
	if err != nil {
		return found, err
	}
	if before != 0 {
		if err := s.Watch.NudgeCopy(a.ID, before, now); err != nil {
			return nil, err
		}
		what := watch.CopyNear
		if same {
			what = watch.CopyOwn
		}
		return append(found, Finding{Kind: "copy", Reason: rules.Advert, What: what, Other: before}), nil
	}
	other, what, err := watch.SaidAlready(tx, n.Body.Noticed.Print)
	if err != nil || other == 0 {
		return found, err
	}
	return append(found, Finding{Kind: "copy", Reason: rules.Advert, What: what, Other: other}), nil
}

// named gives a finding where a newcomer or a guest goes by a name that passes for that of somebody who helps to run the
// place, or of somebody else in the thread.
func (s *Store) named(tx *db.Tx, a people.Actor, t Thread, n *New) ([]Finding, error) {
	if a.Staff() || a.ID != 0 && a.Step() != people.Newcomer {
		return nil, nil
	}
	name := a.Name
	if n.AuthorID != a.ID || name == "" {
		var err error
		if name, err = db.Value[string](tx.Context(), tx, "SELECT public_name FROM people WHERE id = ?", n.AuthorID); err != nil {
			return nil, err
		}
	}
	whose, err := s.Watch.PassesFor(tx.Context(), tx, a.ID, name)
	if err == nil && whose == "" {
		var other bool
		if other, err = watch.PassesForSpeaker(tx, t.ID, t.LastSeq, n.AuthorID, name); other {
			whose = watch.NameOfMember
		}
	}
	if err != nil || whose == "" {
		return nil, err
	}
	if known, err := watch.LookedAt(tx, n.AuthorID, whose); err != nil || known {
		return nil, err
	}
	return []Finding{{Kind: "name", Reason: rules.NamesSomeone, What: whose}}, nil
}

// linked gives a finding where words wait, and lead to other sites that nothing before them did: how many addresses, and
// at which hosts.
func (s *Store) linked(a people.Actor, t Thread, n New) []Finding {
	state, reason := s.begins(a, t, n)
	if state != Held || reason != rules.Links && reason != rules.First && reason != rules.Guest {
		return nil
	}
	links := linksBeside(s.Home, n.Body.HTML+n.Proposed, n.Before)
	named := s.hosts(n)
	if len(links)+len(named) == 0 {
		return nil
	}
	return []Finding{{Kind: "links", Hold: reason == rules.Links, Reason: rules.Links, What: hostsOf(links, named)}}
}

// Findings gives what was noticed in words as findings, the gravest first.
func Findings(n watch.Noticed, matches []watch.Match) []Finding {
	return append(looked(n), watched(matches)...)
}

// looked gives what a look at words found as findings, the gravest first.
func looked(n watch.Noticed) (found []Finding) {
	for _, at := range n.AtRisk {
		found = append(found, Finding{Kind: FindingRisk, Hold: true, Reason: rules.AtRisk, What: n.Risk, Start: at.Start, End: at.End})
	}
	for _, d := range n.Private {
		found = append(found, Finding{Kind: "private", Hold: !d.Soft, Reason: rules.PrivateDetails, What: d.Kind, Start: d.Start, End: d.End})
	}
	return found
}

// watched gives the words that the place watches for as findings.
func watched(matches []watch.Match) (found []Finding) {
	for _, m := range matches {
		found = append(found, Finding{Kind: "words", Hold: m.Act == watch.Hold, Reason: m.Reason, What: m.Number(), Start: m.Start, End: m.End})
	}
	return found
}

// holdFor gives the reason to hold something for what was found in it; "" where there is none.
func holdFor(found []Finding) string {
	for _, f := range found {
		if f.Hold {
			return f.Reason
		}
	}
	return ""
}

// risky tells whether somebody may be at risk, and it is to be held for that.
func risky(found []Finding) bool {
	for _, f := range found {
		if f.Kind == FindingRisk && f.Hold {
			return true
		}
	}
	return false
}

// noticeEdit stores what is noticed in new words of a contribution, inside the command that changes it. What stood in
// them before, where people read it, is nothing new.
func (s *Store) noticeEdit(tx *db.Tx, a people.Actor, t Thread, c Contribution, n *New) error {
	if c.State == Published {
		n.Body.Noticed = n.Body.Noticed.Without(n.Body.Source, c.Body)
	} else if _, err := tx.Exec("UPDATE findings SET open = 0 WHERE contribution_id = ? AND open = 1 AND kind <> ?", c.ID, FindingRisk); err != nil {
		return err // nobody read those words but moderators, and they are gone
	}
	if err := s.notice(tx, a, t, n); err != nil {
		return err
	}
	for _, f := range n.Findings {
		if err := f.keep(tx, c.ID, c.Revision+1); err != nil {
			return err
		}
	}
	return nil
}

// Alarm does what follows where somebody may be at risk, inside the command that added what was said. Finish does it for
// those who are signed in.
func Alarm(tx *db.Tx, c Contribution) error {
	if c.then == nil {
		return nil
	}
	return c.then(tx, c.ID)
}
