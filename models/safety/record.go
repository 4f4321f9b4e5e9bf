// Package safety keeps what the Online Safety Act 2023 and others have a place keep in writing: which rules it believes
// to be under and why, what could go wrong and how likely that is, whether children are likely to come, what is done
// about it, and the words that tell people how they are protected. A version is never changed; every earlier one is
// kept. What the program brings are drafts for somebody to think about. None of it is legal advice.
package safety

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Store keeps the records.
type Store struct{ DB *db.DB }

// Kind is a kind of record.
type Kind string

// The kinds.
const (
	Scope    Kind = "scope"           // which rules the place believes to be under
	Illegal  Kind = "illegal-content" // the illegal content risk assessment
	Children Kind = "children"        // the children's access assessment
	Measures Kind = "measures"        // what is done, what was considered instead, and what it costs freedom and privacy
	Terms    Kind = "terms"           // the words that tell people how they are protected
)

// Kinds lists the kinds in the order in which they are best written.
var Kinds = []Kind{Scope, Illegal, Children, Measures, Terms}

// Known tells whether there is such a kind.
func (k Kind) Known() bool { return k.form() != nil }

// Choice is one answer to choose.
type Choice struct {
	Value string
	Label say.Text
}

// Question is one thing that a record answers.
type Question struct {
	Key      string
	Section  say.Text // heading that it stands under; the same as the one before for those that belong together
	Label    say.Text
	Hint     say.Text
	Choices  []Choice // to choose from; nil for words
	Draft    string   // what the program brings: a beginning, for somebody to think about
	Optional bool
}

// Answer gives the words of an answer: those of the choice, or the answer itself.
func (q Question) Answer(value string) say.Text {
	for _, c := range q.Choices {
		if c.Value == value {
			return c.Label
		}
	}
	return say.Verbatim(value)
}

// Record is one version of a record.
type Record struct {
	Kind      Kind              `json:"kind"`
	Version   int               `json:"version"` // from 1; 0 for the draft that the program brings
	Answers   map[string]string `json:"answers"` // by the key of a question
	Note      string            `json:"note"`    // what changed, and why
	ReviewDue clock.Instant     `json:"review_due"`
	By        string            `json:"by"` // the public name of who wrote it
	MadeAt    clock.Instant     `json:"made_at"`
}

// Bounds on what is typed, in characters.
const (
	MaxAnswer = 5000
	MaxNote   = 1000
)

// ReviewAfter is when a record is looked at again at the latest.
const ReviewAfter = 365 * 24 * time.Hour

// MayKeep tells whether the actor may read and write the records, and if not, why.
func MayKeep(a people.Actor) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators keep the safety records."}
	}
	return nil
}

const recordQuery = `SELECT r.kind, r.version, r.body, r.note, r.review_due, COALESCE(p.public_name, ''), r.made_at
	FROM safety_records r LEFT JOIN people p ON p.id = r.made_by WHERE `

func scanRecord(row db.Row) (r Record, err error) {
	var body string
	if err := row.Scan(&r.Kind, &r.Version, &body, &r.Note, &r.ReviewDue, &r.By, &r.MadeAt); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(body), &r.Answers)
}

// draft is what the program brings.
func draft(k Kind) Record {
	r := Record{Kind: k, Answers: map[string]string{}}
	for _, q := range k.form() {
		r.Answers[q.Key] = q.Draft
	}
	return r
}

// Current gives the newest version of a record; where there is none, the draft that the program brings, as version 0.
func Current(ctx context.Context, q db.Querier, k Kind) (Record, error) {
	list, err := db.All(ctx, q, scanRecord, recordQuery+"r.kind = ? ORDER BY r.version DESC LIMIT 1", k)
	if err != nil || len(list) == 0 {
		return draft(k), err
	}
	return list[0], nil
}

// maxVersions bounds the versions that are listed.
const maxVersions = 200

// Versions lists the versions of a record, the newest first.
func (s *Store) Versions(ctx context.Context, a people.Actor, k Kind) ([]Record, error) {
	if err := MayKeep(a); err != nil {
		return nil, err
	}
	return versions(ctx, s.DB, k)
}

func versions(ctx context.Context, q db.Querier, k Kind) ([]Record, error) {
	return db.All(ctx, q, scanRecord, recordQuery+"r.kind = ? ORDER BY r.version DESC LIMIT ?", k, maxVersions)
}

// Version gives one version of a record; ErrNotFound where there is none.
func (s *Store) Version(ctx context.Context, a people.Actor, k Kind, version int) (Record, error) {
	if err := MayKeep(a); err != nil {
		return Record{}, err
	}
	return db.One(ctx, s.DB, scanRecord, recordQuery+"r.kind = ? AND r.version = ?", k, version)
}

// Change is a question that two versions answer differently.
type Change struct {
	Question      Question
	Before, After say.Text
}

// Compare lists what changed from one version to another, in the order of the questions.
func Compare(before, after Record) (list []Change) {
	for _, q := range after.Kind.form() {
		if b, a := before.Answers[q.Key], after.Answers[q.Key]; b != a {
			list = append(list, Change{q, q.Answer(b), q.Answer(a)})
		}
	}
	return list
}

// New is a version to be kept.
type New struct {
	Kind    Kind
	From    int // the version that it was written from; 0 for the program's draft
	Answers map[string]string
	Note    string
}

// check cleans a version. Bad input is Invalid by the key of the question, or "note".
func (n New) check() (New, error) {
	wrong, clean := db.Invalid{}, map[string]string{}
	for _, q := range n.Kind.form() {
		answer, err := prose.Clean(n.Answers[q.Key])
		answer = strings.TrimSpace(answer)
		switch {
		case err != nil:
			wrong[q.Key] = say.Of(err)
		case answer == "" && !q.Optional && q.Choices != nil:
			wrong[q.Key] = "Choose an answer"
		case answer == "" && !q.Optional:
			wrong[q.Key] = "Write an answer, or say why there is none"
		case utf8.RuneCountInString(answer) > MaxAnswer:
			wrong[q.Key] = "That is too long. Please keep it under 5,000 letters"
		case q.Choices != nil && answer != "" && !q.has(answer):
			wrong[q.Key] = "Choose one of the answers"
		}
		clean[q.Key] = answer
	}
	note, err := prose.Clean(n.Note)
	n.Note = strings.TrimSpace(note)
	switch {
	case err != nil || utf8.RuneCountInString(n.Note) > MaxNote:
		wrong["note"] = "That is too long. Please keep it under 1,000 letters"
	case n.Note == "" && n.From > 0:
		wrong["note"] = "Say what changed, and why. “Looked at again, nothing changed” is an answer too"
	}
	n.Answers = clean
	if len(wrong) > 0 {
		return n, wrong
	}
	return n, nil
}

func (q Question) has(value string) bool {
	for _, c := range q.Choices {
		if c.Value == value {
			return true
		}
	}
	return false
}

// Keep stores a new version and gives its number. Errors: db.Forbidden, db.ErrNotFound for a kind that there is not,
// Invalid, db.ErrConflict where somebody wrote a version in between.
func (s *Store) Keep(ctx context.Context, a people.Actor, key db.Key, n New) (int, error) {
	if err := MayKeep(a); err != nil {
		return 0, err
	}
	if !n.Kind.Known() {
		return 0, db.ErrNotFound
	}
	n, err := n.check()
	if err != nil {
		return 0, err
	}
	raw, err := json.Marshal(n.Answers)
	if err != nil {
		return 0, err
	}
	version, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		newest, err := db.Value[int](tx.Context(), tx, "SELECT COALESCE(MAX(version), 0) FROM safety_records WHERE kind = ?", n.Kind)
		if err != nil {
			return 0, err
		}
		if newest != n.From {
			return 0, db.ErrConflict
		}
		// Two who keep the same version at once: the number is unique, so that one of them fails.
		if _, err := tx.Insert("INSERT INTO safety_records (kind, version, body, note, review_due, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			n.Kind, newest+1, string(raw), n.Note, tx.Now().Add(ReviewAfter), a.ID, tx.Now()); err != nil {
			if db.IsUnique(err) {
				err = db.ErrConflict
			}
			return 0, err
		}
		tx.Touch(db.TopicRules)
		return int64(newest + 1), audit.Append(tx, audit.Entry{Actor: a.ID, Act: "safety.keep", Kind: "safety-record", Object: int64(newest + 1), Reason: string(n.Kind)})
	})
	return int(version), err
}
