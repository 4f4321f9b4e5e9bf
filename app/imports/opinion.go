package imports

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"

	"folkmoot/models/insight/opinion"
	"folkmoot/models/prose"
)

// Opinions is a Polis conversation as numbers: who took which position on what.
type Opinions struct {
	Statements []opinion.Statement
	Votes      []opinion.Vote
	Problems   []Problem // rows that could not be taken
}

// OpinionFiles are the files of a Polis export that ReadOpinions may read.
var OpinionFiles = []string{"comments.csv", "votes.csv", "participants-votes.csv"}

// ReadOpinions reads the folder of a Polis export: comments.csv, and votes.csv or, where that is absent, the matrix
// in participants-votes.csv, which holds no times: people then stand in the order of their numbers. Where the signs
// are the other way round, as in raw exports, they are set right. Ids are whole numbers.
func ReadOpinions(folder string) (Opinions, error) {
	run := &polisImport{byID: map[string]*statement{}}
	o := Opinions{}
	if err := o.readMarks(run, filepath.Join(folder, "comments.csv")); err != nil {
		return o, err
	}
	err := run.readVotes(filepath.Join(folder, "votes.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		err = run.readMatrix(filepath.Join(folder, "participants-votes.csv"))
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%s has neither votes.csv nor participants-votes.csv", folder)
		}
	}
	if err != nil {
		return o, err
	}
	agree := run.signOfAgree()
	o.Votes = make([]opinion.Vote, 0, len(run.votes))
	for _, v := range run.votes {
		person, err := strconv.ParseInt(v.voter, 10, 64)
		if err != nil {
			return o, fmt.Errorf("%s: the voter %q is not a whole number", folder, prose.Excerpt(v.voter, 40))
		}
		statement, _ := strconv.ParseInt(v.statement, 10, 64) // readMarks has checked it
		o.Votes = append(o.Votes, opinion.Vote{Person: person, Statement: statement, Value: int8(v.value * agree), Order: v.at})
	}
	o.Problems = run.result.Problems
	return o, nil
}

// readMarks reads comments.csv without the words.
func (o *Opinions) readMarks(run *polisImport, path string) error {
	t, err := OpenTable(path, "comment-id", "author-id", "agrees", "moderated")
	if err != nil {
		return err
	}
	defer t.Close()
	for {
		more, problem := t.Next()
		if !more {
			return problem
		}
		var s statement
		var id int64
		if problem == nil {
			s, problem = parseMarks(t)
		}
		if problem == nil {
			id, problem = strconv.ParseInt(s.id, 10, 64)
			if problem != nil || strconv.FormatInt(id, 10) != s.id { // 1 and 01 would be two of the same
				problem = fmt.Errorf("the comment-id %q is not a whole number", prose.Excerpt(s.id, 40))
			}
		}
		if problem != nil {
			run.bad(t.Line, t.Text("comment-id"), "comments.csv: "+problem.Error())
			continue
		}
		if first, twice := run.byID[s.id]; twice {
			return fmt.Errorf("comments.csv: the lines %d and %d have the same comment-id %s", first.line, s.line, s.id)
		}
		run.byID[s.id] = &s
		o.Statements = append(o.Statements, opinion.Statement{ID: id, Out: s.out, Meta: s.meta})
	}
}

// readMatrix reads participants-votes.csv: a row a person, a column a statement; a blank cell is no vote.
func (run *polisImport) readMatrix(path string) error {
	t, err := OpenTable(path, "participant")
	if err != nil {
		return err
	}
	defer t.Close()
	lines := map[string]int{}
	for {
		more, problem := t.Next()
		if !more {
			return problem
		}
		voter := t.Text("participant")
		if problem == nil && voter == "" {
			problem = errors.New("the row has no participant")
		}
		if problem != nil {
			run.bad(t.Line, voter, "participants-votes.csv: "+problem.Error())
			continue
		}
		if first, twice := lines[voter]; twice {
			return fmt.Errorf("%s: the lines %d and %d have the same participant %s", path, first, t.Line, prose.Excerpt(voter, 40))
		}
		lines[voter] = t.Line
		for i, column := range t.header {
			if run.byID[column] == nil || t.row[i] == "" {
				continue
			}
			value, err := strconv.Atoi(t.row[i])
			if err != nil || value < -1 || value > 1 {
				run.bad(t.Line, voter, "participants-votes.csv: the vote must be -1, 0 or 1")
				continue
			}
			run.votes = append(run.votes, vote{statement: column, voter: voter, value: value})
		}
	}
}

// ReadGroups reads which group each participant of a conversation is in, from a CSV file with the columns
// participant and group (or group-id). A blank group is none; two for one participant are an error.
func ReadGroups(path string) (map[int64]int, error) {
	t, err := OpenTable(path, "participant")
	if err != nil {
		return nil, err
	}
	defer t.Close()
	column := "group"
	if !t.Has(column) {
		column = "group-id"
	}
	if !t.Has(column) {
		return nil, fmt.Errorf("%s has no column %q", path, "group")
	}
	groups := map[int64]int{}
	for {
		more, problem := t.Next()
		if !more {
			return groups, problem
		}
		if problem != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, t.Line, problem)
		}
		if t.Text(column) == "" {
			continue
		}
		person, err := strconv.ParseInt(t.Text("participant"), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: the participant %q is not a whole number", path, t.Line, prose.Excerpt(t.Text("participant"), 40))
		}
		group, err := strconv.Atoi(t.Text(column))
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: the group %q is not a whole number", path, t.Line, prose.Excerpt(t.Text(column), 40))
		}
		if before, twice := groups[person]; twice && before != group {
			return nil, fmt.Errorf("%s, line %d: the participant %d is in the group %d already", path, t.Line, person, before)
		}
		groups[person] = group
	}
}
