package snapshots

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots/recount"
)

// Report is what checking a snapshot found.
type Report struct {
	Lines    []string // what was checked, a plain sentence each
	Problems []string // a plain sentence for each fault
}

func (r *Report) say(message string, args ...any) {
	r.Lines = append(r.Lines, fmt.Sprintf(message, args...))
}

func (r *Report) wrong(message string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(message, args...))
}

// stored is a snapshot's row as it stands in the database.
type stored struct {
	Head
	intro, draftedBy, scope string
	method                  int
	facts                   []byte
	factsDigest             string
	by                      int64
}

// storedEdition is an edition's row.
type storedEdition struct {
	Sealed
	data    []byte
	edition Edition
}

// verification is a snapshot being checked.
type verification struct {
	Report
	ctx      context.Context
	q        db.Querier
	row      stored
	editions []storedEdition
	entries  []audit.Sealed
	counted  recount.Figures
}

// Verify checks a snapshot by its number: it counts every figure again from the rows, writes every edition again byte
// for byte, holds every quote to the stored words, and every digest to the chain and to the register. ErrNotFound where
// there is no such snapshot.
func Verify(ctx context.Context, d *db.DB, id int64) (Report, error) {
	v := &verification{ctx: ctx}
	err := d.Moment(ctx, func(still *db.DB) error {
		v.q = still
		if err := v.load(id); err != nil {
			return err
		}
		for _, part := range []func() error{v.rows, v.everyEdition, v.head, v.quotes, v.register} {
			if err := part(); err != nil {
				return err
			}
		}
		return nil
	})
	return v.Report, err
}

// All lists the numbers of all snapshots.
func All(ctx context.Context, q db.Querier) ([]int64, error) {
	return db.Values[int64](ctx, q, "SELECT id FROM snapshots ORDER BY id")
}

// Find gives the number of the snapshot with an address.
func Find(ctx context.Context, q db.Querier, slug string) (int64, error) {
	return db.Value[int64](ctx, q, "SELECT id FROM snapshots WHERE slug = ?", slug)
}

func (v *verification) load(id int64) error {
	var err error
	v.row, err = db.One(v.ctx, v.q, func(row db.Row) (r stored, err error) {
		err = row.Scan(&r.ID, &r.Slug, &r.Title, &r.intro, &r.draftedBy, &r.scope, &r.method, &r.facts, &r.factsDigest, &r.State, &r.Reason, &r.by, &r.MadeAt,
			&r.PublishedAt, &r.WithdrawnAt)
		return r, err
	}, `SELECT id, slug, title, intro_md, drafted_by, scope, method, facts, facts_digest, state, reason, COALESCE(made_by, 0), made_at,
		COALESCE(published_at, 0), COALESCE(withdrawn_at, 0) FROM snapshots WHERE id = ?`, id)
	if err != nil {
		return err
	}
	v.editions, err = db.All(v.ctx, v.q, func(r db.Row) (e storedEdition, err error) {
		err = r.Scan(&e.Number, &e.data, &e.Digest, &e.Note, &e.At)
		return e, err
	}, "SELECT number, data, digest, note, made_at FROM snapshot_editions WHERE snapshot_id = ? ORDER BY number", id)
	if err != nil {
		return err
	}
	v.entries, err = audit.Extract(v.ctx, v.q, "r.object_kind = 'snapshot' AND r.object_id = ?", []any{id}, 0, 10_000)
	return err
}

// rows checks the rows and counts them.
func (v *verification) rows() error {
	if have := Digest(v.row.facts); have != v.row.factsDigest {
		v.wrong("the rows were changed: their digest is %s, and should be %s", have, v.row.factsDigest)
	}
	var err error
	if v.counted, err = unpacked(v.row.facts); err != nil {
		v.wrong("the rows cannot be counted: %v", err)
		return nil
	}
	v.say("rows: %d contributions by %d people, counted from %d bytes whose digest is right", v.counted.Contributions, v.counted.People, len(v.row.facts))
	return nil
}

// everyEdition checks the editions one after the other.
func (v *verification) everyEdition() error {
	if len(v.editions) == 0 {
		v.wrong("it has no edition")
	}
	words := wordsAt(v.ctx, v.q)
	for i := range v.editions {
		e := &v.editions[i]
		name := fmt.Sprintf("edition %d", e.Number)
		if e.erased() {
			v.erased(name, i, *e)
			continue
		}
		var err error
		if e.edition, err = read(e.data); err != nil {
			v.wrong("%s cannot be read: %v", name, err)
			continue
		}
		done, problems, err := v.counted.Check(e.data, words)
		if err != nil {
			return err
		}
		for _, p := range problems {
			v.wrong("%s: %s", name, p)
		}
		v.edition(name, i, *e)
		v.views(name, e.edition)
		if len(problems) == 0 {
			v.say("%s: %d figures counted again, %d quotes equal to the stored words at their bytes, %d removed, %d whose words are not stored any more; written again byte for byte, %s",
				name, done.Figures, done.Quotes, done.Removed, done.Lost, e.Digest)
		}
	}
	return nil
}

// views finds the views in what was answered again, and holds those of an edition to them.
func (v *verification) views(name string, e Edition) {
	if e.Views == nil {
		return
	}
	again := frozenViews(ballots(v.counted).Views(insight.ViewScope{Scope: e.ScopeOf()}))
	for i := range again.Statements[:min(len(again.Statements), len(e.Views.Statements))] {
		if have := e.Views.Statements[i]; have.Contribution == again.Statements[i].Contribution { // the words were held to those stored
			again.Statements[i].Quote, again.Statements[i].Whole = have.Quote, have.Whole
		}
	}
	if !reflect.DeepEqual(again, e.Views) {
		v.wrong("%s: other views are found in what was answered", name)
		return
	}
	v.say("%s: %d views found again in %d answers of %d people", name, len(again.Views), again.Positions, again.People)
}

// erased tells whether the bytes of an edition were removed because somebody whose words it quoted had them erased.
func (e storedEdition) erased() bool { return len(e.data) == 0 && e.Note == erasedNote }

// erased checks what is left of an edition whose bytes are gone: its place and its digest. The newest is never erased.
func (v *verification) erased(name string, i int, e storedEdition) {
	if e.Number != i+1 || i == len(v.editions)-1 {
		v.wrong("%s was erased, and stands at place %d of %d", name, i+1, len(v.editions))
		return
	}
	v.say("%s: its bytes were erased with the words of somebody who asked for that; its digest %s stays", name, e.Digest)
}

// edition checks what an edition says of itself and of the one before it.
func (v *verification) edition(name string, i int, e storedEdition) {
	_, digest, err := e.edition.seal()
	if err != nil || digest != e.edition.Digest {
		v.wrong("%s was changed: its digest is %s, and it says %s", name, digest, e.edition.Digest)
	}
	if e.Digest != e.edition.Digest {
		v.wrong("%s: the digest beside it is %s, and it says %s", name, e.Digest, e.edition.Digest)
	}
	if e.Number != i+1 || e.edition.Number != e.Number {
		v.wrong("%s stands at place %d, and says that it is %d", name, i+1, e.edition.Number)
	}
	if clock.Instant(e.edition.Made) != e.At {
		v.wrong("%s: it was made at %s, and the time beside it is %s", name, e.edition.Made, Moment(e.At))
	}
	note := removedNote
	if i == 0 {
		note = ""
	}
	if e.Note != note {
		v.wrong("%s: the note beside it was changed", name)
	}
	if i > 0 && v.editions[i-1].erased() {
		if e.edition.Before != v.editions[i-1].Digest {
			v.wrong("%s rests on %s, and the one before it is %s", name, e.edition.Before, v.editions[i-1].Digest)
		}
		return
	}
	if i == 0 {
		if e.edition.Before != "" {
			v.wrong("%s rests on another one", name)
		}
		return
	}
	before := v.editions[i-1]
	if e.edition.Before != before.Digest {
		v.wrong("%s rests on %s, and the one before it is %s", name, e.edition.Before, before.Digest)
	}
	// It is the one before without words, and nothing else.
	gone, kept := map[int64]bool{}, e.edition.Quoted()
	for _, id := range before.edition.Quoted() {
		gone[id] = !slices.Contains(kept, id)
	}
	if again, _, err := before.edition.next(gone, clock.Instant(e.edition.Made)).seal(); err != nil || !bytes.Equal(again, e.data) {
		v.wrong("%s is something else than the one before it without words", name)
	}
}

// head checks the snapshot's own row against its editions.
func (v *verification) head() error {
	for i, e := range v.editions {
		if e.erased() {
			continue
		}
		if i == 0 && v.row.intro != e.edition.Introduction { // the later ones rest on it
			v.wrong("introduction: %v is stored, and edition %d says %v", v.row.intro, e.Number, e.edition.Introduction)
		}
		scope, err := scopeText(e.edition.Scope)
		if err != nil {
			return err
		}
		for what, pair := range map[string][2]any{
			"number": {v.row.ID, e.edition.Snapshot}, "address": {URL(v.row.Slug), e.edition.Address}, "title": {v.row.Title, e.edition.Title},
			"who drafted it": {v.row.draftedBy, e.edition.DraftedBy},
			"scope":          {v.row.scope, scope}, "method": {v.row.method, e.edition.Method}, "digest of the rows": {v.row.factsDigest, e.edition.Rows},
		} {
			if pair[0] != pair[1] {
				v.wrong("%s: %v is stored, and edition %d says %v", what, pair[0], e.Number, pair[1])
			}
		}
		if Methods[e.edition.Method] == nil {
			v.wrong("edition %d was counted by method %d, which this program does not know", e.Number, e.edition.Method)
		}
	}
	return nil
}

// quotes checks the list of whose words are in it.
func (v *verification) quotes() error {
	if len(v.editions) == 0 {
		return nil
	}
	want := map[int64]Moment{}
	for _, e := range v.editions {
		for _, q := range e.edition.quotes() {
			want[q.Contribution] = q.Removed
		}
	}
	have, waiting := map[int64]Moment{}, 0
	err := db.Each(v.ctx, v.q, func(r db.Row) error {
		var id int64
		var removed *int64
		err := r.Scan(&id, &removed)
		switch {
		case removed == nil:
			have[id] = 0
		case *removed == 0: // it leaves in the next edition
			have[id] = 0
			waiting++
		default:
			have[id] = Moment(*removed)
		}
		return err
	}, "SELECT contribution_id, removed_at FROM snapshot_quotes WHERE snapshot_id = ?", v.row.ID)
	if err != nil {
		return err
	}
	if !maps.Equal(have, want) {
		v.wrong("the list of whose words are in it is not that of its quotes")
	} else {
		v.say("quotes: %d contributions are listed, of which %d are about to leave", len(have), waiting)
	}
	return nil
}

// register holds the digests to the entries that were made when it was published.
func (v *verification) register() error {
	acts, sealed := map[string][]audit.Sealed{}, 0
	for _, entry := range v.entries {
		acts[entry.Act] = append(acts[entry.Act], entry)
		if entry.Place == 0 {
			continue
		}
		if sealed++; !entry.Right() {
			v.wrong("register entry %d was changed", entry.ID)
		}
	}
	if made := acts["snapshot.freeze"]; len(made) != 1 || made[0].At != v.row.MadeAt || made[0].Actor != v.row.by || detail(made[0], "rows") != v.row.factsDigest {
		v.wrong("the register does not say that it was frozen then, by them, with these rows")
	}
	published := acts["snapshot.publish"]
	if (len(published) == 1) != (v.row.State != Draft) || len(published) > 1 {
		v.wrong("it is %q, and the register has %d entries of its publication", v.row.State, len(published))
	}
	withdrawn := acts["snapshot.withdraw"]
	switch {
	case (len(withdrawn) == 1) != (v.row.State == Withdrawn):
		v.wrong("it is %q, and the register has %d entries of its withdrawal", v.row.State, len(withdrawn))
	case len(withdrawn) == 1 && (!givesReason(withdrawn[0], v.row.Reason) || withdrawn[0].At != v.row.WithdrawnAt):
		v.wrong("the register gives another reason or time of its withdrawal")
	case len(withdrawn) == 0 && (v.row.Reason != "" || v.row.WithdrawnAt != 0):
		v.wrong("it gives a reason for a withdrawal that the register does not have")
	}
	if len(published) != 1 {
		if v.row.PublishedAt != 0 {
			v.wrong("it says when it was published, and the register does not")
		}
		return nil
	}
	if published[0].At != v.row.PublishedAt {
		v.wrong("the register gives another time of its publication")
	}
	digests := append(published, acts["snapshot.edition"]...)
	if len(digests) != len(v.editions) {
		v.wrong("the register has %d editions of it, and there are %d", len(digests), len(v.editions))
	}
	for i, e := range v.editions[:min(len(v.editions), len(digests))] {
		if detail(digests[i], "digest") != e.Digest || digests[i].At != e.At {
			v.wrong("edition %d is not the one that the register has", e.Number)
		}
	}
	if len(v.Problems) == 0 {
		v.say("chain: %d editions rest on each other, and their digests are in the register (%d of its %d entries about this are sealed)", len(v.editions), sealed, len(v.entries))
	}
	return nil
}

// givesReason tells whether a withdrawal was made for this reason: the register holds its digest, and held its words once.
func givesReason(withdrawal audit.Sealed, reason string) bool {
	return withdrawal.Reason == reason || withdrawal.Reason == "" && detail(withdrawal, "digest") == Digest([]byte(reason))
}

// detail reads a text of a register entry's details.
func detail(entry audit.Sealed, name string) string {
	var details map[string]any
	if err := json.Unmarshal([]byte(entry.Details), &details); err != nil {
		return ""
	}
	text, _ := details[name].(string)
	return text
}

// Broken gives a sentence for every fault in any snapshot.
func Broken(ctx context.Context, d *db.DB) (faults []string, err error) {
	ids, err := All(ctx, d)
	for _, id := range ids {
		report, err := Verify(ctx, d, id)
		if errors.Is(err, db.ErrNotFound) {
			continue // thrown away meanwhile
		}
		if err != nil {
			return faults, err
		}
		for _, p := range report.Problems {
			faults = append(faults, fmt.Sprintf("snapshot %d: %s", id, p))
		}
	}
	return faults, err
}
