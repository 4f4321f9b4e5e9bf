package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"folkmoot/app/bundle"
	"folkmoot/app/jobs"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/search"
	"folkmoot/models/snapshots"
)

var backupCommand = &command{
	name:     "backup",
	operands: []string{"FILE"},
	summary:  "Write everything to one file while the site runs",
	about: `The file is checked before it gets its name; a file that is there already is never overwritten.
Pictures and documents that people attached are in it too, wherever they are kept.
It is a SQLite file whichever database the site uses, and can be restored into either. What was
acknowledged before the start is in it. Keep it off this machine, and as safe as the site itself.`,
	examples: []string{"folkmoot backup folkmoot-2026-11-21.backup"},
	prepare: func(*flag.FlagSet) action {
		return func(ctx context.Context, c *call) error {
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			var missing []string
			if err := d.Backup(ctx, c.args[0], (&files.Store{DB: d, Depot: config.Files}).Pack(&missing)); err != nil {
				return err
			}
			fmt.Fprintf(c.stdout, "%s is written and checked\n", c.args[0])
			if len(missing) > 0 {
				return fmt.Errorf("%d pictures or documents are not in it, because their bytes were not found: %s and others; see \"folkmoot verify\"", len(missing), missing[0])
			}
			return nil
		}
	},
}

var restoreCommand = &command{
	name:     "restore",
	operands: []string{"FILE"},
	summary:  "Put a backup into a database that is not there yet",
	about: `The backup is checked first; a damaged or unfinished one is refused. A SQLite database must not be there yet,
a PostgreSQL one must hold nobody: nothing is ever overwritten. The schema is then brought up to date.

Who was erased after the backup was made is erased again before anybody can read it. Who that was stands in
erasures.txt in the data folder, and in every newer backup: give the newest that you have with --newest, and
another file with --erasures where the data folder was lost. It holds numbers alone.`,
	examples: []string{
		"FOLKMOOT_DATABASE=new.db folkmoot restore folkmoot-2026-11-21.backup",
		"FOLKMOOT_DATABASE=new.db folkmoot restore --newest folkmoot-2026-12-24.backup folkmoot-2026-11-21.backup",
	},
	prepare: func(flags *flag.FlagSet) action {
		newest := flags.String("newest", "", "`FILE`: a newer backup, which says who was erased since")
		erasures := flags.String("erasures", "", "`FILE`: a list of who was erased, instead of erasures.txt in the data folder")
		return func(ctx context.Context, c *call) error {
			config, err := c.config()
			if err != nil {
				return err
			}
			list, err := toErase(ctx, config, *erasures, *newest)
			if err != nil {
				return err
			}
			if err := db.RestoreBeside(ctx, c.args[0], config.Database.source(), config.Files.Unpack); err != nil {
				return err
			}
			again := 0
			if err := db.Restore(ctx, c.args[0], config.Database.source(), func(ctx context.Context, d *db.DB) (err error) {
				again, err = eraseAgain(ctx, d, config, list)
				return err
			}); err != nil {
				return err
			}
			fmt.Fprintf(c.stdout, "%s is restored\n", c.args[0])
			if again > 0 {
				fmt.Fprintf(c.stdout, "%d who had been erased since were erased again\n", again)
			}
			return nil
		}
	},
}

var verifyCommand = &command{
	name:    "verify",
	summary: "Check the database: integrity, counters, frozen versions and summaries, the search index, attached files, the register",
	about: `Changes nothing. It may be run beside a running site. It ends with 0 where all is well and with 1 where
anything is not, and says what.

The register is checked entry by entry: none was changed, swapped, put in or taken out. Each day its head is
signed; the signed heads show when the end was cut. Whoever can change the database could take out those too,
so they are also written to register-heads.txt in the data folder and stand at /register/heads.txt, for anybody
to keep. The file in the data folder is looked at by itself where it is there, another one with --heads.
Have somebody outside fetch /register/heads.txt from a machine of their own each day: what they hold can be
neither unsigned nor signed again, so a cut shows by it even where the data folder and the key are in wrong hands.
With --register the register alone is checked, with --register-file one that was downloaded as JSON lines, which
needs no database. A backup that was restored shows as one that is older than the heads: that is told plainly.

With --bundle it checks a challenge bundle instead, and needs no database.
With --snapshot it checks one frozen summary alone and tells what it did: it counts every figure again from
the rows that were frozen with it, writes every edition again byte for byte, and holds every quote to the
stored words, every edition to the one before it and every digest to the register.`,
	examples: []string{"folkmoot verify", "folkmoot verify --register --heads heads-from-last-year.txt", "folkmoot verify --register-file register.jsonl", "folkmoot verify --bundle changing-roles.zip", "folkmoot verify --snapshot what-we-heard-2026-11-21"},
	prepare: func(flags *flag.FlagSet) action {
		file := flags.String("bundle", "", "`FILE`: a challenge bundle to check")
		snapshot := flags.String("snapshot", "", "`ID`: a frozen summary to check, by its number or the end of its address")
		register := flags.Bool("register", false, "check the register alone")
		heads := flags.String("heads", "", "`FILE`: signed heads of the register that were kept, from /register/heads.txt or beside the database")
		download := flags.String("register-file", "", "`FILE`: a register to check that was downloaded as JSON lines")
		return func(ctx context.Context, c *call) error {
			if *file != "" {
				return verifyBundle(*file, c.stdout)
			}
			if *download != "" {
				return verifyRegisterFile(*download, *heads, c.stdout)
			}
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			if *snapshot != "" {
				return verifySnapshot(ctx, d, *snapshot, c.stdout)
			}
			if *register {
				return verifyRegister(ctx, d, config.headsToCheck(*heads), c.stdout)
			}
			return verify(ctx, d, &files.Store{DB: d, Depot: config.Files}, config.TimeZone, config.headsToCheck(*heads), c.stdout)
		}
	},
}

// verifyBundle checks a challenge bundle, says what was found, and fails where that is a fault.
func verifyBundle(path string, out io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("the bundle cannot be read: %w", err)
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return fmt.Errorf("the bundle cannot be read: %w", err)
	}
	report, err := bundle.Verify(file, about.Size())
	if err != nil {
		return fmt.Errorf("the bundle cannot be read: %w", err)
	}
	report.Write(out)
	if len(report.Problems) > 0 {
		return fmt.Errorf("%s is not whole, or not what was written", path)
	}
	return nil
}

// verify runs every check, says what each found, and fails where any found a fault.
func verify(ctx context.Context, d *db.DB, attached *files.Store, zone *time.Location, heads string, out io.Writer) error {
	faults := 0
	say := func(what string, problems []string) {
		if len(problems) == 0 {
			fmt.Fprintf(out, "%-20s right\n", what)
			return
		}
		faults += len(problems)
		for _, p := range problems {
			fmt.Fprintf(out, "%-20s WRONG: %s\n", what, p)
		}
	}
	say("integrity", sentence(d.Check(ctx)))
	drifts, err := jobs.Drift(ctx, d)
	if err != nil {
		return err
	}
	heard, err := (&insight.Store{DB: d, Zone: zone}).Drift(ctx)
	if err != nil {
		return err
	}
	say("counters", append(drifts, heard...))
	broken, err := guide.BrokenVersions(ctx, d)
	if err != nil {
		return err
	}
	say("frozen versions", broken)
	if broken, err = snapshots.Broken(ctx, d); err != nil {
		return err
	}
	say("frozen summaries", broken)
	adrift, err := search.Drift(ctx, d)
	if err != nil {
		return err
	}
	say("search index", searchFaults(adrift))
	found, err := attached.Check(ctx, true)
	if err != nil {
		return err
	}
	say("files", found.Problems())
	register, err := checkRegister(ctx, d, heads)
	if err != nil {
		return err
	}
	say("register", register.Problems)
	tellRegister(register, out)
	if faults > 0 {
		return fmt.Errorf("%d faults were found", faults)
	}
	return nil
}

// searchFaults says how far the search index is from what can be read, and how to mend it.
func searchFaults(adrift int64) []string {
	if adrift == 0 {
		return nil
	}
	return []string{fmt.Sprintf("it differs from what people said by %d contributions; \"folkmoot admin rebuild-search\" makes it afresh", adrift)}
}

func sentence(err error) []string {
	if err == nil {
		return nil
	}
	return []string{err.Error()}
}
