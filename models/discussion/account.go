package discussion

import (
	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// account answers for a move as for any other decision: each message that people could have read where it stood, or
// would have, has one of its own that its writer can appeal against; every message stands in the register.
func (m relocation) account(tx *db.Tx, moved []Contribution) error {
	decisions, err := m.decide(tx)
	if err != nil {
		return err
	}
	if err := m.remember(tx, decisions); err != nil {
		return err
	}
	if err := m.tell(tx, moved, decisions); err != nil {
		return err
	}
	return m.register(tx, decisions)
}

// decide stores the decisions and gives their ids by message. What is hidden or to be changed keeps the decision against
// it as its newest, since that is the one that still holds it back; nobody decides about words of their own.
func (m relocation) decide(tx *db.Tx) (map[int64]int64, error) {
	decisions, batch := map[int64]int64{}, int64(0)
	for _, c := range m.set {
		if c.State != Published && c.State != Held || c.AuthorID == m.actor.ID {
			continue
		}
		id, err := tx.Insert(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, reason_revision, state_before, revision, batch, for_appeal, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.ID, c.AuthorID, m.actor.ID, rules.Move, m.reason.Key, m.reason.Revision, c.State, c.Revision, db.Null(batch), db.Null(m.appeal(c.ID)), tx.Now())
		if err != nil {
			return nil, err
		}
		decisions[c.ID] = id
		if batch == 0 {
			batch = id
		}
	}
	if len(decisions) < 2 {
		return decisions, nil
	}
	_, err := tx.Exec("UPDATE decisions SET batch = id WHERE id = ?", batch)
	return decisions, err
}

// tell lets each writer know once where their words are now, and why; where the writer has no account of their own, who
// typed them in.
func (m relocation) tell(tx *db.Tx, moved []Contribution, decisions map[int64]int64) error {
	var ids []int64
	for _, c := range moved {
		if decisions[c.ID] != 0 && m.appeal(c.ID) == 0 { // whoever asked for another look is answered about that
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var told []int64
	first, number := map[int64]int64{}, map[int64]int{}
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var id, person int64
		if err := r.Scan(&id, &person); err != nil || person == 0 || person == m.actor.ID {
			return err
		}
		if number[person]++; number[person] == 1 {
			first[person] = id
			told = append(told, person)
		}
		return nil
	}, `SELECT c.id, COALESCE(a.id, r.id, 0) FROM contributions c
		LEFT JOIN people a ON a.id = c.author_id AND a.state IN ('active', 'suspended')
		LEFT JOIN people r ON r.id = c.recorder_id AND r.state IN ('active', 'suspended')
		WHERE c.id IN `+db.In(len(ids))+" ORDER BY c.seq", db.Args(ids)...)
	if err != nil {
		return err
	}
	for _, person := range told {
		if _, err := notify.Tell(tx, notify.Notice{
			Person: person, Kind: notify.Decision, Contribution: first[person], Words: m.words(number[person]), Link: notify.Permalink(first[person]),
		}, true); err != nil {
			return err
		}
	}
	return nil
}

// words says to a writer what was moved, why and by which rule.
func (m relocation) words(n int) say.Text {
	what := say.N(n, "something that you wrote", "%d things that you wrote")
	who := say.Text("A moderator")
	if !m.actor.CanModerate() {
		who = "A host of the group"
	}
	parts := []say.Text{say.F("%s has moved %s to another discussion. Not a word was changed, and links to it go on working.", who, what)}
	if m.whole {
		parts[0] = say.F("%s has made two discussions into one, and with that moved %s. Not a word was changed, and links to it go on working.", who, what)
	}
	parts = append(parts, rules.Said(m.reason.Writer))
	parts = append(parts, m.book.Rule(m.reason.Rule).Cited())
	if m.from.Private && !m.to.Private {
		parts = append(parts, "It was in a private group. Now everybody can read it. You can take it back at any time.")
	}
	return say.Join(append(parts, "If you think that is wrong, you can ask for another look at it.")...)
}

// register writes down each message by itself, and the discussion that was taken in.
func (m relocation) register(tx *db.Tx, decisions map[int64]int64) error {
	for _, c := range m.set {
		details := map[string]any{"from": m.from.ID, "to": m.to.ID}
		if id := decisions[c.ID]; id != 0 {
			details["decision"] = id
		}
		if m.back != nil {
			details["turned_back"] = true
		}
		if err := audit.Append(tx, audit.Entry{
			Actor: m.actor.ID, Act: "discussion.move", Kind: "contribution", Object: c.ID, Reason: m.reason.Key, Details: details,
		}); err != nil {
			return err
		}
	}
	if !m.whole {
		return nil
	}
	return audit.Append(tx, audit.Entry{
		Actor: m.actor.ID, Act: "discussion.merge", Kind: "thread", Object: m.from.ID, Reason: m.reason.Key,
		Details: map[string]any{"into": m.to.ID, "messages": len(m.set)},
	})
}
