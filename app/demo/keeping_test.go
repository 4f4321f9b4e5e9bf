package demo

import "testing"

// Every name by which something points elsewhere leads there.
func TestWhatKeepsThePlaceSafeHoldsTogether(t *testing.T) {
	d := Content()
	k := d.Keeping
	refs := map[string]bool{}
	for _, c := range everything(d) {
		refs[c.Ref] = true
	}
	talks := map[string]bool{}
	for _, g := range d.Groups {
		for _, talk := range g.Discussions {
			talks[talk.Title] = true
		}
	}
	known := func(where, key string) {
		t.Helper()
		if d.Person(key).Key == "" {
			t.Errorf("%s: nobody is called %q", where, key)
		}
	}
	about := func(where, ref string) {
		t.Helper()
		if ref == "" || !refs[ref] {
			t.Errorf("%s: nothing is called %q", where, ref)
		}
	}
	for _, s := range k.Said {
		known(s.Ref, s.By)
		if s.Ref == "" || refs[s.Ref] {
			t.Errorf("%.30q has no name of its own: %q", s.Text, s.Ref)
		}
		refs[s.Ref] = true
		if s.Group != "" {
			talks[s.In] = true
		}
		if !talks[s.In] {
			t.Errorf("%s: there is no discussion %q", s.Ref, s.In)
		}
	}
	for _, r := range k.Reports {
		about("report", r.Ref)
	}
	for _, r := range k.Rulings {
		known("ruling", r.By)
		for _, ref := range r.Refs {
			about("ruling", ref)
		}
	}
	for _, s := range k.Sanctions {
		known("sanction", s.By)
		known("sanction", s.Person)
		about("sanction", s.Ref)
	}
	for _, o := range k.Opinions {
		known("opinion", o.Of)
		about("opinion", o.Ref)
	}
	for _, g := range k.Arranged {
		if !talks[g.In] || g.To != "" && !talks[g.To] {
			t.Errorf("%s: there is no discussion %q or %q", g.Do, g.In, g.To)
		}
	}
	about("complaint", k.Complaint.Ref)
}
