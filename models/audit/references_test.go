package audit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// facts lists what may stand in an entry's details under a literal key: numbers of rows, words of a closed list, counts,
// times, digests and keys of the place's own settings. No names, addresses or sentences: those stand in the rows that
// the numbers point at, from where they can be taken out.
var facts = map[string]string{
	"again":             "yes or no",
	"asked":             "yes or no",
	"file":              "numbers of rows",
	"files":             "numbers of rows",
	"languages":         "tags of languages",
	"mark":              "numbers of rows",
	"own":               "yes or no",
	"policy":            "a word of a closed list",
	"batch":             "numbers of rows",
	"block":             "numbers of rows",
	"chapter":           "numbers of rows",
	"commitment":        "numbers of rows",
	"concern":           "numbers of rows",
	"contribution":      "numbers of rows",
	"decided":           "numbers of rows",
	"decision":          "numbers of rows",
	"double_coding":     "numbers of rows",
	"group":             "numbers of rows",
	"into":              "numbers of rows",
	"new_decision":      "numbers of rows",
	"note":              "numbers of rows",
	"of":                "numbers of rows",
	"opinion":           "numbers of rows",
	"other":             "numbers of rows",
	"pin":               "numbers of rows",
	"reader":            "numbers of rows",
	"report":            "numbers of rows",
	"sanction":          "numbers of rows",
	"theme":             "numbers of rows",
	"thread":            "numbers of rows",
	"to_thread":         "numbers of rows",
	"from_thread":       "numbers of rows",
	"change":            "numbers of rows",
	"number":            "numbers of rows",
	"edition":           "numbers of rows",
	"version":           "numbers of rows",
	"revision":          "numbers of rows",
	"codebook":          "numbers of rows",
	"newest":            "numbers of rows",
	"reports":           "numbers of rows",
	"access":            "a word of a closed list",
	"act":               "a word of a closed list",
	"after":             "a word of a closed list",
	"before":            "a word of a closed list",
	"by":                "a word of a closed list",
	"channel":           "a word of a closed list",
	"dimension":         "a word of a closed list",
	"evidence":          "a word of a closed list",
	"fate":              "a word of a closed list",
	"from":              "a word of a closed list",
	"hold":              "a word of a closed list",
	"how":               "a word of a closed list",
	"kind":              "a word of a closed list",
	"outcome":           "a word of a closed list",
	"role":              "a word of a closed list",
	"state":             "a word of a closed list",
	"state_before":      "a word of a closed list",
	"to":                "a word of a closed list",
	"why":               "a word of a closed list",
	"duty":              "a word of a closed list",
	"decided_on":        "a word of a closed list",
	"answers":           "a count",
	"blocks":            "a count",
	"coders":            "a count",
	"comments":          "a count",
	"contributions":     "a count",
	"entries":           "a count",
	"figures":           "a count",
	"guests":            "a count",
	"guests_before":     "a count",
	"last_seq":          "a count",
	"links":             "a count",
	"messages":          "a count",
	"other moderators":  "a count",
	"reasons":           "a count",
	"rows":              "a count",
	"themes":            "a count",
	"wordings":          "a count",
	"days":              "a count",
	"keep_days":         "a count",
	"keep_before":       "a count",
	"slow":              "a count",
	"again_before":      "a count",
	"again_minutes":     "a count",
	"seed":              "a count",
	"places":            "a count",
	"closes":            "a moment or a day",
	"closes_before":     "a moment or a day",
	"decision_at":       "a moment or a day",
	"due":               "a moment or a day",
	"opens":             "a moment or a day",
	"opens_before":      "a moment or a day",
	"published_at":      "a moment or a day",
	"received":          "a moment or a day",
	"review":            "a moment or a day",
	"until":             "a moment or a day",
	"noted":             "a moment or a day",
	"accepted":          "yes or no",
	"agreed":            "yes or no",
	"brought_in":        "yes or no",
	"confirmed":         "yes or no",
	"first":             "yes or no",
	"for_somebody_else": "yes or no",
	"grave":             "yes or no",
	"late":              "yes or no",
	"on":                "yes or no",
	"own_report":        "yes or no",
	"retired":           "yes or no",
	"sealed":            "yes or no",
	"turned_back":       "yes or no",
	"whole":             "yes or no",
	"digest":            "a digest",
	"changed":           "a setting's own keys",
	"warnings":          "a setting's own keys",
	"model":             "a setting's own keys",
}

// literalKeys are the keys of details that the program writes, each with where.
func literalKeys(t *testing.T) (keys map[string]string, reasons map[string]string) {
	t.Helper()
	keys, reasons = map[string]string{}, map[string]string{}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == "node_modules" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				inFunction(f, strings.TrimPrefix(path, "../../"), keys, reasons)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys, reasons
}

// inFunction gathers from one function that makes an entry: literal keys of maps of facts and of what is put into them,
// and the reason where it is not a literal or a constant.
func inFunction(f *ast.FuncDecl, path string, keys, reasons map[string]string) {
	makes := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if ok && selects(lit.Type, "audit", "Entry") {
			makes = true
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && name(kv.Key) == "Reason" {
					reasons[path+" "+f.Name.Name] = path
				}
			}
		}
		return true
	})
	if !makes {
		return
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if m, ok := n.Type.(*ast.MapType); ok && name(m.Key) == "string" && name(m.Value) == "any" {
				for _, e := range n.Elts {
					keep(keys, e.(*ast.KeyValueExpr).Key, path)
				}
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if at, ok := left.(*ast.IndexExpr); ok && name(at.X) == "details" {
					keep(keys, at.Index, path)
				}
			}
		}
		return true
	})
}

func selects(e ast.Expr, pkg, field string) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && name(s.X) == pkg && s.Sel.Name == field
}

func name(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func keep(keys map[string]string, e ast.Expr, path string) {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if key, err := strconv.Unquote(lit.Value); err == nil {
			keys[key] = path
		}
	}
}

// Every key of an entry's details is one that is known to hold no name, address or words of people, and every function
// that gives a reason is known to give a key or words of the place about itself.
func TestEntriesHoldPeopleByReferenceAlone(t *testing.T) {
	keys, reasons := literalKeys(t)
	if len(keys) < 50 || len(reasons) < 10 {
		t.Fatalf("only %d keys and %d reasons were found", len(keys), len(reasons))
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if facts[key] == "" {
			t.Errorf("%s: the detail %q is not known to be free of names and words", keys[key], key)
		}
	}
	for _, place := range slices.Sorted(maps.Keys(reasons)) {
		if given[place] == "" {
			t.Errorf("%s gives a reason that is not known to be a key", place)
		}
	}
}

// given says what the reason of an entry is, by the function that makes it.
var given = map[string]string{
	"models/discussion/account.go register":       "a key, always the same",
	"models/discussion/moveback.go reopen":        "a key, always the same",
	"models/guide/publication.go PublishPrepared": "the note on a version, which everybody reads and which says what changed in the chapter",
	"models/moderation/decide.go decide":          "a reason's key",
	"models/moderation/opinion.go GiveOpinion":    "a reason's key",
	"models/moderation/undo.go back":              "a reason's key",
	"models/moderation/uncover.go UncoverIn":      "a key, always the same",
	"models/people/sanction.go Sanctioned":        "a reason's key",
	"models/people/sanction.go lift":              "a reason's key",
	"models/rules/edit_reason.go putReason":       "the key of the reason that was changed",
	"models/rules/opening.go Pause":               "what everybody is told of why the place is closed; only the newest is kept elsewhere",
	"models/safeguarding/back.go GiveBack":        "a reason's key",
	"models/safeguarding/raise.go PassOn":         "a reason's key",
	"models/safeguarding/read.go Read":            "a purpose of a closed list",
	"models/safeguarding/step.go step":            "a step of a closed list",
	"models/safety/record.go Keep":                "the kind of record",
	"models/sealed/files.go OpenFile":             "a purpose of a closed list",
	"models/sealed/read.go read":                  "a purpose of a closed list",
	"models/snapshots/renew.go renew":             "a sentence of the program, always the same",
	"models/watch/words_store.go save":            "a reason's key",
}
