package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
)

// floors are the storeys of the house. A package may import from its own floor and from those
// with a higher number, never from a lower one.
var floors = map[string]int{"app": 0, "handlers": 1, "views": 2, "models": 3}

// leaves may be imported by every package, and import nothing of the house but each other.
var leaves = map[string]bool{"public": true, "models/clock": true, "models/say": true, "models/prose": true, "models/prose/words": true, "models/prose/alike": true}

// forTests serve tests; nothing that is shipped may import them.
var forTests = map[string]bool{"models/fixtures": true, "models/db/dbtest": true}

// breach says in which way an import breaks the law, or nothing.
func breach(importer, imported string, rooms map[string]int) string {
	from, to := floorOf(importer), floorOf(imported)
	switch {
	case forTests[imported] && !forTests[importer]:
		return "it is for tests only"
	case imported == "app" || importer != "app" && under(imported, "app") && !under(importer, "app"):
		return "nothing imports the front door"
	case leaves[imported] || forTests[importer]:
		return ""
	case leaves[importer]:
		return "a leaf imports nothing of the house"
	case from > to:
		return top(importer) + " must not know " + top(imported)
	case from < floors["models"] || to < floors["models"]:
		return ""
	}
	mine, ok := rooms[roomOf(importer)]
	if !ok {
		return "the room " + roomOf(importer) + " is not in the list of models/doc.go"
	}
	theirs, ok := rooms[roomOf(imported)]
	if !ok {
		return "the room " + roomOf(imported) + " is not in the list of models/doc.go"
	}
	if theirs > mine {
		return "the room " + roomOf(imported) + " stands below it in the list of models/doc.go"
	}
	return ""
}

func under(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }

// top gives the top folder of a package.
func top(pkg string) string {
	folder, _, _ := strings.Cut(pkg, "/")
	return folder
}

func floorOf(pkg string) int { return floors[top(pkg)] }

// roomOf gives the room of a package below models: "db" for models/db/dbtest.
func roomOf(pkg string) string {
	room, _, _ := strings.Cut(strings.TrimPrefix(pkg, "models/"), "/")
	return room
}

// roomOrder reads the list of rooms in models/doc.go.
func roomOrder(t *testing.T) map[string]int {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(fixtures.Root(), "models", "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string]int{}
	for i, line := range regexp.MustCompile(`(?m)^//\t([a-z]+) `).FindAllStringSubmatch(string(doc), -1) {
		rooms[line[1]] = i
	}
	if len(rooms) < 5 {
		t.Fatalf("found only %d rooms in models/doc.go", len(rooms))
	}
	return rooms
}

func TestImportLaw(t *testing.T) {
	list := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	list.Dir = fixtures.Root()
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	rooms := roomOrder(t)
	checked := 0
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		packages := strings.Fields(line)
		importer := strings.TrimPrefix(packages[0], "folkmoot/")
		for _, pkg := range packages[1:] {
			imported, ours := strings.CutPrefix(pkg, "folkmoot/")
			if !ours {
				continue
			}
			checked++
			if why := breach(importer, imported, rooms); why != "" {
				t.Errorf("%s imports %s: %s", importer, imported, why)
			}
		}
	}
	if checked == 0 {
		t.Error("no import was checked")
	}
}

// The law itself is tested, or it might let everything pass.
func TestImportLawFindsBreaches(t *testing.T) {
	rooms := map[string]int{"clock": 0, "prose": 1, "db": 2, "people": 3, "groups": 4}
	allowed := [][2]string{
		{"app", "handlers"},
		{"app/jobs", "app/mail"},
		{"app/jobs", "models/groups"},
		{"handlers", "views"},
		{"handlers/forms", "models/prose"},
		{"views", "public"},
		{"views", "models/groups"},
		{"models/groups", "models/people"},
		{"models/groups", "models/db"},
		{"models/db/dbtest", "models/fixtures"},
		{"views/charts", "models/clock"},
	}
	for _, pair := range allowed {
		if why := breach(pair[0], pair[1], rooms); why != "" {
			t.Errorf("%v is refused: %s", pair, why)
		}
	}
	refused := [][2]string{
		{"handlers", "app/mail"},
		{"app/jobs", "app"},
		{"views", "handlers"},
		{"models/groups", "views"},
		{"models/people", "handlers"},
		{"models/people", "models/groups"},
		{"models/db", "models/people"},
		{"models/clock", "models/db"},
		{"public", "views"},
		{"models/groups", "models/unlisted"},
		{"models/unlisted", "models/db"},
		{"handlers", "models/fixtures"},
	}
	for _, pair := range refused {
		if breach(pair[0], pair[1], rooms) == "" {
			t.Errorf("%v is allowed", pair)
		}
	}
}
