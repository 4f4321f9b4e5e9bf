package rules_test

import (
	"context"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/rules"
)

var ctx = context.Background()

func TestWhatIsNotSetStaysAsShipped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		book, err := rules.Load(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		if c := book.Contacts; c.Safeguarding.Set() || c.AimHours != 4 || c.AppealDays != 5 || c.HelpLines[0].Number != "999" || book.Opening.Open() {
			t.Errorf("shipped: %+v, %+v", c, book.Opening)
		}
		set(t, d, "contacts", `{"safeguarding":{"who":"the duty lead","phone":"01632 960 001","mail_leads":false},"help_lines":[{"name":"Local line","number":"01632 960 002"}]}`)
		set(t, d, "opened", "1000")
		set(t, d, "paused", `{"since":2000,"reason":"We are on holiday."}`)
		if book, err = rules.Load(ctx, d); err != nil {
			t.Fatal(err)
		}
		c := book.Contacts
		if !c.Safeguarding.Set() || c.Safeguarding.Who != "the duty lead" || c.Safeguarding.MailLeads || len(c.HelpLines) != 1 ||
			c.HelpLines[0].Name != "Local line" || c.AimHours != 4 || c.AppealDays != 5 {
			t.Errorf("set: %+v", c)
		}
		if o := book.Opening; o.Open() || o.Since != 1000 || o.Paused != 2000 || o.Reason != "We are on holiday." {
			t.Errorf("opening: %+v", o)
		}
		if rules.Shipped().Contacts.HelpLines[0].Number != "999" {
			t.Error("what a place set changed what the program brings")
		}
	})
}

// set stores a setting as it stands.
func set(t *testing.T, d *db.DB, name, value string) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES (?, ?, ?)", name, value, tx.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
