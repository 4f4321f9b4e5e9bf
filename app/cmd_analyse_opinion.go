package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"time"

	"folkmoot/app/imports"
	"folkmoot/models/insight/opinion"
)

var analyseOpinionCommand = &command{
	name:    "analyse opinion",
	summary: "Find who sees things alike in a Polis conversation",
	about: `
It reads the folder of a Polis export: comments.csv, and votes.csv or participants-votes.csv. It writes
JSON: the groups of people who see things alike, and for every statement how each group stands.
  --method folkmoot  (the default) groups that hold still when a few votes change, and none where
                     people differ only by chance; groups of fewer than five are not shown
  --method polis     the groups that Polis finds in the order in which people first voted
  --groups FILE.csv  takes the groups from a file with the columns participant and group
For each statement: consensus, the product over groups of the smoothed share that agrees; shared, the
geometric mean of the same; divisive, the widest gap between two groups beyond chance; and priority,
its weight when choosing what to ask next. k is 0 where there are no distinct groups, and why says why.
The same votes give the same answer, but for elapsed_ms, in whatever order the rows come.`,
	examples: []string{"folkmoot analyse opinion --polis export/ --out opinion.json"},
	prepare: func(flags *flag.FlagSet) action {
		folder := flags.String("polis", "", "`FOLDER` of the Polis export")
		method := flags.String("method", string(opinion.Folkmoot), "`METHOD` of finding groups: folkmoot or polis")
		groups := flags.String("groups", "", "`FILE` with groups to use instead of finding them")
		out := flags.String("out", "", "`FILE` for the answer")
		return func(_ context.Context, c *call) error {
			switch {
			case *folder == "":
				return wrongUsage("--polis is missing: say which folder holds the conversation")
			case *out == "":
				return wrongUsage("--out is missing: say which file to write")
			case *method != string(opinion.Folkmoot) && *method != string(opinion.Polis):
				return wrongUsage("--method cannot be %q; it is folkmoot or polis", *method)
			}
			read := []string{*groups}
			for _, name := range imports.OpinionFiles {
				read = append(read, filepath.Join(*folder, name))
			}
			if err := keepsWhatItReads(*out, read...); err != nil {
				return err
			}
			return analyseOpinion(c, *folder, *out, *groups, opinion.Options{Method: opinion.Method(*method)})
		}
	},
}

func analyseOpinion(c *call, folder, out, groups string, options opinion.Options) error {
	read, err := imports.ReadOpinions(folder)
	if err != nil {
		return err
	}
	if groups != "" {
		if options.Groups, err = imports.ReadGroups(groups); err != nil {
			return err
		}
	}
	if n := len(read.Problems); n > 0 {
		p := read.Problems[0]
		fmt.Fprintf(c.stderr, "%s: line %d: %s\n", plural(n, "1 row could not be taken", "%d rows could not be taken, first"), p.Line, p.Reason)
	}
	from := time.Now()
	result := opinion.Analyse(read.Votes, read.Statements, options)
	answer := opinionAnswer(result)
	answer.Elapsed = math.Round(float64(time.Since(from).Microseconds())) / 1000
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		return err
	}
	return writeFile(out, func(to io.Writer) error {
		_, err := to.Write(text.Bytes())
		return err
	})
}

// opinionFile is the answer as it is written.
type opinionFile struct {
	Method         string                   `json:"method"`
	Participants   int                      `json:"participants"`
	Statements     int                      `json:"statements"`
	K              int                      `json:"k"`
	Groups         map[string]int           `json:"groups"`
	Details        []opinionDetail          `json:"statements_detail"`
	Representative map[string][]opinionTell `json:"representative"`
	Majority       opinionMajority          `json:"majority"`
	Why            opinion.Reason           `json:"why"`
	Counted        int                      `json:"counted"`
	Apart          float64                  `json:"apart"`
	Unsure         []int64                  `json:"unsure"`
	Elapsed        float64                  `json:"elapsed_ms"`
}

type opinionDetail struct {
	ID        int64          `json:"id"`
	Consensus float64        `json:"consensus"`
	Groups    []opinionTally `json:"groups"`
	Shared    float64        `json:"shared"`
	Divisive  float64        `json:"divisive"`
	Priority  float64        `json:"priority"`
	Agree     int            `json:"agree"`
	Disagree  int            `json:"disagree"`
	Pass      int            `json:"pass"`
	Out       bool           `json:"moderated_out"`
	Meta      bool           `json:"meta"`
}

type opinionTally struct {
	Group    int `json:"group"`
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Seen     int `json:"seen"`
}

type opinionTell struct {
	ID        int64   `json:"id"`
	Direction string  `json:"direction"`
	Repness   float64 `json:"repness"`
	RepTest   float64 `json:"repness_test"`
	Share     float64 `json:"p_success"`
	Test      float64 `json:"p_test"`
	Count     int     `json:"n_success"`
	Seen      int     `json:"n_trials"`
	Best      bool    `json:"best_agree"`
}

type opinionMajority struct {
	Agree    []int64 `json:"agree"`
	Disagree []int64 `json:"disagree"`
}

// opinionAnswer puts a result into the form of the file. Groups go by their labels.
func opinionAnswer(r opinion.Result) *opinionFile {
	f := &opinionFile{
		Method: string(r.Method), Participants: r.Participants, Statements: r.Statements, K: r.K,
		Groups: map[string]int{}, Details: make([]opinionDetail, len(r.Details)), Representative: map[string][]opinionTell{},
		Majority: opinionMajority{r.MajorityAgree, r.MajorityDisagree},
		Why:      r.Why, Counted: r.Counted, Apart: r.Apart, Unsure: r.Unsure,
	}
	for _, p := range r.People {
		if p.Group >= 0 {
			f.Groups[strconv.FormatInt(p.ID, 10)] = r.Groups[p.Group].Label
		}
	}
	for i, d := range r.Details {
		f.Details[i] = opinionDetail{
			ID: d.ID, Consensus: d.Consensus, Groups: make([]opinionTally, len(d.Groups)), Shared: d.Shared, Divisive: d.Divisive,
			Priority: d.Priority, Agree: d.Agree, Disagree: d.Disagree, Pass: d.Pass, Out: d.Out, Meta: d.Meta,
		}
		for g, t := range d.Groups {
			f.Details[i].Groups[g] = opinionTally{r.Groups[g].Label, t.Agree, t.Disagree, t.Seen}
		}
	}
	for g, list := range r.Representative {
		tells := make([]opinionTell, len(list))
		for i, t := range list {
			tells[i] = opinionTell{t.ID, "disagree", t.Repness, t.RepTest, t.Share, t.Test, t.Count, t.Seen, t.Best}
			if t.Agree {
				tells[i].Direction = "agree"
			}
		}
		f.Representative[strconv.Itoa(r.Groups[g].Label)] = tells
	}
	return f
}
