package discussion

import (
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/watch"
)

// notice adds to a contribution's findings what was noticed in its words when they were looked at, before the command.
func (s *Store) notice(_ *db.Tx, a people.Actor, _ Thread, n *New) error {
	found := looked(n.Body.Noticed)
	for _, beside := range n.Beside {
		for _, f := range looked(beside) {
			f.Start, f.End = 0, 0 // it is not in the contribution's own words
			found = append(found, f)
		}
	}
	if a.Staff() { // who answers for the place may give a number to ring; somebody looks all the same
		for i := range found {
			found[i].Hold = false
		}
	}
	n.Findings = append(n.Findings, found...)
	return nil
}

// looked gives what a look at words found as findings, the gravest first.
func looked(n watch.Noticed) (found []Finding) {
	for _, at := range n.AtRisk {
		found = append(found, Finding{Kind: "risk", Hold: true, Reason: rules.AtRisk, What: n.Risk, Start: at.Start, End: at.End})
	}
	for _, d := range n.Private {
		found = append(found, Finding{Kind: "private", Hold: !d.Soft, Reason: rules.PrivateDetails, What: d.Kind, Start: d.Start, End: d.End})
	}
	return found
}
