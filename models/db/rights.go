package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// On PostgreSQL triggers keep the register from being changed, and rights keep the program from taking the triggers away:
// one role owns the tables and migrates, and another, which the program serves with, may only read and add there.

// AppendOnly lists the tables of which nothing is ever changed or removed.
var AppendOnly = []string{"register", "register_seals", "register_heads", "safety_records"}

// rebuilt lists the tables that are emptied at once when the search index is built afresh.
var rebuilt = []string{"search_said", "search_named", "search_counts"}

// schemaTable is where the steps of the schema are kept; only who owns the tables writes there.
const schemaTable = "goose_db_version"

// ErrNoRoles says that the database has no roles: SQLite.
var ErrNoRoles = errors.New("only PostgreSQL has roles; on SQLite, triggers guard the register")

// GrantTo gives a PostgreSQL role the rights that the program serves with, and takes from it, and from everybody, those to
// change or remove what is only ever added to. It gives the statements that it carried out. The role must be another one
// than that which owns the tables, and not a member of it: errors say what is in the way. It may be done again and again.
func (d *DB) GrantTo(ctx context.Context, role string) (statements []string, err error) {
	if d.Engine != Postgres {
		return nil, ErrNoRoles
	}
	err = inTx(ctx, d.writer, func(tx *sql.Tx) error {
		if err := grantable(ctx, tx, role); err != nil {
			return err
		}
		statements, err = grants(ctx, tx, role)
		if err != nil {
			return err
		}
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return guarded(ctx, tx, role)
	})
	return statements, err
}

// grantable refuses a role whose rights nobody can take away.
func grantable(ctx context.Context, tx *sql.Tx, role string) error {
	var super, member, owner bool
	err := tx.QueryRowContext(ctx, `SELECT r.rolsuper, pg_has_role(r.oid, c.relowner, 'MEMBER'), pg_has_role(current_user, c.relowner, 'USAGE')
		FROM pg_roles r, pg_class c WHERE r.rolname = $1 AND c.oid = to_regclass('register')`, role).Scan(&super, &member, &owner)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("there is no role %q; make it first: CREATE ROLE %s LOGIN PASSWORD '…'", role, quoted(role))
	case err != nil:
		return err
	case super:
		return fmt.Errorf("%q is a superuser, from whom no right can be taken; serve with another role", role)
	case member:
		return fmt.Errorf("%q owns the tables or is a member of the role that does, so no right can be taken from it; serve with another role", role)
	case !owner:
		return errors.New("only the role that owns the tables can give rights to another; put it into FOLKMOOT_DATABASE for this command")
	}
	return nil
}

// grants makes the statements that give a role its rights.
func grants(ctx context.Context, tx *sql.Tx, role string) ([]string, error) {
	var schema, database string
	if err := tx.QueryRowContext(ctx, "SELECT current_schema(), current_database()").Scan(&schema, &database); err != nil {
		return nil, err
	}
	schema, to := quoted(schema), quoted(role)
	locked, emptied := strings.Join(AppendOnly, ", "), strings.Join(rebuilt, ", ")
	return []string{
		"GRANT CONNECT ON DATABASE " + quoted(database) + " TO " + to,
		"REVOKE CREATE ON SCHEMA " + schema + " FROM " + to + ", PUBLIC",
		"GRANT USAGE ON SCHEMA " + schema + " TO " + to,
		"REVOKE ALL ON ALL TABLES IN SCHEMA " + schema + " FROM " + to + ", PUBLIC",
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + to,
		"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + to,
		"GRANT TRUNCATE ON " + emptied + " TO " + to,
		"REVOKE UPDATE, DELETE ON " + locked + " FROM " + to,
		"REVOKE INSERT, UPDATE, DELETE ON " + schemaTable + " FROM " + to,
	}, nil
}

// guarded makes sure that a role has no way left to change what is only added to, for instance through another role
// that it belongs to.
func guarded(ctx context.Context, tx *sql.Tx, role string) error {
	for _, table := range AppendOnly {
		var open bool
		if err := tx.QueryRowContext(ctx, "SELECT has_table_privilege($1, $2, 'UPDATE, DELETE, TRUNCATE, TRIGGER') OR has_any_column_privilege($1, $2, 'UPDATE')", role, table).Scan(&open); err != nil {
			return err
		}
		if open {
			return fmt.Errorf("%q could still change %s, through a role that it is a member of; take it out of that role, or serve with another", role, table)
		}
	}
	return nil
}

// Granted lists the roles that were given rights with GrantTo, so that they can be given those on new tables too.
func (d *DB) Granted(ctx context.Context) ([]string, error) {
	if d.Engine != Postgres {
		return nil, nil
	}
	return Values[string](ctx, d, `SELECT DISTINCT CAST(r.rolname AS TEXT) FROM pg_class c, aclexplode(c.relacl) a, pg_roles r
		WHERE c.oid = to_regclass('register') AND r.oid = a.grantee AND a.privilege_type = 'INSERT' AND NOT pg_has_role(r.oid, c.relowner, 'MEMBER') ORDER BY 1`)
}

// Guards tells whether rights keep this connection's role from changing the register: on PostgreSQL, that it neither owns
// the tables nor may change them. On SQLite it is false: triggers alone do.
func (d *DB) Guards(ctx context.Context) (bool, error) {
	if d.Engine != Postgres {
		return false, nil
	}
	return Value[bool](ctx, d, `SELECT COALESCE(bool_and(NOT pg_has_role(current_user, relowner, 'MEMBER')
		AND NOT has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')), FALSE) FROM pg_class WHERE oid = to_regclass('register')`)
}

// mayServe refuses to go on with a role that cannot bring the schema up to date where that is needed, or that was not
// given all that the program needs. Who owns the tables may do everything.
func (d *DB) mayServe(ctx context.Context, have, want int64) error {
	if d.Engine != Postgres {
		return nil
	}
	var role string
	var owner bool
	if err := d.writer.QueryRowContext(ctx, `SELECT current_user, CASE WHEN to_regclass('register') IS NULL THEN has_schema_privilege(current_schema(), 'CREATE')
		ELSE (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('register')) END`).Scan(&role, &owner); err != nil || owner {
		return err
	}
	var missing sql.NullString
	if err := d.writer.QueryRowContext(ctx, `SELECT MIN(CAST(relname AS TEXT)) FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r'
		AND NOT (has_table_privilege(oid, 'SELECT') AND (relname = $1 OR has_table_privilege(oid, 'INSERT')))`, schemaTable).Scan(&missing); err != nil {
		return err
	}
	if missing.Valid {
		return fmt.Errorf(`the role %q may not use the table %s: run "folkmoot migrate --grant-to %s" with the role that owns it, then start again`, role, missing.String, role)
	}
	if have < want {
		return fmt.Errorf("the database has schema %d and this program needs %d, but the role %q may not change tables: "+
			`run "folkmoot migrate --grant-to %s" with the role that owns them, then start again`, have, want, role, role)
	}
	return nil
}

// quoted is a name as it stands in a statement.
func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }
