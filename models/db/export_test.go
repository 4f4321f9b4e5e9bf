package db

import "context"

// MigrateTo brings the schema up to one version, as an older program would have left it.
func (d *DB) MigrateTo(ctx context.Context, version int64) error {
	provider, done, err := d.migrator()
	if err != nil {
		return err
	}
	defer done()
	_, err = provider.UpTo(ctx, version)
	return err
}
