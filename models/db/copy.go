package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// table is one of ours, with its columns in order.
type table struct {
	name    string
	columns []string
}

// ownTables lists the tables of the schema in a SQLite file: all but SQLite's own, the migrations' log, what is
// made again from the rest (the search index, the counted figures) and a backup's digests.
func ownTables(ctx context.Context, from reader) ([]table, error) {
	rows, err := from.QueryContext(ctx, `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'search_%'
		AND m.name NOT LIKE 'hearing_%' AND m.name <> 'backup_digests' ORDER BY m.name, c.cid`)
	if err != nil {
		return nil, err
	}
	return gatherTables(rows)
}

func gatherTables(rows *sql.Rows) (tables []table, err error) {
	defer rows.Close()
	for rows.Next() {
		var name, column string
		if err := rows.Scan(&name, &column); err != nil {
			return nil, err
		}
		if len(tables) == 0 || tables[len(tables)-1].name != name {
			tables = append(tables, table{name: name})
		}
		last := &tables[len(tables)-1]
		last.columns = append(last.columns, column)
	}
	return tables, rows.Err()
}

// each reads every row of the table.
func (t table) each(ctx context.Context, from reader, do func(values []any) error) error {
	rows, err := from.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s", strings.Join(t.columns, ", "), t.name))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := do(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// clear removes what the schema itself put into the table: the copy holds it too.
func (t table) clear(ctx context.Context, to *sql.Tx) error {
	rows, err := to.QueryContext(ctx, "SELECT 1 FROM "+t.name+" LIMIT 1")
	if err != nil {
		return err
	}
	filled := rows.Next()
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || !filled {
		return err
	}
	_, err = to.ExecContext(ctx, "DELETE FROM "+t.name)
	return err
}

// copyTables copies every row of every table between the engines; foreign keys must be off or deferred at the end
// that is written.
func copyTables(ctx context.Context, from reader, to *sql.Tx, intoPostgres bool) error {
	tables, err := listTables(ctx, from, to, intoPostgres)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := t.clear(ctx, to); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", t.name, strings.Join(t.columns, ", "), In(len(t.columns)))
		if intoPostgres {
			insert = rebind(insert)
		}
		statement, err := to.PrepareContext(ctx, insert)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		err = t.each(ctx, from, func(values []any) error {
			_, err := statement.ExecContext(ctx, values...)
			return err
		})
		statement.Close()
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return nil
}

// listTables reads the list from whichever end is SQLite.
func listTables(ctx context.Context, from reader, to *sql.Tx, intoPostgres bool) ([]table, error) {
	if intoPostgres {
		return ownTables(ctx, from)
	}
	return ownTables(ctx, to)
}
