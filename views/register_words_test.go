package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
)

// completed gives what may follow the dot of an act whose name is put together when it is done.
var completed = map[string][]string{
	"moderation.": {"publish", "keep", "cover", "ask", "hide", "restore"},
	"prompt.":     {"new", "made", "joined", "aside"},
	"theme.":      {"create", "change", "merge", "split", "retire", "restore"},
	"appeal.":     {"upheld", "partly", "refused"},
	"defamation.": {"file", "contact", "send-back", "reply", "remove", "keep", "withdraw"},
	"privacy.":    {"ask", "take", "acknowledge", "extend", "decide"},
	"people.":     {"warn", "silence", "suspend", "ban"},
}

// noActs are texts that look like acts and are none.
var noActs = map[string]bool{"decisions.json": true, "fates.json": true, "ledger.json": true, "register.json": true, "s.words": true}

var anAct = regexp.MustCompile(`^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$`)

// TestEveryActHasWords reads the whole program: whatever names an act in a file that writes to the register must be said
// in plain words.
func TestEveryActHasWords(t *testing.T) {
	found := map[string]bool{}
	for _, folder := range []string{"models", "app"} {
		for _, text := range textsBesideTheRegister(t, filepath.Join(fixtures.Root(), folder)) {
			switch {
			case noActs[text]:
			case anAct.MatchString(text):
				found[text] = true
			case strings.HasSuffix(text, ".") && anAct.MatchString(text+"x") && strings.Count(text, ".") == 1:
				if completed[text] == nil {
					t.Errorf("acts that begin with %q are put together somewhere; say in this test how they go on", text)
				}
				for _, end := range completed[text] {
					found[text+end] = true
				}
			}
		}
	}
	if len(found) < 80 {
		t.Fatalf("only %d acts were found: the search is broken", len(found))
	}
	families := map[string]bool{}
	for _, f := range registerFamilies {
		families[f.key] = true
	}
	for act := range found {
		if registerWords[act] == "" {
			t.Errorf("the act %q has no words in registerWords", act)
		}
		if family, _, _ := strings.Cut(act, "."); !families[family] {
			t.Errorf("the act %q is of a kind that registerFamilies does not name", act)
		}
	}
}

// textsBesideTheRegister gives every text in files that use the register.
func textsBesideTheRegister(t *testing.T, root string) (texts []string) {
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil || !imports(file, "folkmoot/models/audit") && file.Name.Name != "audit" || !writesEntries(file) {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil {
					texts = append(texts, text)
				}
			}
			_, in := n.(*ast.ImportSpec)
			return !in
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func imports(file *ast.File, path string) bool {
	for _, i := range file.Imports {
		if i.Path.Value == strconv.Quote(path) {
			return true
		}
	}
	return false
}

// writesEntries tells whether a file makes entries of the register.
func writesEntries(file *ast.File) (writes bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		if made, ok := n.(*ast.CompositeLit); ok {
			switch name := made.Type.(type) {
			case *ast.SelectorExpr:
				writes = writes || name.Sel.Name == "Entry"
			case *ast.Ident:
				writes = writes || name.Name == "Entry"
			}
		}
		return !writes
	})
	return writes
}
