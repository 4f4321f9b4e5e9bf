package discussion

import (
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/search"
)

// TakeBackAll takes back everything that somebody said, at once, inside a command: a marker keeps the place of each
// message and the replies to it, and every counter is in step. Its cost grows with how much it was, and it is one
// statement for each counter, not one for each message. Their titles go with their discussions.
func TakeBackAll(tx *db.Tx, author int64) error {
	waiting, err := db.Values[int64](tx.Context(), tx, `SELECT c.id FROM contributions c JOIN cases k ON k.contribution_id = c.id
		WHERE c.author_id = ? ORDER BY c.id`, author)
	if err != nil {
		return err
	}
	if err := hold(tx, author); err != nil {
		return err
	}
	for _, statement := range uncounting {
		if _, err := tx.Exec(statement, author); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE threads SET listed = 0, kept_title = NULL, title = ?, slug = ?
		WHERE id IN (SELECT thread_id FROM contributions WHERE author_id = ? AND kind = 'opening')`, TakenDown, ThreadSlug(TakenDown), author); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE contributions SET state = 'deleted', state_reason = '', state_at = ? WHERE author_id = ? AND state <> 'deleted'`,
		tx.Now(), author); err != nil {
		return err
	}
	for _, id := range waiting {
		if err := Requeue(tx, id); err != nil {
			return err
		}
	}
	tx.Withdraws()
	tx.Touch(db.TopicEverything)
	return nil
}

// hold locks what somebody said and the threads that it is in, so that nobody decides about any of it meanwhile.
func hold(tx *db.Tx, author int64) error {
	if _, err := tx.Exec("UPDATE threads SET last_at = last_at WHERE id IN (SELECT thread_id FROM contributions WHERE author_id = ?)", author); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE contributions SET state_at = state_at WHERE author_id = ?", author)
	return err
}

// uncounting takes what somebody has published out of every counter, while it still is published. Each statement has the
// author as its one argument.
var uncounting = []string{
	// A person counts once in a thread, as the kind that they were when they first spoke there.
	`UPDATE thread_tallies SET contributions = thread_tallies.contributions - u.contributions, people = thread_tallies.people - 1
		FROM thread_people u WHERE u.person_id = ? AND u.contributions > 0 AND u.thread_id = thread_tallies.thread_id AND u.who = thread_tallies.who`,
	`UPDATE threads SET contribution_count = threads.contribution_count - u.contributions, people_count = threads.people_count - 1
		FROM thread_people u WHERE u.person_id = ? AND u.contributions > 0 AND u.thread_id = threads.id`,
	"DELETE FROM thread_people WHERE person_id = ?",
	`UPDATE threads SET pending_count = threads.pending_count - u.n FROM (SELECT thread_id, COUNT(*) AS n FROM contributions
		WHERE author_id = ? AND state = 'published' AND fate = 'pending' GROUP BY thread_id) u WHERE u.thread_id = threads.id`,
	`UPDATE groups SET discussion_count = groups.discussion_count - u.n FROM (SELECT t.group_id, COUNT(*) AS n FROM contributions c JOIN threads t ON t.id = c.thread_id
		WHERE c.author_id = ? AND c.state = 'published' AND c.kind = 'opening' AND t.group_id IS NOT NULL GROUP BY t.group_id) u WHERE u.group_id = groups.id`,
	`UPDATE blocks SET comment_count = blocks.comment_count - u.n FROM (SELECT block_id, COUNT(*) AS n FROM contributions
		WHERE author_id = ? AND state = 'published' AND block_id IS NOT NULL GROUP BY block_id) u WHERE u.block_id = blocks.id`,
	`UPDATE themes SET contribution_count = themes.contribution_count - u.n FROM (SELECT g.theme_id, COUNT(*) AS n FROM tags g JOIN contributions c ON c.id = g.contribution_id
		WHERE c.author_id = ? AND c.state = 'published' AND g.state = 'accepted' GROUP BY g.theme_id) u WHERE u.theme_id = themes.id`,
	"UPDATE people SET published_count = 0 WHERE id = ?",
}

// unwording takes the words of messages that were taken back out of the tables that hold them; % stands for the list of
// the messages.
var unwording = []string{
	"UPDATE contributions SET body_md = '', body_html = '', attributes = '', who = '', evidence = '', language = '' WHERE id IN %",
	"DELETE FROM contribution_revisions WHERE contribution_id IN %",
	"UPDATE suggestions SET new_source = '', new_html = '', new_text = '' WHERE contribution_id IN %",
	"DELETE FROM sealed_words WHERE why = 'cover' AND contribution_id IN %",
	"DELETE FROM tag_words WHERE tag_id IN (SELECT id FROM tags WHERE contribution_id IN %)",
	"UPDATE theme_suggestions SET words = '' WHERE contribution_id IN %",
	"UPDATE findings SET words_start = NULL, words_end = NULL WHERE contribution_id IN %",
	"UPDATE issue_pins SET ended_at = COALESCE(ended_at, put_at) WHERE contribution_id IN %",
	"UPDATE second_opinions SET question = '', words = '' WHERE contribution_id IN %",
	"UPDATE attachments SET until_revision = COALESCE(until_revision, from_revision) WHERE contribution_id IN %",
}

// ForgetWords takes every word of messages that were taken back out of the database inside a command: all their wordings,
// what they propose for a paragraph, and what the search index has of them. What stays is that something was said there.
func ForgetWords(tx *db.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	list := db.In(len(ids))
	for _, statement := range unwording {
		if _, err := tx.Exec(strings.ReplaceAll(statement, "%", list), db.Args(ids)...); err != nil {
			return err
		}
	}
	if err := search.Forget(tx, search.Contribution, ids...); err != nil {
		return err
	}
	threads, err := db.Values[int64](tx.Context(), tx, "SELECT thread_id FROM contributions WHERE kind = 'opening' AND id IN "+list, db.Args(ids)...)
	if err != nil || len(threads) == 0 {
		return err
	}
	return search.Forget(tx, search.Discussion, threads...)
}
