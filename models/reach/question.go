package reach

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// RatherNot is the answer that every question has besides its own: that somebody would rather not say.
const RatherNot = "I would rather not say"

// Question is something that people are asked about themselves, with the counts of the answers. Answers are counted and
// nothing else: no row belongs to anybody, so nothing leads from an answer to a person.
type Question struct {
	ID       int64
	Key      string
	Words    string
	Why      string
	Position int      // questions are asked in this order; a later one has a higher number
	Answers  []Answer // in the order in which they are shown, RatherNot last
}

// Batch is how many people more must have answered a question before the counts that are shown take them in. Whoever
// looks at the counts again and again sees this many answers come in together, never a single one.
const Batch = 10

// Answer is a possible answer, and how often it was given as far as it is told.
type Answer struct {
	Position int
	Words    string
	Given    int // without those of the last few people: see Batch
}

// Given is how often the question was answered at all, as far as it is told.
func (q Question) Given() (n int) {
	for _, a := range q.Answers {
		n += a.Given
	}
	return n
}

// QuestionDraft is a question as an editor typed it: its possible answers one a line.
type QuestionDraft struct{ Words, Why, Answers string }

func (d QuestionDraft) check() (QuestionDraft, []string, error) {
	wrong := db.Invalid{}
	if d.Words = wrong.Line("words", d.Words, MaxSource); d.Words == "" && wrong["words"] == "" {
		wrong["words"] = "Write the question"
	}
	if d.Why = wrong.Line("why", d.Why, MaxSource); d.Why == "" && wrong["why"] == "" {
		wrong["why"] = "Say in a few words why you ask. Everybody who is asked can read it"
	}
	var answers []string
	seen := map[string]bool{fold(RatherNot): true}
	for line := range strings.SplitSeq(strings.ReplaceAll(d.Answers, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		answer, err := prose.Line(line)
		switch {
		case err != nil:
			wrong["answers"] = say.Of(err)
		case len([]rune(answer)) > MaxCategory:
			wrong["answers"] = say.F("One of these is longer than %d letters", MaxCategory)
		case seen[fold(answer)]:
			wrong["answers"] = say.F("“%s” is there twice, or is there for every question already", answer)
		}
		seen[fold(answer)] = true
		answers = append(answers, answer)
	}
	switch {
	case wrong["answers"] != "":
	case len(answers) < 2:
		wrong["answers"] = "Write at least two answers to choose from, one a line"
	case len(answers) > MaxAnswers:
		wrong["answers"] = say.F("Please keep to %d answers", MaxAnswers)
	}
	if len(wrong) > 0 {
		return d, nil, wrong
	}
	return d, answers, nil
}

// Ask adds a question. Its words do not change once it is asked: what is to be asked in another way is a new question.
// Bad input is Invalid by field: "words", "why", "answers".
func (s *Store) Ask(ctx context.Context, a people.Actor, key db.Key, d QuestionDraft) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	d, answers, err := d.check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM equality_questions WHERE state = 'current'")
		if err != nil {
			return 0, err
		}
		if n >= MaxQuestions {
			return 0, db.Wrong("", "There are %d questions already. More would be too much to ask", MaxQuestions)
		}
		id, err := addQuestion(tx, d)
		if err != nil {
			return 0, err
		}
		for i, words := range append(answers, RatherNot) {
			if _, err := tx.Exec("INSERT INTO equality_answers (question_id, position, words) VALUES (?, ?, ?)", id, i, words); err != nil {
				return 0, err
			}
		}
		tx.Touch(db.TopicHearing)
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "question.ask", Kind: "question", Object: id, Details: map[string]any{"answers": len(answers)}})
	})
	return err
}

// addQuestion stores the row under the first free key.
func addQuestion(tx *db.Tx, d QuestionDraft) (int64, error) {
	base := prose.Slug(d.Words)
	if base == ByWho || base == ByArea {
		base += "-question"
	}
	for number := range 1000 {
		key := base
		if number > 0 {
			key += "-" + strconv.Itoa(number+1)
		}
		id, err := db.Value[int64](tx.Context(), tx, `INSERT INTO equality_questions (key, words, why, position)
			SELECT ?, ?, ?, COALESCE(MAX(position), 0) + 1 FROM equality_questions WHERE 1 = 1 ON CONFLICT DO NOTHING RETURNING id`, key, d.Words, d.Why)
		if !errors.Is(err, db.ErrNotFound) {
			return id, err
		}
	}
	return 0, db.Wrong("words", "There are too many questions with nearly these words")
}

// Retire asks a question no more; its counts stay. ErrNotFound where it is not asked.
func (s *Store) Retire(ctx context.Context, a people.Actor, key db.Key, question int64) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		changed, err := tx.Exec("UPDATE equality_questions SET state = 'retired' WHERE id = ? AND state = 'current'", question)
		if err != nil {
			return 0, err
		}
		if changed == 0 {
			return 0, db.ErrNotFound
		}
		tx.Touch(db.TopicHearing)
		return question, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "question.retire", Kind: "question", Object: question})
	})
	return err
}

// Questions reads what people are asked, in order, with the counts.
func (s *Store) Questions(ctx context.Context) ([]Question, error) { return questions(ctx, s.DB) }

func questions(ctx context.Context, q db.Querier) (list []Question, err error) {
	err = db.Each(ctx, q, func(r db.Row) error {
		var one Question
		var a Answer
		if err := r.Scan(&one.ID, &one.Key, &one.Words, &one.Why, &one.Position, &a.Position, &a.Words, &a.Given); err != nil {
			return err
		}
		if len(list) == 0 || list[len(list)-1].ID != one.ID {
			list = append(list, one)
		}
		last := &list[len(list)-1]
		last.Answers = append(last.Answers, a)
		return nil
	}, `SELECT q.id, q.key, q.words, q.why, q.position, a.position, a.words, a.told FROM equality_questions q
		JOIN equality_answers a ON a.question_id = q.id WHERE q.state = 'current' ORDER BY q.position, q.id, a.position`)
	return list, err
}

// ToAsk reads the questions that somebody was not asked yet.
func (s *Store) ToAsk(ctx context.Context, person int64) ([]Question, error) {
	return toAsk(ctx, s.DB, person)
}

func toAsk(ctx context.Context, q db.Querier, person int64) ([]Question, error) {
	asked, err := db.Value[int](ctx, q, "SELECT equality_asked FROM people WHERE id = ?", person)
	if err != nil {
		return nil, err
	}
	list, err := questions(ctx, q)
	return slices.DeleteFunc(list, func(q Question) bool { return q.Position <= asked }), err
}

// Tell counts somebody's answers: for each question the position of the answer; what is left out counts for nothing. Up
// to which question they were asked is kept, what they said is only counted. Last is the position of the last question
// that they were shown. It does nothing where they were asked it already, so a form that is sent twice counts once; it
// takes no key, as a digest of the form would be a trace of the answers.
func (s *Store) Tell(ctx context.Context, a people.Actor, last int, answers map[int64]int) error {
	if a.ID == 0 {
		return db.Forbidden{Reason: "Sign in first."}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE people SET equality_asked = equality_asked WHERE id = ?", a.ID); err != nil {
			return err // the row is held, so that the same form sent twice at once counts once
		}
		list, err := toAsk(tx.Context(), tx, a.ID)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(q Question) bool { return q.Position > last })
		if len(list) == 0 {
			return nil
		}
		for _, q := range list {
			position, ok := answers[q.ID]
			if !ok {
				continue
			}
			// The question is held, so that two batches are never told as one and a bit.
			if _, err := tx.Exec("UPDATE equality_questions SET position = position WHERE id = ?", q.ID); err != nil {
				return err
			}
			counted, err := tx.Exec("UPDATE equality_answers SET answers = answers + 1 WHERE question_id = ? AND position = ?", q.ID, position)
			if err != nil {
				return err
			}
			if counted == 0 {
				return db.Wrong("q"+strconv.FormatInt(q.ID, 10), "Choose one of the answers, or leave it out")
			}
			if err := tellBatch(tx, q.ID); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE people SET equality_asked = ? WHERE id = ?", list[len(list)-1].Position, a.ID)
		return err
	})
}

// tellBatch tells the counts of a question once Batch answers have come in that are not told yet.
func tellBatch(tx *db.Tx, question int64) error {
	told, err := tx.Exec(`UPDATE equality_answers SET told = answers WHERE question_id = ?
		AND (SELECT SUM(x.answers - x.told) FROM equality_answers x WHERE x.question_id = ?) >= ?`, question, question, Batch)
	if err == nil && told > 0 {
		tx.Touch(db.TopicHearing)
	}
	return err
}
