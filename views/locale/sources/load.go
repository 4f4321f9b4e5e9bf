package sources

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// loaded is one package of the program with its types.
type loaded struct {
	path  string
	files []*ast.File
	info  *types.Info
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	DepOnly                 bool
}

// load reads the packages of the module in root, without their tests.
func load(root string, fset *token.FileSet) ([]loaded, error) {
	list, err := packages(root)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range list {
		exports[p.ImportPath] = p.Export
	}
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("package %s was not built", path)
		}
		return os.Open(exports[path])
	})
	var all []loaded
	for _, p := range list {
		if p.DepOnly {
			continue
		}
		one := loaded{path: p.ImportPath, info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			one.files = append(one.files, file)
		}
		if _, err := (&types.Config{Importer: imports}).Check(p.ImportPath, fset, one.files, one.info); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func packages(root string) ([]listed, error) {
	list := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,DepOnly", "./...")
	list.Dir = root
	var complaints bytes.Buffer
	list.Stderr = &complaints
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaints.String())
	}
	var all []listed
	for read := json.NewDecoder(bytes.NewReader(out)); ; {
		var one listed
		switch err := read.Decode(&one); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, one)
	}
}

// places names the lines of templates in place of those of the code that is made from them.
func places(root string, s *Source) []string {
	at := make([]string, 0, len(s.At))
	for _, place := range s.At {
		file, _, _ := strings.Cut(place, ":")
		if template, made := strings.CutSuffix(file, "_templ.go"); made {
			place = template + ".templ:" + strconv.Itoa(lineOf(filepath.Join(root, template+".templ"), s.Text))
		}
		if !slices.Contains(at, place) {
			at = append(at, place)
		}
	}
	return at
}

// lineOf is the number of the first line of a file that holds a text as it is written in code; 1 where none does.
func lineOf(name, text string) int {
	file, err := os.Open(name)
	if err != nil {
		return 1
	}
	defer file.Close()
	quoted := strconv.Quote(text)
	plain := `"` + text + `"`
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.Contains(lines.Text(), quoted) || strings.Contains(lines.Text(), plain) {
			return n
		}
	}
	return 1
}
