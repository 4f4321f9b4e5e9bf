package received

import (
	"strings"

	"github.com/jhillyerd/enmime/v2/dsn"

	"folkmoot/models/people"
)

// undeliverable lists the addresses that a mail says no mail reaches for good (RFC 3464, a status of 5.x.x). What failed
// for now says nothing.
func (l parts) undeliverable() []string {
	report, err := dsn.ParseReport(l.root)
	if err != nil || report == nil {
		return nil
	}
	var found []string
	for _, one := range report.DeliveryStatus.RecipientDSNs {
		if !dsn.IsFailed(one) || !strings.HasPrefix(strings.TrimSpace(one.Get("Status")), "5.") || len(found) > maxWho {
			continue
		}
		for _, name := range []string{"Original-Recipient", "Final-Recipient"} {
			_, written, _ := strings.Cut(one.Get(name), ";") // after its kind, "rfc822"
			if named, err := people.CleanEmail(strings.Trim(strings.TrimSpace(written), "<>")); err == nil {
				found = append(found, named)
			}
		}
	}
	return found
}
