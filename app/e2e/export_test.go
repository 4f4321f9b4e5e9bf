package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// What the export may say and what it may not.
const (
	openWords   = "marmaladeharbour"
	secretTitle = "kestrelmoth about us"
	canary      = "kestrelmoth"
)

// plantSecrets makes a public and a private group, each with a discussion in which something stands in every state,
// and a public discussion whose opening post, and so whose title, was hidden.
func (p *place) plantSecrets() {
	p.t.Helper()
	p.must("migrate")
	d := p.open()
	defer d.Close()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		person, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ann Example', 1, 1)")
		if err != nil {
			return err
		}
		for _, access := range []string{"open", "private"} {
			group, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, 'G', ?, 1, 1)", access, access)
			if err != nil {
				return err
			}
			n := discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Private: access == "private", Slug: "a", Title: "In the " + openWords}
			if n.Private {
				n.Title = secretTitle
			}
			thread, err := discussion.AddThread(tx, n)
			if err != nil {
				return err
			}
			for _, state := range []discussion.State{discussion.Published, discussion.Held, discussion.Asked, discussion.Hidden, discussion.Deleted} {
				words := canary + " " + string(state)
				if state == discussion.Published && !n.Private {
					words = openWords
				}
				if err := say(tx, discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: person, State: state, Body: discussion.Body{Source: words}}); err != nil {
					return err
				}
			}
		}
		thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: 1, Slug: "b", Title: secretTitle})
		if err != nil {
			return err
		}
		opening, err := discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Opening, AuthorID: person, State: discussion.Published, Body: discussion.Body{Source: canary},
		})
		if err != nil {
			return err
		}
		if err := say(tx, discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: person, State: discussion.Published, Body: discussion.Body{Source: openWords}}); err != nil {
			return err
		}
		_, err = discussion.SetState(tx, opening.ID, discussion.Hidden, "unkind")
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func say(tx *db.Tx, n discussion.New) error {
	_, err := discussion.Add(tx, n)
	return err
}

// What not everybody may see is in no export, of either form, unless it is asked for.
func TestTheExportHoldsNothingHidden(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.plantSecrets()
		for _, format := range []string{"csv", "json"} {
			printed := p.must("export", "contributions", "--format", format)
			file := filepath.Join(p.folder, "said."+format)
			p.must("export", "contributions", "--format", format, file)
			written, err := os.ReadFile(file)
			if err != nil || string(written) != printed {
				t.Errorf("%s: the file is not what is printed, %v", format, err)
			}
			if n := strings.Count(printed, openWords); n != 3 { // two contributions and one title
				t.Errorf("%s: %d of 3 public words are there:\n%s", format, n, printed)
			}
			if strings.Contains(printed, canary) {
				t.Errorf("%s: the export holds what not everybody may see:\n%s", format, printed)
			}
			// The canary stands where it is asked for, or the check above could not fail.
			all := p.must("export", "contributions", "--format", format, "--all")
			for _, state := range []string{"published", "held", "asked", "hidden", "deleted"} {
				if !strings.Contains(all, canary+" "+state) {
					t.Errorf("%s: with --all, what is %s is not there:\n%s", format, state, all)
				}
			}
		}
	})
}
