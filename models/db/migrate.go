package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema up to this program's version and tells how many steps it took. A second instance
// waits for the first. A database of a newer program is refused, so that an older one never harms it. On PostgreSQL a role
// that does not own the tables can only find that there is nothing to do; else an error says what is needed.
func (d *DB) Migrate(ctx context.Context) (steps int, err error) {
	provider, done, err := d.migrator()
	if err != nil {
		return 0, err
	}
	defer done()
	have, want, err := versions(ctx, provider)
	if err != nil {
		if refused := d.mayServe(ctx, 0, want); refused != nil {
			return 0, refused
		}
		return 0, err
	}
	if have > want {
		return 0, fmt.Errorf("this database belongs to a newer folkmoot (schema %d, this program knows %d): run the newer program", have, want)
	}
	if err := d.mayServe(ctx, have, want); err != nil {
		return 0, err
	}
	if have == want {
		return 0, nil
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return len(results), fmt.Errorf("the database could not be brought up to date: %w", err)
	}
	return len(results), nil
}

// Schema tells the database's schema version and the one this program knows.
func (d *DB) Schema(ctx context.Context) (have, want int64, err error) {
	provider, done, err := d.migrator()
	if err != nil {
		return 0, 0, err
	}
	defer done()
	return versions(ctx, provider)
}

func versions(ctx context.Context, provider *goose.Provider) (have, want int64, err error) {
	for _, source := range provider.ListSources() {
		want = max(want, source.Version)
	}
	have, err = provider.GetDBVersion(ctx)
	if err != nil {
		return 0, want, fmt.Errorf("the schema's version cannot be read: %w", err)
	}
	return have, want, nil
}

// migrator makes a provider and what closes its connections. SQLite's writer is held by the group commit, so the
// steps go through a connection of their own.
func (d *DB) migrator() (*goose.Provider, func() error, error) {
	folder, err := fs.Sub(migrations, "migrations/"+string(d.Engine))
	if err != nil {
		return nil, nil, err
	}
	if d.Engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, nil, err
		}
		provider, err := goose.NewProvider(goose.DialectPostgres, d.writer, folder, goose.WithSessionLocker(locker))
		return provider, func() error { return nil }, err
	}
	pool, err := d.openWriter()
	if err != nil {
		return nil, nil, err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, folder)
	return provider, pool.Close, err
}
