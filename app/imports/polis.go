package imports

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/prose"
)

// ReasonModeratedOut is the reason key of statements that the moderators of a Polis conversation had left out.
const ReasonModeratedOut = "moderated-out"

// statement is a row of comments.csv.
type statement struct {
	line         int
	id, author   string
	at           clock.Instant
	out, meta    bool
	agrees       int
	body         discussion.Body
	contribution int64
}

// vote is a row of votes.csv.
type vote struct {
	at        int64
	statement string
	voter     string
	value     int
}

// polisImport is one run over a conversation's folder.
type polisImport struct {
	db         *db.DB
	group      string
	thread     int64
	statements []statement
	byID       map[string]*statement
	votes      []vote
	voters     map[string]int64 // their people, by voter-id
	agree      int              // the value that means agree: +1 in published exports, -1 in raw ones
	result     Result
}

// Polis brings in the export folder of a Polis conversation: statements become contributions, votes positions, and
// what its moderators left out is hidden with that reason. Of a person's votes on a statement the newest counts.
func Polis(ctx context.Context, d *db.DB, folder string, into Into, progress Progress) (Result, error) {
	run := &polisImport{db: d, group: into.Group, byID: map[string]*statement{}}
	if into.Title == "" {
		into.Title = topic(filepath.Join(folder, "summary.csv"), filepath.Base(folder))
	}
	if err := run.readStatements(ctx, filepath.Join(folder, "comments.csv")); err != nil {
		return run.result, err
	}
	if err := run.readVotes(filepath.Join(folder, "votes.csv")); err != nil {
		return run.result, err
	}
	run.agree = run.signOfAgree()
	var err error
	if run.thread, err = destination(ctx, d, into, folder); err != nil {
		return run.result, err
	}
	for batch := range slices.Chunk(run.statements, batchSize) {
		if err := run.storeStatements(ctx, batch); err != nil {
			return run.result, err
		}
	}
	latest := latestVotes(run.votes)
	run.result.Replaced = len(run.votes) - len(latest)
	if err := run.storeVoters(ctx, latest); err != nil {
		return run.result, err
	}
	for i := 0; i < len(latest); i += batchSize {
		if err := run.storeVotes(ctx, latest[i:min(i+batchSize, len(latest))]); err != nil {
			return run.result, err
		}
		progress(run.result.Added + run.result.Already)
	}
	return run.result, nil
}

// topic reads the conversation's title from the first row of summary.csv; the folder's name where there is none.
func topic(path, fallback string) string {
	file, err := os.Open(path)
	if err != nil {
		return fallback
	}
	defer file.Close()
	row, err := csv.NewReader(file).Read()
	if err != nil || len(row) < 2 || row[0] != "topic" {
		return fallback
	}
	title, err := prose.Line(row[1])
	if err != nil || title == "" {
		return fallback
	}
	return prose.Excerpt(title, discussion.MaxTitle)
}

func (run *polisImport) readStatements(ctx context.Context, path string) error {
	t, err := OpenTable(path, "timestamp", "comment-id", "author-id", "agrees", "moderated", "comment-body")
	if err != nil {
		return err
	}
	defer t.Close()
	for {
		more, problem := t.Next()
		if !more {
			if problem != nil {
				return problem
			}
			break
		}
		run.result.Rows++
		var s statement
		if problem == nil {
			s, problem = parseStatement(ctx, t)
		}
		if problem != nil {
			run.bad(t.Line, t.Text("comment-id"), "comments.csv: "+problem.Error())
			continue
		}
		run.statements = append(run.statements, s)
	}
	slices.SortStableFunc(run.statements, func(a, b statement) int { return cmp.Compare(a.at, b.at) })
	for i := range run.statements {
		s := &run.statements[i]
		if first, twice := run.byID[s.id]; twice {
			return fmt.Errorf("comments.csv: the lines %d and %d have the same comment-id %s", first.line, s.line, s.id)
		}
		run.byID[s.id] = s
	}
	return nil
}

func (run *polisImport) bad(line int, id, reason string) {
	run.result.Problems = append(run.result.Problems, Problem{Line: line, ID: id, Reason: reason})
}

// parseMarks reads what a row says of a statement, but for its words and when they were said.
func parseMarks(t *Table) (s statement, err error) {
	s.line, s.id, s.author = t.Line, t.Text("comment-id"), t.Text("author-id")
	s.out, s.meta = t.Text("moderated") == "-1", strings.EqualFold(t.Text("is-meta"), "true")
	if s.id == "" || s.author == "" {
		return s, errors.New("the row has no comment-id or no author-id")
	}
	if s.agrees, err = strconv.Atoi(t.Text("agrees")); err != nil {
		return s, errors.New("agrees is not a number")
	}
	return s, nil
}

func parseStatement(ctx context.Context, t *Table) (statement, error) {
	s, err := parseMarks(t)
	if err != nil {
		return s, err
	}
	at, err := polisTime(t.Text("timestamp"))
	if err != nil {
		return s, err
	}
	s.at = clock.Instant(at)
	s.body, err = discussion.Render(ctx, t.Text("comment-body"))
	var invalid db.Invalid
	if errors.As(err, &invalid) {
		err = errors.New("comment-body: " + invalid["body"].String())
	}
	return s, err
}

// polisTime reads a timestamp in milliseconds; a raw exporter writes seconds.
func polisTime(cell string) (int64, error) {
	at, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || at <= 0 {
		return 0, fmt.Errorf("%q is not a timestamp", prose.Excerpt(cell, 40))
	}
	if at < 100_000_000_000 {
		at *= 1000
	}
	return at, nil
}

func (run *polisImport) readVotes(path string) error {
	t, err := OpenTable(path, "timestamp", "comment-id", "voter-id", "vote")
	if err != nil {
		return err
	}
	defer t.Close()
	for {
		more, problem := t.Next()
		if !more {
			return problem
		}
		run.result.Rows++
		v := vote{statement: t.Text("comment-id"), voter: t.Text("voter-id")}
		if problem == nil {
			v.at, problem = polisTime(t.Text("timestamp"))
		}
		if problem == nil {
			v.value, problem = strconv.Atoi(t.Text("vote"))
		}
		switch {
		case problem != nil:
			run.bad(t.Line, v.statement, "votes.csv: "+problem.Error())
		case v.value < -1 || v.value > 1 || v.voter == "":
			run.bad(t.Line, v.statement, "votes.csv: the vote must be -1, 0 or 1, by somebody")
		case run.byID[v.statement] == nil:
			run.bad(t.Line, v.statement, "votes.csv: there is no such statement")
		default:
			run.votes = append(run.votes, v)
		}
	}
}

// signOfAgree finds out which value means agree. Authors agree with what they wrote themselves; where too few of
// them voted, the counts in comments.csv decide. Published exports use +1, raw ones -1.
func (run *polisImport) signOfAgree() int {
	own, counted := 0, 0
	perStatement := map[string][2]int{}
	for _, v := range run.votes {
		if run.byID[v.statement].author == v.voter {
			own += v.value
		}
		n := perStatement[v.statement]
		switch v.value {
		case 1:
			n[0]++
		case -1:
			n[1]++
		}
		perStatement[v.statement] = n
	}
	for id, n := range perStatement {
		switch agrees := run.byID[id].agrees; {
		case agrees == n[0] && agrees != n[1]:
			counted++
		case agrees == n[1] && agrees != n[0]:
			counted--
		}
	}
	if own < -2 || (own <= 2 && counted < 0) {
		return -1
	}
	return 1
}

// latestVotes keeps each person's newest vote on each statement, in a fixed order.
func latestVotes(votes []vote) []vote {
	type pair struct{ statement, voter string }
	latest := map[pair]int{}
	for i, v := range votes {
		k := pair{v.statement, v.voter}
		if before, there := latest[k]; !there || votes[before].at <= v.at {
			latest[k] = i
		}
	}
	places := make([]int, 0, len(latest))
	for _, i := range latest {
		places = append(places, i)
	}
	slices.Sort(places)
	kept := make([]vote, len(places))
	for n, i := range places {
		kept[n] = votes[i]
	}
	return kept
}

func (run *polisImport) person(tx *db.Tx, id string) (int64, error) {
	return recorded(tx, "polis:"+run.group+":"+id, "Participant "+id, "", "")
}

func (run *polisImport) storeStatements(ctx context.Context, batch []statement) error {
	var added, already int
	err := run.db.Write(ctx, func(tx *db.Tx) error {
		added, already = 0, 0
		for i := range batch {
			s := run.byID[batch[i].id]
			key := "polis:" + run.group + ":" + s.id
			id, err := db.Value[int64](ctx, tx, "SELECT id FROM contributions WHERE import_key = ?", key)
			if err == nil {
				s.contribution = id
				already++
				continue
			}
			if !errors.Is(err, db.ErrNotFound) {
				return err
			}
			if err := run.addStatement(tx, s, key); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	run.result.Added += added
	run.result.Already += already
	return err
}

func (run *polisImport) addStatement(tx *db.Tx, s *statement, key string) error {
	author, err := run.person(tx, s.author)
	if err != nil {
		return err
	}
	n := discussion.New{
		ThreadID: run.thread, Kind: discussion.Comment, AuthorID: author, Channel: discussion.Import, Body: s.body,
		State: discussion.Published, CreatedAt: s.at, ImportKey: key,
	}
	if s.out {
		n.State, n.Reason = discussion.Hidden, ReasonModeratedOut
	}
	added, err := discussion.Add(tx, n)
	s.contribution = added.ID
	return err
}

// storeVoters finds or makes the people who voted.
func (run *polisImport) storeVoters(ctx context.Context, votes []vote) error {
	return run.db.Write(ctx, func(tx *db.Tx) error {
		run.voters = map[string]int64{}
		for _, v := range votes {
			if _, done := run.voters[v.voter]; done {
				continue
			}
			id, err := run.person(tx, v.voter)
			if err != nil {
				return err
			}
			run.voters[v.voter] = id
		}
		return nil
	})
}

// storeVotes adds a batch of positions; what was changed on the site since an earlier run is not undone.
func (run *polisImport) storeVotes(ctx context.Context, batch []vote) error {
	stands := make([]discussion.Stand, len(batch))
	for i, v := range batch {
		stands[i] = discussion.Stand{Person: run.voters[v.voter], Contribution: run.byID[v.statement].contribution, Position: discussion.Pass}
		switch v.value {
		case run.agree:
			stands[i].Position = discussion.Agree
		case -run.agree:
			stands[i].Position = discussion.Disagree
		}
	}
	var added int
	err := run.db.Write(ctx, func(tx *db.Tx) (err error) {
		added, err = discussion.AddPositions(tx, stands)
		return err
	})
	run.result.Added += added
	run.result.Already += len(batch) - added
	return err
}
