package imports

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"

	"folkmoot/models/insight/opinion"
)

// Opinions is a Polis conversation as numbers: who took which position on what.
type Opinions struct {
	Statements []opinion.Statement
	Votes      []opinion.Vote
	Problems   []Problem // rows that could not be taken
}

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
	}
	if err != nil {
		return o, err
	}
	agree := run.signOfAgree()
	o.Votes = make([]opinion.Vote, 0, len(run.votes))
	for _, v := range run.votes {
		person, err := strconv.ParseInt(v.voter, 10, 64)
		if err != nil {
			return o, fmt.Errorf("the voter %q is not a whole number", v.voter)
		}
		statement, _ := strconv.ParseInt(v.statement, 10, 64) // readMarks has checked it
		o.Votes = append(o.Votes, opinion.Vote{Person: person, Statement: statement, Value: int8(v.value * agree), Order: v.at})
	}
	o.Problems = run.result.Problems
	return o, nil
}

// readMarks reads comments.csv without the words.
func (o *Opinions) readMarks(run *polisImport, path string) error {
	t, err := openTable(path, "comment-id", "author-id", "agrees", "moderated")
	if err != nil {
		return err
	}
	defer t.close()
	for {
		more, problem := t.next()
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
		}
		if problem != nil {
			run.bad(t.line, t.text("comment-id"), "comments.csv: "+problem.Error())
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
	t, err := openTable(path, "participant")
	if err != nil {
		return err
	}
	defer t.close()
	for {
		more, problem := t.next()
		if !more {
			return problem
		}
		voter := t.text("participant")
		if problem == nil && voter == "" {
			problem = errors.New("the row has no participant")
		}
		if problem != nil {
			run.bad(t.line, voter, "participants-votes.csv: "+problem.Error())
			continue
		}
		for i, column := range t.header {
			if run.byID[column] == nil || t.row[i] == "" {
				continue
			}
			value, err := strconv.Atoi(t.row[i])
			if err != nil || value < -1 || value > 1 {
				run.bad(t.line, voter, "participants-votes.csv: the vote must be -1, 0 or 1")
				continue
			}
			run.votes = append(run.votes, vote{statement: column, voter: voter, value: value})
		}
	}
}

// ReadGroups reads which group each participant of a conversation is in, from a CSV file with the columns
// participant and group (or group-id). A blank group is none.
func ReadGroups(path string) (map[int64]int, error) {
	t, err := openTable(path, "participant")
	if err != nil {
		return nil, err
	}
	defer t.close()
	column := "group"
	if _, there := t.columns[column]; !there {
		column = "group-id"
	}
	if _, there := t.columns[column]; !there {
		return nil, fmt.Errorf("%s has no column %q", path, "group")
	}
	groups := map[int64]int{}
	for {
		more, problem := t.next()
		if !more {
			return groups, problem
		}
		if problem != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, t.line, problem)
		}
		if t.text(column) == "" {
			continue
		}
		person, err := strconv.ParseInt(t.text("participant"), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: the participant %q is not a whole number", path, t.line, t.text("participant"))
		}
		if groups[person], err = strconv.Atoi(t.text(column)); err != nil {
			return nil, fmt.Errorf("%s, line %d: the group %q is not a whole number", path, t.line, t.text(column))
		}
	}
}
