// Package sources finds every English text of the program that people read: what is to be translated. It reads the
// program's own code, so it is for tests and for those who translate; the program itself does not use it.
package sources

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/rules"
)

// Source is one text, and where it stands in the code.
type Source struct {
	One  string // what is said of a single thing; empty for a text that does not count
	Text string
	At   []string // "views/layout.templ:14"
}

// Found is what there is to translate, in the order of the code.
type Found struct {
	Sources []Source
	Unclear []string // places where what is said is not a constant, so that nobody can know it beforehand
}

// takers are the functions that take a source, by the places of their parameters: one, or one for a single thing and one
// for many.
var takers = map[string][]int{
	"folkmoot/views/locale.T":      {1},
	"folkmoot/views/locale.N":      {2, 3},
	"folkmoot/models/say.F":        {0},
	"folkmoot/models/say.N":        {1, 2},
	"folkmoot/models/db.Wrong":     {1},
	"folkmoot/models/prose.refuse": {1},
	"folkmoot/app/pandoc.refused":  {0},
}

// passers are the functions that give a source on to one of the takers: in them it need not be a constant, since what they
// are given is itself a taker's source or a constant say.Text.
var passers = map[string]bool{
	"folkmoot/models/db.Wrong": true, "folkmoot/models/prose.refuse": true, "folkmoot/app/pandoc.refused": true,
	"folkmoot/models/say": true, "folkmoot/views/locale": true,
	"folkmoot/models/discussion.keepPace": true, "folkmoot/models/insight/grounded.fault": true, "folkmoot/views.hadWords": true,
}

// finder gathers the sources of one program.
type finder struct {
	root  string
	fset  *token.FileSet
	found map[[2]string]*Source
	list  []*Source
	Found
}

// Find reads the code below root, which is the folder of the module.
func Find(root string) (Found, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return Found{}, err
	}
	f := &finder{root: root, fset: token.NewFileSet(), found: map[[2]string]*Source{}}
	packages, err := load(root, f.fset)
	if err != nil {
		return Found{}, err
	}
	for _, p := range packages {
		for _, file := range p.files {
			f.file(p, file)
		}
	}
	for _, words := range rules.Words() {
		f.add("", words, "models/rules/shipped.go")
	}
	for _, s := range f.list {
		s.At = places(root, s)
		f.Sources = append(f.Sources, *s)
	}
	slices.SortStableFunc(f.Sources, func(a, b Source) int {
		fileA, lineA := split(a.At[0])
		fileB, lineB := split(b.At[0])
		return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(lineA, lineB))
	})
	return f.Found, nil
}

// split takes a place apart into its file and its line, 0 for none.
func split(at string) (file string, line int) {
	file, number, _ := strings.Cut(at, ":")
	line, _ = strconv.Atoi(number)
	return file, line
}

func (f *finder) add(one, text, at string) {
	if text == "" || !strings.ContainsFunc(text, isLetter) && one == "" {
		return
	}
	key := [2]string{one, text}
	s := f.found[key]
	if s == nil {
		s = &Source{One: one, Text: text}
		f.found[key] = s
		f.list = append(f.list, s)
	}
	if !slices.Contains(s.At, at) {
		s.At = append(s.At, at)
	}
}

// isLetter tells whether a text with it has something to translate beside its verbs.
func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x7F }

// file looks through one file: for constants that are texts, and for what is handed to those who take sources.
func (f *finder) file(p loaded, file *ast.File) {
	within := ""
	taken := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			within = p.path + "." + n.Name.Name
		case *ast.CallExpr:
			f.call(p, n, within, taken)
		case ast.Expr:
			return f.constant(p, n, taken)
		}
		return true
	})
}

// constant notes a constant that is a text; it tells whether to look at its parts.
func (f *finder) constant(p loaded, e ast.Expr, taken map[ast.Expr]bool) bool {
	t, known := p.info.Types[e]
	if !known || t.Value == nil || t.Value.Kind() != constant.String || taken[e] {
		return !taken[e]
	}
	named, is := t.Type.(*types.Named)
	if !is || named.Obj().Name() != "Text" || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "folkmoot/models/say" || p.path == "folkmoot/models/say" {
		return true
	}
	f.add("", constant.StringVal(t.Value), f.at(e))
	return false
}

// call notes what is handed to a function that takes sources.
func (f *finder) call(p loaded, call *ast.CallExpr, within string, taken map[ast.Expr]bool) {
	name := called(p, call)
	params, takes := takers[name]
	if !takes || len(call.Args) <= params[len(params)-1] {
		return
	}
	var texts []string
	for _, i := range params {
		taken[call.Args[i]] = true
		value := p.info.Types[call.Args[i]].Value
		if value == nil || value.Kind() != constant.String {
			if !passers[within] && !passers[p.path] {
				f.Unclear = append(f.Unclear, f.at(call)+": "+name)
			}
			return
		}
		texts = append(texts, constant.StringVal(value))
	}
	if len(texts) == 2 {
		f.add(texts[0], texts[1], f.at(call))
	} else if strings.ContainsFunc(withoutVerbs(texts[0]), isLetter) || name == "folkmoot/views/locale.T" {
		f.add("", texts[0], f.at(call))
	}
}

// withoutVerbs is a format without what fmt puts values in place of.
func withoutVerbs(format string) string {
	return strings.NewReplacer("%s", "", "%d", "").Replace(format)
}

// called gives the full name of the function that is called; empty where it is none of a package.
func called(p loaded, call *ast.CallExpr) string {
	var id *ast.Ident
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return ""
	}
	fn, is := p.info.Uses[id].(*types.Func)
	if !is || fn.Pkg() == nil || fn.Signature().Recv() != nil {
		return ""
	}
	return fn.Pkg().Path() + "." + fn.Name()
}

func (f *finder) at(n ast.Node) string {
	at := f.fset.Position(n.Pos())
	name, err := filepath.Rel(f.root, at.Filename)
	if err != nil {
		name = at.Filename
	}
	return filepath.ToSlash(name) + ":" + strconv.Itoa(at.Line)
}
