// Package bundle writes the challenge bundle of a chapter: one archive with the text as it was consulted on, everything
// that was shown with it, what people said, what became of it and what was decided, with a manifest of digests; and it
// checks such an archive, on any computer, without a database.
package bundle

import (
	"context"
	"io"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/guide"
)

// atOnce is how many rows are read in one query.
const atOnce = 500

// Options say which chapter is written and how.
type Options struct {
	Guide, Chapter string // addresses
	Place          string // its name
	Zone           *time.Location
}

// writer writes one bundle from one snapshot of the database.
type writer struct {
	*archive
	ctx     context.Context
	q       db.Querier
	o       Options
	guide   guide.Guide
	chapter guide.Chapter
	asked   consultation.Consultation
}

// Write writes a chapter's bundle to w, a piece at a time, as everything stood at one moment. Where nothing changed it
// gives the same bytes again. A chapter that is not there is db.ErrNotFound.
func Write(ctx context.Context, d *db.DB, o Options, w io.Writer) error {
	// What the register took in just now gets its place in the chain first.
	for {
		sealed, err := audit.Seal(ctx, d)
		if err != nil {
			return err
		}
		if sealed == 0 {
			break
		}
	}
	g, chapter, _, err := (&guide.Store{DB: d, Zone: o.Zone}).Chapter(ctx, o.Guide, o.Chapter)
	if err != nil {
		return err
	}
	return d.Snapshot(ctx, func(q db.Querier) error {
		b := &writer{archive: newArchive(w), ctx: ctx, q: q, o: o, guide: g}
		if b.chapter, err = guide.Find(ctx, q, chapter.ID); err != nil {
			return err
		}
		if b.asked, err = consultation.Find(ctx, q, chapter.ThreadID); err != nil {
			return err
		}
		for _, part := range []func() error{
			b.readme, b.consultation, b.versions, b.companions, b.contributions, b.fates, b.ledger, b.decisions, b.register, b.close,
		} {
			if err := part(); err != nil {
				return err
			}
		}
		return nil
	})
}

// at writes a moment on the clocks of the place; empty for none.
func (b *writer) at(moment clock.Instant) string {
	if moment == 0 {
		return ""
	}
	return moment.In(b.o.Zone).Format(time.RFC3339)
}

func (b *writer) readme() error {
	return b.text("README.txt", "What was asked, said and decided about “"+b.chapter.Title+"”\n"+
		"a chapter of “"+b.guide.Title+"”, "+b.o.Place+"\n\n"+readme)
}

const readme = `This archive holds everything that belongs to one consultation, so that anybody can check it.

consultation.json    what people were told: what was open and what was decided, why they were
                     asked, the options, who decides and when, until when it was open, and every
                     change that those who took part were told of
text/                the text as it was consulted on
versions/            every published version, as Markdown, as a page, and as it was cut into
                     numbered paragraphs, with the note on what changed and why
companions/          versions in Easy Read or plain words that stood beside it, where there are any
contributions.json   what people said, in the order in which they said it, as it was published
contributions.csv    the same as a table
fates.json           what became of each comment, with the reasons, the newest last
ledger.json          what shaped each paragraph of each version
decisions.json       what was decided, with the figures of that day, and who read what people said
register.json        the entries of the register of acts of power about all this
MANIFEST.json        the size and the SHA-256 digest of every other file

What was taken down is not in here: a line keeps its place and says why. Nobody's position is
linked to their name. Times are on the clocks of the place.

To check it, run

    folkmoot verify --bundle THIS-FILE.zip

It needs no database and no network. It makes every digest again, those of the published versions
from their text, and the hashes of the register from its entries. A change of a single byte is found.
A whole bundle made afresh by somebody else would be right in itself: compare the digest that the
command prints with the one of the bundle that the place gives out, and the hashes of the register
with the place's own.
`
