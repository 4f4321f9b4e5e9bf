package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"folkmoot/app/imports"
	"folkmoot/models/insight/emerge"
)

// maxAnswers bounds how many themes times weeks are written.
const maxAnswers = 5_000_000

var analyseEmergingCommand = &command{
	name:    "analyse emerging",
	summary: "Find which themes are raised more than usual, week by week",
	about: `
It reads a CSV file with the columns created_at, author and themes (separated by ";"); others may be
there, such as who and place, and change nothing. created_at is a day, 2026-11-21 or 21/11/2026, or
a moment, 2026-11-21T14:30:00Z, whose day counts as it is written. Rows whose created_at is neither are left out; how many, and which first, is said on
standard error. Comments without an author count as one person's.

It writes a JSON list with an answer for every theme in every week, in order of weeks, then of names:
[{"theme":…,"week":"2026-11-16","count":N,"people":N,"expected":X,"p":X,"alert":true|false}].
  week      the Monday on which it begins
  count     comments on the theme in that week
  people    how many different people wrote them
  expected  comments to be expected from the theme's own 16 weeks before, in a week as busy as this one
  p         the probability of as many comments or more if nothing had changed; 1 in the first weeks,
            while less than three weeks with comments came before
  alert     p is at most ` + strconv.FormatFloat(emerge.Level, 'f', -1, 64) + ` and at least ` + strconv.Itoa(emerge.People) + ` different people wrote
How busy a week is is told by the comments that are not on the theme. Nothing that was written after a
week, or after --as-of, has an influence on it. Without --as-of the last week counts as a whole one;
with it, it is held against what usually comes in by that day of the week.`,
	examples: []string{
		"folkmoot analyse emerging --in comments.csv --out emerging.json",
		"folkmoot analyse emerging --in comments.csv --as-of 2026-11-19 --out emerging.json",
	},
	prepare: func(flags *flag.FlagSet) action {
		in := flags.String("in", "", "`FILE.csv` with the comments")
		asOf := flags.String("as-of", "", "`DAY`, as YYYY-MM-DD, after which nothing counts (default: the end of the last week)")
		out := flags.String("out", "", "`FILE.json` for the answers")
		return func(ctx context.Context, c *call) error {
			switch {
			case *in == "":
				return wrongUsage("--in is missing: say which file holds the comments")
			case *out == "":
				return wrongUsage("--out is missing: say which file the answers go to")
			}
			last := noDay
			if *asOf != "" {
				day, err := time.Parse(time.DateOnly, *asOf)
				if err != nil {
					return wrongUsage("--as-of cannot be %q; write the day like this: 2026-11-21", *asOf)
				}
				last = daysSince(day)
			}
			if err := keepsWhatItReads(*out, *in); err != nil {
				return err
			}
			return analyseEmerging(ctx, c, *in, last, *out)
		}
	},
}

// noDay stands for no --as-of.
const noDay = int(^uint(0) >> 1)

// emerging is one answer.
type emerging struct {
	Theme    string  `json:"theme"`
	Week     string  `json:"week"`
	Count    int     `json:"count"`
	People   int     `json:"people"`
	Expected digits4 `json:"expected"`
	P        digits6 `json:"p"`
	Alert    bool    `json:"alert"`
}

// digits4 is written with four digits after the point, and digits6 with six that count, so that the last bits of a
// sum, in which processors differ, show nowhere.
type (
	digits4 float64
	digits6 float64
)

func (d digits4) MarshalJSON() ([]byte, error) {
	return json.RawMessage(strconv.FormatFloat(float64(d), 'f', 4, 64)), nil
}

func (d digits6) MarshalJSON() ([]byte, error) {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(float64(d), 'e', 5, 64), 64)
	if err != nil {
		return nil, err
	}
	return json.Marshal(rounded)
}

func analyseEmerging(ctx context.Context, c *call, in string, last int, out string) error {
	comments, err := readDated(ctx, in, last)
	if err != nil {
		return err
	}
	if comments.broken > 0 && comments.taken == 0 {
		return fmt.Errorf("%s, line %d: %s, and no other row could be taken", in, comments.brokenAt, comments.reason)
	}
	if comments.broken > 0 {
		fmt.Fprintf(c.stderr, "%s: %s, first on line %d: %s\n", in,
			plural(comments.broken, "1 row was left out", "%d rows were left out"), comments.brokenAt, comments.reason)
	}
	answers, err := comments.emerging(last)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return writeFile(out, func(to io.Writer) error { return writeList(to, answers) })
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// dated are the comments of a file, with the day of each.
type dated struct {
	said     []emerge.Said
	themes   []string // in order of name
	taken    int      // rows that could be read, whatever their day
	broken   int      // rows that were left out
	brokenAt int      // line of the first
	reason   string
}

// emerging makes the answers.
func (d dated) emerging(last int) ([]emerging, error) {
	if len(d.said) == 0 {
		return nil, nil
	}
	first, end := d.said[0].Day, d.said[0].Day
	for _, s := range d.said {
		first, end = min(first, s.Day), max(end, s.Day)
	}
	if last == noDay {
		last = end + (7-(end+4)%7)%7 // its Sunday
	}
	if weeks := (last-first)/7 + 2; weeks > maxAnswers/max(1, len(d.themes)) {
		return nil, fmt.Errorf("its comments reach over %d weeks and %d themes, which is too much; the first is of %s", weeks, len(d.themes), dayName(first))
	}
	heard := emerge.Hear(d.said, len(d.themes), last)
	answers := make([]emerging, 0, len(heard.Said)*len(d.themes))
	for week, looks := range heard.Outlooks(0) {
		for theme, look := range looks {
			people := heard.People[theme][week]
			answers = append(answers, emerging{
				Theme: d.themes[theme], Week: dayName(heard.Monday + 7*week), Count: look.Count, People: people,
				Expected: digits4(look.Mean), P: digits6(look.P), Alert: look.Marked(people),
			})
		}
	}
	return answers, nil
}

func daysSince(day time.Time) int {
	y, m, d := day.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func dayName(day int) string {
	return time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.DateOnly)
}

// readDated reads the comments of a file up to a day.
func readDated(ctx context.Context, name string, last int) (dated, error) {
	var d dated
	numbers := numbering{people: map[string]int{}, themes: map[string]int{}}
	err := eachRow(ctx, name, []string{"created_at", "author", "themes"}, func(t *imports.Table) error {
		day, err := readDay(t.Text("created_at"))
		if err != nil {
			return err
		}
		d.taken++
		if day <= last {
			d.said = append(d.said, numbers.said(day, t.Text("author"), t.Text("themes")))
		}
		return nil
	}, d.leaveOut)
	d.themes = numbers.inOrder(d.said)
	return d, err
}

func (d *dated) leaveOut(line int, why error) {
	if d.broken == 0 {
		d.brokenAt, d.reason = line, why.Error()
	}
	d.broken++
}

// readDay reads a day as the import of comments does; one with an hour counts as it is written.
func readDay(cell string) (int, error) {
	at, err := imports.Moment(cell, time.UTC)
	if err == nil && at.Year() < 1000 {
		err = fmt.Errorf("the year of %q cannot be right", strings.TrimSpace(cell))
	}
	return daysSince(at), err
}

// numbering gives people and themes numbers in the order in which they come up.
type numbering struct{ people, themes map[string]int }

func numbered(numbers map[string]int, name string) int {
	n, known := numbers[name]
	if !known {
		n = len(numbers)
		numbers[strings.Clone(name)] = n
	}
	return n
}

func (n numbering) said(day int, author, themes string) emerge.Said {
	s := emerge.Said{Day: day, Person: numbered(n.people, strings.TrimSpace(author))}
	for theme := range strings.SplitSeq(themes, ";") {
		if theme = strings.TrimSpace(theme); theme == "" {
			continue
		}
		if number := numbered(n.themes, theme); !slices.Contains(s.In, number) {
			s.In = append(s.In, number)
		}
	}
	return s
}

// inOrder numbers the themes again in order of name, and gives their names.
func (n numbering) inOrder(said []emerge.Said) []string {
	names := slices.Sorted(maps.Keys(n.themes))
	place := make([]int, len(names))
	for i, name := range names {
		place[n.themes[name]] = i
	}
	for _, s := range said {
		for i, theme := range s.In {
			s.In[i] = place[theme]
		}
		slices.Sort(s.In)
	}
	return names
}
