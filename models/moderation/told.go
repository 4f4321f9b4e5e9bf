package moderation

import (
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/queue"
	"folkmoot/models/rules"
)

// settle closes what the program noticed and the reports that a decision answers, tells those who made them, and gives
// how many there were. What was reported after the moderator looked stays open where people may go on reading.
func settle(tx *db.Tx, d Decision, before discussion.State, decision int64, back *putBack) (int, error) {
	newest := d.Seen.Report
	if !d.Act.Shows() {
		newest = 1<<63 - 1
	}
	var err error
	if back.Findings, err = db.Values[int64](tx.Context(), tx, "UPDATE findings SET open = 0 WHERE contribution_id = ? AND open = 1 RETURNING id", d.Contribution); err != nil {
		return 0, err
	}
	type answer struct {
		report, reporter int64
		byMail           bool
	}
	answers, err := db.All(tx.Context(), tx, func(r db.Row) (n answer, err error) {
		err = r.Scan(&n.report, &n.reporter, &n.byMail)
		return n, err
	}, `UPDATE reports SET state = 'settled', decision_id = ? WHERE contribution_id = ? AND state = 'open' AND id <= ?
		RETURNING id, COALESCE(reporter_id, 0), reporter_email <> ''`, decision, d.Contribution, newest)
	if err != nil || len(answers) == 0 {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports - ? WHERE id = ?", len(answers), d.Contribution); err != nil {
		return 0, err
	}
	for _, n := range answers {
		switch {
		case n.reporter != 0:
			err = back.told(notify.TellMailing(tx, notify.Notice{
				Person: n.reporter, Kind: notify.ReportAnswer, Contribution: d.Contribution,
				Words: toReporter(d.Act, d.files, before), Link: notify.Permalink(d.Contribution),
			}, tx.Now().Add(mailAfter)))
		case n.byMail:
			err = queue.EnqueueAt(tx, JobAnswer, answerKey(n.report), tx.Now().Add(mailAfter), Answering{Report: n.report})
		}
		if err != nil {
			return 0, err
		}
	}
	return len(answers), nil
}

// tell says to the writer what was decided; where the writer has no account of their own, to who typed it in. That
// something was looked at and left as it is needs no mail.
func tell(tx *db.Tx, book *rules.Book, d Decision, c standing, back *putBack) error {
	// Whoever appealed is told by the outcome of the appeal.
	if c.State == discussion.Deleted || d.ForAppeal != 0 && d.Act.Shows() {
		return nil
	}
	to, err := db.Values[int64](tx.Context(), tx, `SELECT id FROM people WHERE id IN (?, ?) AND state IN ('active', 'suspended')
		ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END LIMIT 1`, c.Author, c.Recorder, c.Author)
	if err != nil || len(to) == 0 {
		return err
	}
	n := notify.Notice{
		Person: to[0], Kind: notify.Decision, Contribution: d.Contribution,
		Words: toWriter(book, d, c.PublishedAt != 0, to[0] != c.Author), Link: notify.Permalink(d.Contribution),
	}
	if d.Act == rules.Keep {
		return back.told(notify.Tell(tx, n, false))
	}
	return back.told(notify.TellMailing(tx, n, tx.Now().Add(mailAfter)))
}

// touch drops every kept page that the contribution may show on. A decision is rare, and a page that goes on showing
// what was hidden is worse than pages made afresh: so every page goes.
func touch(tx *db.Tx, c standing) {
	tx.Touch(db.TopicSite, db.TopicThread(c.Thread), db.TopicHearing, db.TopicThemes)
	if c.Group != 0 {
		tx.Touch(db.TopicGroup(c.Group), db.TopicGroups)
	}
	if c.Chapter {
		tx.Touch(db.TopicGuides)
	}
}
