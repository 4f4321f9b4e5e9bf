package privacy_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

var ctx = context.Background()

// canary begins every word that must be nowhere once somebody is erased, and stays every word that is kept on purpose.
const (
	canary = "kanarienvogel"
	stays  = "schildkroete"
)

// kept says why something in a row of somebody's stays when they are erased with their words.
var kept = map[string]string{
	"contributions.import_key":   "the row of a list that was read in, so that reading it in again does not bring the words back",
	"decisions.reason":           "what staff decided stays, without a name",
	"decisions.message":          "what staff decided stays, without a name",
	"second_opinions.question":   "what staff asked about somebody else's words stays, without a name",
	"second_opinions.words":      "what staff answered about somebody else's words stays, without a name",
	"second_opinions.act":        "what staff decided stays, without a name",
	"second_opinions.reason":     "what staff decided stays, without a name",
	"decisions.author_id":        "a number",
	"files.name":                 "letters at random, the name of what is stored",
	"notices.kind":               "",
	"reports.reason":             "why, by its key",
	"sanctions.reason":           "why, by its key",
	"contributions.state_reason": "why, by its key",
}

// column is a column of a table as SQLite tells of it; both engines have the same.
type column struct {
	name, kind string
	must       bool // NOT NULL
	key        bool // of the primary key
	plain      bool // has a default
	parent, to string
	choices    []string // of its CHECK
}

// schema reads every table of a SQLite database.
func schema(t *testing.T, d *db.DB) map[string][]column {
	t.Helper()
	tables := map[string][]column{}
	made := map[string]string{}
	must(t, db.Each(ctx, d, func(r db.Row) error {
		var table, sql string
		var c column
		var key int
		err := r.Scan(&table, &sql, &c.name, &c.kind, &c.must, &key, &c.plain)
		c.key = key > 0
		made[table] = sql
		if list := regexp.MustCompile(`CHECK \(` + c.name + ` IN \(([^)]*)\)`).FindStringSubmatch(sql); list != nil {
			c.choices = strings.Split(list[1], ", ")
		}
		tables[table] = append(tables[table], c)
		return err
	}, `SELECT m.name, m.sql, c.name, c.type, c."notnull" = 1, c.pk, c.dflt_value IS NOT NULL FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' ORDER BY m.name, c.cid`))
	must(t, db.Each(ctx, d, func(r db.Row) error {
		var table, from, parent string
		var to *string
		err := r.Scan(&table, &from, &parent, &to)
		for i, c := range tables[table] {
			if c.name == from {
				tables[table][i].parent, tables[table][i].to = parent, "id"
				if to != nil {
					tables[table][i].to = *to
				}
			}
		}
		return err
	}, `SELECT m.name, f."from", f."table", f."to" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`))
	return tables
}

// gardener plants rows.
type gardener struct {
	t      *testing.T
	d      *db.DB
	tables map[string][]column
	n      int
	made   map[string]int64 // of a table, the row that others lean on
	mark   string           // that planted words begin with
	words  map[string]string
	opened int64 // the discussion that the one opened whose rows are being planted
	own    int64 // what the one wrote whose rows are being planted
}

func must(t *testing.T, err error) {
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}

func classOf(table, column string) (people.Class, string) {
	for _, t := range people.Tables {
		if t.Name == table {
			return t.Class(column), t.Owner
		}
	}
	return people.None, ""
}

// person plants one row that is somebody's in every table whose rows are people's, with a word of its own in every
// column that is about them and takes any word.
func (g *gardener) person(id int64) {
	for _, table := range people.Tables {
		if table.Owner != "" && table.Name != "people" {
			g.row(table.Name, id)
		}
	}
	var sets []string
	var args []any
	for _, c := range g.tables["people"] {
		if class, _ := classOf("people", c.name); c.kind == "TEXT" && len(c.choices) == 0 && class != people.None {
			sets, args = append(sets, c.name+" = ?"), append(args, g.word("people", c.name))
		}
	}
	must(g.t, g.d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET "+strings.Join(sets, ", ")+" WHERE id = ?", append(args, id)...)
		return err
	}))
}

// word makes the word of a column.
func (g *gardener) word(table, name string) string {
	begin := g.mark
	if _, ok := kept[table+"."+name]; ok {
		begin = stays
	}
	g.n++
	word := fmt.Sprintf("%s%s%s%d", begin, table, strings.ReplaceAll(name, "_", ""), g.n)
	g.words[table+"."+name] = word
	return word
}

// row plants one row, and first what it leans on. Owner is whose it is; 0 = nobody's.
func (g *gardener) row(table string, owner int64) int64 {
	if table == "double_marks" && g.made["double_items"] == 0 { // it leans on two columns at once
		coding, contribution := g.lean("double_codings"), g.lean("contributions")
		g.made["double_items"] = 1
		must(g.t, g.d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO double_items (coding_id, contribution_id, position) VALUES (?, ?, 1)", coding, contribution)
			return err
		}))
	}
	var names, marks []string
	var args []any
	_, owns := classOf(table, "")
	number := int64(0)
	for _, c := range g.tables[table] {
		var value any
		switch {
		case c.name == owns && owner != 0:
			value = owner
		case g.opened != 0 && owner != 0 && table == "contributions" && c.name == "thread_id":
			value = g.opened
		case g.own != 0 && c.name == "contribution_id" && (table == "suggestions" || table == "contribution_revisions"):
			value = g.own
		case strings.HasPrefix(table, "double_") && table != "double_coders" && c.name == "coding_id":
			value = g.lean("double_codings")
		case strings.HasPrefix(table, "double_") && c.name == "contribution_id":
			value = g.lean("contributions")
		case c.parent == "people" && (c.must || c.key):
			value = int64(1)
		case c.parent != "" && (c.must || c.key):
			value = g.lean(c.parent)
		case c.parent != "" || c.name == "id":
			continue
		case c.choices != nil:
			value = c.choices[len(c.choices)-1]
			if text, quoted := strings.CutPrefix(c.choices[0], "'"); quoted {
				value = strings.TrimSuffix(text, "'")
				if value == "" {
					value = strings.Trim(c.choices[1], "'")
				}
			} else {
				value = int64(0)
			}
			if table == "contributions" && c.name == "state" {
				value = "published"
			}
			if c.name == "state" && (table == "reports" || table == "privacy_requests") {
				value = strings.Trim(c.choices[1], "'") // what is open is kept until it is answered
			}
		case c.kind == "TEXT":
			if class, _ := classOf(table, c.name); class == people.None {
				g.n++
				value = fmt.Sprint("x", g.n)
			} else {
				value = g.word(table, c.name)
			}
		case c.kind == "BLOB":
			g.n++
			value = []byte(fmt.Sprint("b", g.n))
		case c.must || c.key:
			g.n++
			value = int64(g.n)
			if c.plain && !c.key {
				continue
			}
		default:
			continue
		}
		if n, ok := value.(int64); ok && c.key {
			number = n
		}
		names, marks, args = append(names, c.name), append(marks, "?"), append(args, value)
	}
	hasID := false
	for _, c := range g.tables[table] {
		hasID = hasID || c.name == "id" && c.kind == "INTEGER"
	}
	query := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
	if err := g.d.Write(ctx, func(tx *db.Tx) (err error) {
		if hasID {
			number, err = tx.Insert(query, args...)
		} else {
			_, err = tx.Exec(query, args...)
		}
		return err
	}); err != nil {
		g.t.Fatalf("%s: %v\n%s\n%v", table, err, query, args)
	}
	switch {
	case table == "contributions" && owner != 0:
		g.own, g.opened = number, 0
	case table == "threads" && owner != 0:
		g.opened = number
	}
	return number
}

// lean gives a row of a table that others may lean on, nobody's in particular.
func (g *gardener) lean(table string) int64 {
	if id, ok := g.made[table]; ok {
		return id
	}
	mark := g.mark
	g.mark = "nobodys"
	id := g.row(table, 0)
	g.mark = mark
	g.made[table] = id
	return id
}
