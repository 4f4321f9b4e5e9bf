package notify

import (
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// of is those who follow one thing of a kind.
func of(m Matter, id int64) source { return source{m, "= ?", []any{id}} }

// loadSaid is a contribution: for those who follow its paragraph, its thread, its group, a theme that it was put to before
// it was published, or the practice examples of its writer. Whom it answers and whom it names are told of that instead.
func (c *cause) loadSaid(tx *db.Tx) (bool, error) {
	var author, recorder, block, group, answered int64
	var practice bool
	there, err := one(tx, func(r db.Row) error {
		return r.Scan(&author, &recorder, &block, &c.thread, &group, &practice, &answered)
	}, `SELECT c.author_id, COALESCE(c.recorder_id, 0), COALESCE(c.block_id, 0), t.id, COALESCE(t.group_id, 0), c.evidence = 'practice',
		COALESCE((SELECT a.author_id FROM contributions a WHERE a.id = COALESCE(c.parent_id, CASE WHEN c.kind = 'opening' THEN NULL ELSE t.opening_id END)), 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND c.state = 'published'`, c.object)
	if err != nil || !there {
		return false, err
	}
	c.notice = Notice{Kind: Followed, Contribution: c.object, Words: "Something new was said in what you follow.", Link: Permalink(c.object)}
	c.never = []int64{author, recorder}
	c.except = `p.id = ? AND NOT EXISTS (SELECT 1 FROM tellings l WHERE l.person_id = p.id AND l.about = 'answers' AND l.how = 'off')
		OR EXISTS (SELECT 1 FROM mentions m WHERE m.contribution_id = ? AND m.person_id = p.id)
			AND NOT EXISTS (SELECT 1 FROM tellings l WHERE l.person_id = p.id AND l.about = 'mentions' AND l.how = 'off')`
	c.about = []any{answered, c.object}
	c.sources = []source{of(OfThread, c.thread)}
	if group != 0 {
		c.sources = append(c.sources, of(OfGroup, group))
	}
	if block != 0 {
		c.sources = append(c.sources, of(OfBlock, block))
	}
	if practice {
		c.sources = append(c.sources, of(OfPerson, author))
	}
	c.sources = append(c.sources, source{OfTheme, `IN (SELECT g.theme_id FROM tags g JOIN contributions x ON x.id = g.contribution_id
		WHERE g.contribution_id = ? AND g.state = 'accepted' AND g.put_at < x.published_at)`, []any{c.object}})
	return true, nil
}

// loadTagged is something said that was put to a theme after it was published: for those who follow the theme. Whoever
// follows where it was said heard of it there, or did not want to.
func (c *cause) loadTagged(tx *db.Tx) (bool, error) {
	var contribution, author, recorder, block, group int64
	there, err := one(tx, func(r db.Row) error {
		return r.Scan(&contribution, &c.theme, &author, &recorder, &c.thread, &block, &group)
	}, `SELECT c.id, g.theme_id, c.author_id, COALESCE(c.recorder_id, 0), t.id, COALESCE(c.block_id, 0), COALESCE(t.group_id, 0) FROM tags g JOIN contributions c ON c.id = g.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE g.id = ? AND g.state = 'accepted' AND c.state = 'published' AND g.put_at >= c.published_at`, c.object)
	if err != nil || !there {
		return false, err
	}
	c.notice = Notice{Kind: Themed, Contribution: contribution, Words: "Something that was said belongs to a theme that you follow.", Link: Permalink(contribution)}
	c.never = []int64{author, recorder}
	c.except = `EXISTS (SELECT 1 FROM follows f WHERE f.person_id = p.id AND (f.kind = 'thread' AND f.object_id = ? OR f.kind = 'group' AND f.object_id = ?
		OR f.kind = 'block' AND f.object_id = ?))`
	c.about = []any{c.thread, group, block}
	c.sources = []source{of(OfTheme, c.theme)}
	return true, nil
}

// loadVersion is a new version of a chapter: for those who follow the chapter, or a paragraph that is another in it.
func (c *cause) loadVersion(tx *db.Tx) (bool, error) {
	var by int64
	var guide, chapter string
	there, err := one(tx, func(r db.Row) error { return r.Scan(&by, &c.thread, &guide, &chapter) },
		`SELECT COALESCE(v.published_by, 0), h.thread_id, g.slug, h.slug FROM versions v JOIN chapters h ON h.id = v.chapter_id JOIN guides g ON g.id = h.guide_id WHERE v.id = ?`, c.object)
	if err != nil || !there {
		return false, err
	}
	c.notice = Notice{Kind: NewVersion, Words: "There is a new version of a chapter that you follow. See what changed.", Link: "/guides/" + guide + "/" + chapter + "/changes"}
	c.never = []int64{by}
	c.sources = []source{of(OfThread, c.thread), {OfBlock, `IN (SELECT b.block_id FROM version_blocks b WHERE b.version_id = ?
		AND NOT EXISTS (SELECT 1 FROM version_blocks o JOIN versions v ON v.id = ? JOIN versions w ON w.chapter_id = v.chapter_id AND w.number = v.number - 1
			WHERE o.version_id = w.id AND o.block_id = b.block_id AND o.source = b.source)
		UNION SELECT o.block_id FROM version_blocks o JOIN versions w ON w.id = o.version_id JOIN versions v ON v.id = ? AND w.chapter_id = v.chapter_id AND w.number = v.number - 1
			WHERE NOT EXISTS (SELECT 1 FROM version_blocks b WHERE b.version_id = v.id AND b.block_id = o.block_id))`, []any{c.object, c.object, c.object}}}
	return true, nil
}

// loadDecision is what was decided about a thread: for those who follow it, its group or a theme that the decision cites.
// Whoever took part in it is told of that instead.
func (c *cause) loadDecision(tx *db.Tx) (bool, error) {
	var by, group int64
	var path string
	there, err := one(tx, func(r db.Row) error { return r.Scan(&by, &c.thread, &group, &path) },
		`SELECT COALESCE(d.entered_by, 0), t.id, COALESCE(t.group_id, 0), l.link FROM decision_records d JOIN consultation_tellings l ON l.id = d.telling_id
		JOIN threads t ON t.id = d.thread_id WHERE d.id = ?`, c.object)
	if err != nil || !there {
		return false, err
	}
	c.notice = Notice{Kind: Settled, Words: "Something that you follow is decided. See what was decided, and why.", Link: path}
	c.never = []int64{by}
	c.except = `EXISTS (SELECT 1 FROM contributions c WHERE c.author_id = p.id AND c.thread_id = ? AND c.state IN ('published', 'held') AND c.created_at <= ?)
		OR EXISTS (SELECT 1 FROM positions s JOIN contributions c ON c.id = s.contribution_id WHERE s.person_id = p.id AND c.thread_id = ? AND s.created_at <= ?)`
	c.about = []any{c.thread, c.at, c.thread, c.at}
	c.sources = []source{of(OfThread, c.thread), {OfTheme, "IN (SELECT theme_id FROM decision_record_themes WHERE record_id = ?)", []any{c.object}}}
	if group != 0 {
		c.sources = append(c.sources, of(OfGroup, group))
	}
	return true, nil
}

// loadSummary is a frozen summary: for those who follow what we are hearing.
func (c *cause) loadSummary(tx *db.Tx) (bool, error) {
	var by int64
	var slug string
	there, err := one(tx, func(r db.Row) error { return r.Scan(&by, &slug) }, "SELECT COALESCE(made_by, 0), slug FROM snapshots WHERE id = ? AND state = 'published'", c.object)
	if err != nil || !there {
		return false, err
	}
	c.seen = ""
	c.notice = Notice{Kind: Summary, Words: "A new summary of what we are hearing is published.", Link: "/hearing/snapshots/" + slug}
	c.never = []int64{by}
	c.sources = []source{of(OfHearing, 0)}
	return true, nil
}

// one reads a single row, and tells whether there is one.
func one(tx *db.Tx, scan func(db.Row) error, query string, args ...any) (there bool, err error) {
	err = db.Each(tx.Context(), tx, func(r db.Row) error {
		there = true
		return scan(r)
	}, query, args...)
	return there, err
}

// Mentioned tells those whom a contribution names, inside the command that publishes it, where they may see it. Nobody is
// told of naming themselves, nor twice of the same contribution or who is told that it answers them.
func Mentioned(tx *db.Tx, contribution, answered int64) error {
	type named struct {
		person, thread int64
		how            How
	}
	list, err := db.All(tx.Context(), tx, func(r db.Row) (n named, err error) {
		err = r.Scan(&n.person, &n.thread, &n.how)
		return n, err
	}, `SELECT p.id, t.id, COALESCE(l.how, 'now') FROM mentions m JOIN people p ON p.id = m.person_id JOIN contributions c ON c.id = m.contribution_id
		JOIN threads t ON t.id = c.thread_id LEFT JOIN tellings l ON l.person_id = p.id AND l.about = 'mentions'
		WHERE m.contribution_id = ? AND p.state = 'active' AND p.id <> c.author_id AND p.id <> COALESCE(c.recorder_id, 0) AND COALESCE(l.how, 'now') <> 'off'
		AND NOT EXISTS (SELECT 1 FROM contributions a WHERE a.id = ? AND a.author_id = p.id
			AND NOT EXISTS (SELECT 1 FROM tellings k WHERE k.person_id = p.id AND k.about = 'answers' AND k.how = 'off'))
		AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.person_id = p.id AND f.kind = 'thread' AND f.object_id = t.id AND f.how = 'off')
		AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.person_id = p.id AND n.contribution_id = c.id AND n.kind = 'mention')
		AND `+people.SeenBy("c", "t", "p")+" ORDER BY p.id", contribution, answered)
	if err != nil {
		return err
	}
	var made []told
	for _, n := range list {
		id, err := people.Tell(tx, n.person, string(Mention), contribution, "Somebody named you in what they said.", Permalink(contribution))
		if err != nil {
			return err
		}
		made = append(made, told{notice: id, person: n.person, how: n.how})
	}
	return deliver(tx, made, contribution)
}
