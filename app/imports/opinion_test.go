package imports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"folkmoot/models/insight/opinion"
)

// opinionFolder writes the files of a conversation; an empty text writes none.
func opinionFolder(t testing.TB, comments, votes, matrix string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"comments.csv": comments, "votes.csv": votes, "participants-votes.csv": matrix} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const (
	someStatements = "comment-id,author-id,agrees,moderated,is-meta,comment-body\n1,1,1,1,false,One\n2,1,0,-1,false,Two\n3,2,0,0,true,\"Three\nlines\"\n"
	someVotes      = "timestamp,comment-id,voter-id,vote\n100,1,1,1\n110,2,1,-1\n120,1,2,0\n"
	someMatrix     = "participant,xid,group-id,n-votes,1,2,3\n1,a,0,2,1,-1,\n2,b,,1,0,,\n"
)

func TestReadOpinions(t *testing.T) {
	for name, folder := range map[string]string{
		"votes": opinionFolder(t, someStatements, someVotes, ""), "both": opinionFolder(t, someStatements, someVotes, "rubbish"),
		"matrix": opinionFolder(t, someStatements, "", someMatrix),
	} {
		o, err := ReadOpinions(folder)
		if err != nil || len(o.Problems) > 0 || len(o.Votes) != 3 || len(o.Statements) != 3 {
			t.Fatalf("%s: %+v %v", name, o, err)
		}
		if o.Statements[1] != (opinion.Statement{ID: 2, Out: true}) || o.Statements[2] != (opinion.Statement{ID: 3, Meta: true}) {
			t.Errorf("%s: %+v", name, o.Statements)
		}
		sum := 0
		for _, v := range o.Votes {
			sum += int(v.Person) * (int(v.Statement)*10 + int(v.Value))
		}
		if want := 11 + 19 + 2*10; sum != want {
			t.Errorf("%s: %+v", name, o.Votes)
		}
	}
}

func TestReadOpinionsTellsWhatIsWrong(t *testing.T) {
	for _, want := range []struct {
		name, comments, votes, matrix string
		problems                      int
		says                          string
	}{
		{"no statements", "", someVotes, "", 0, "comments.csv"},
		{"no votes", someStatements, "", "", 0, "participants-votes.csv"},
		{"twice", someStatements + "1,1,1,1,false,Again\n", someVotes, "", 0, "same comment-id"},
		{"a name for a number", someStatements, someVotes + "130,1,Ann,1\n", "", 0, "whole number"},
		{"a statement that is not there", someStatements, someVotes + "130,9,3,1\n", "", 1, ""},
		{"a vote of two", someStatements, someVotes + "130,1,3,2\n", "", 1, ""},
		{"no time", someStatements, someVotes + ",1,3,1\n", "", 1, ""},
		{"a row too short", someStatements, "", someMatrix + "3,c\n", 1, ""},
		{"a matrix of words", someStatements, "", someMatrix + "3,c,,1,yes,,\n", 1, ""},
		{"a statement without a number", someStatements + "x,1,1,1,false,X\n", someVotes, "", 1, ""},
	} {
		o, err := ReadOpinions(opinionFolder(t, want.comments, want.votes, want.matrix))
		if (err != nil) != (want.says != "") || err != nil && !strings.Contains(err.Error(), want.says) || err == nil && len(o.Problems) != want.problems {
			t.Errorf("%s: %v %+v", want.name, err, o.Problems)
		}
	}
}

func TestReadGroups(t *testing.T) {
	for text, want := range map[string]int{"participant,group\n1,0\n2,\n3,1\n": 2, someMatrix: 1, "participant\n1\n": -1, "participant,group\nAnn,1\n": -1, "participant,group\n1,left\n": -1, "": -1} {
		path := filepath.Join(t.TempDir(), "groups.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		groups, err := ReadGroups(path)
		if (err != nil) != (want < 0) || err == nil && len(groups) != want {
			t.Errorf("%q: %v %v", text, groups, err)
		}
	}
}

// Whatever is in the files, they are read or refused, and what was read can be analysed.
func FuzzReadOpinions(f *testing.F) {
	f.Add(someStatements, someVotes, "")
	f.Add(someStatements, "", someMatrix)
	f.Add("comment-id,author-id,agrees,moderated\n9223372036854775807,1,1,1\n-5,1,1,-1\n", "timestamp,comment-id,voter-id,vote\n1,-5,-9223372036854775808,1\n1,9223372036854775807,2,-1\n", "")
	f.Add("\xef\xbb\xbfcomment-id,author-id,agrees,moderated\n\"1,1,1,1\n", "timestamp,timestamp\n", "participant,participant\n")
	f.Fuzz(func(t *testing.T, comments, votes, matrix string) {
		o, err := ReadOpinions(opinionFolder(t, comments, votes, matrix))
		if err != nil {
			return
		}
		for _, method := range []opinion.Method{opinion.Folkmoot, opinion.Polis} {
			if r := opinion.Analyse(o.Votes, o.Statements, opinion.Options{Method: method}); len(r.Details) != len(o.Statements) {
				t.Errorf("%d statements of %d", len(r.Details), len(o.Statements))
			}
		}
	})
}
