package views

import (
	"context"
	"strconv"
	"time"

	"folkmoot/models/rules"
	"folkmoot/models/safety"
	"folkmoot/models/say"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SafetyPublicPage tells everybody how people are kept safe.
type SafetyPublicPage struct {
	Page
	Scope, Terms, Illegal, Children safety.Record
}

// SafetyPage is where administrators keep the records.
type SafetyPage struct {
	Page
	Dues    []safety.Due
	Figures safety.Figures
}

// SafetyRecordPage is one version of a record.
type SafetyRecordPage struct {
	Page
	Record   safety.Record
	Versions []safety.Record
}

// SafetyForm is the form for a new version.
type SafetyForm struct {
	Page
	Key     string
	Kind    safety.Kind
	From    int
	Answers map[string]string
	Note    string
	Figures safety.Figures
}

// SafetyComparePage is what changed between two versions.
type SafetyComparePage struct {
	Page
	Kind          safety.Kind
	Before, After safety.Record
	Changes       []safety.Change
}

// SafetyDossierPage is everything, for print.
type SafetyDossierPage struct {
	Page
	Dossier safety.Dossier
}

// SafetyKind names a kind of record.
func SafetyKind(ctx context.Context, k safety.Kind) string {
	switch k {
	case safety.Scope:
		return locale.T(ctx, "Which rules we are under")
	case safety.Illegal:
		return locale.T(ctx, "Illegal content risk assessment")
	case safety.Children:
		return locale.T(ctx, "Children’s access assessment")
	case safety.Measures:
		return locale.T(ctx, "What we do, and what we considered instead")
	}
	return locale.T(ctx, "Terms that say how people are protected")
}

func safetyURL(k safety.Kind, part string) string { return safety.URL + "/" + string(k) + part }

func (r SafetyRecordPage) versionURL(v safety.Record) string {
	return safetyURL(v.Kind, "?version="+strconv.Itoa(v.Version))
}

// compareURL compares a version with the one before it; "" for the first.
func (r SafetyRecordPage) compareURL(v safety.Record) string {
	if v.Version < 2 {
		return ""
	}
	return safetyURL(v.Kind, "/compare?from="+strconv.Itoa(v.Version-1)+"&to="+strconv.Itoa(v.Version))
}

// safetyState says where a record stands.
func safetyState(ctx context.Context, d safety.Due) string {
	switch {
	case d.Missing && d.Late:
		return locale.T(ctx, "Missing, and late since %s", locale.Date(ctx, d.By))
	case d.Missing && d.By != 0:
		return locale.T(ctx, "Missing. Due by %s", locale.Date(ctx, d.By))
	case d.Missing:
		return locale.T(ctx, "Missing. Only a draft is there")
	case d.Late:
		return locale.T(ctx, "Late: it was to be looked at by %s", locale.Date(ctx, d.By))
	case d.Soon:
		return locale.T(ctx, "Due soon: look at it by %s", locale.Date(ctx, d.By))
	}
	return locale.T(ctx, "Version %d. Look at it again by %s", d.Version, locale.Date(ctx, d.By))
}

func safetyLevel(ctx context.Context, l safety.Level) string {
	switch l {
	case safety.Negligible:
		return locale.T(ctx, "Negligible")
	case safety.Low:
		return locale.T(ctx, "Low")
	case safety.Medium:
		return locale.T(ctx, "Medium")
	case safety.High:
		return locale.T(ctx, "High")
	}
	return locale.T(ctx, "Not scored")
}

// took says how long something took, in words.
func took(ctx context.Context, d time.Duration) string {
	switch {
	case d < time.Hour:
		return locale.N(ctx, int(d/time.Minute), "1 minute", "%d minutes")
	case d < 48*time.Hour:
		return locale.N(ctx, int(d/time.Hour), "1 hour", "%d hours")
	}
	return locale.N(ctx, int(d/(24*time.Hour)), "1 day", "%d days")
}

// field describes the control of a question.
func (f SafetyForm) field(ctx context.Context, q safety.Question) components.Field {
	label := locale.Say(ctx, q.Label)
	if q.Optional {
		label += " " + locale.T(ctx, "(you can leave this out)")
	}
	return components.Field{ID: q.Key, Name: q.Key, Label: label, Hint: locale.Say(ctx, q.Hint), Value: f.Answers[q.Key], Error: f.ErrorFor(q.Key), Required: !q.Optional, Rows: 3}
}

func safetyOptions(ctx context.Context, q safety.Question) []components.Option {
	var list []components.Option
	for _, c := range q.Choices {
		list = append(list, components.Option{Value: c.Value, Label: locale.Say(ctx, c.Label)})
	}
	return list
}

// section is questions that stand under one heading.
type safetySection struct {
	Name      say.Text
	Harm      *safety.Harm // the kind of illegal content that it is about; nil for none
	Questions []safety.Question
}

func safetySections(k safety.Kind) (list []safetySection) {
	for _, q := range k.Form() {
		if len(list) == 0 || list[len(list)-1].Name != q.Section {
			list = append(list, safetySection{Name: q.Section})
			for _, h := range safety.AllHarms() {
				if k == safety.Illegal && h.Name == q.Section {
					list[len(list)-1].Harm = &h
				}
			}
		}
		last := &list[len(list)-1]
		last.Questions = append(last.Questions, q)
	}
	return list
}

// evidence says what was reported here in a year under the reasons that fit a kind of illegal content.
func evidence(ctx context.Context, h safety.Harm, f safety.Figures) string {
	reports, taken := 0, 0
	for _, reason := range h.Reasons {
		reports += f.Reports[reason]
		taken += f.Taken[reason]
	}
	names := ""
	for i, reason := range h.Reasons {
		if i > 0 {
			names += "; "
		}
		names += locale.Say(ctx, rules.Said(rules.From(ctx).Reason(reason).Name))
	}
	return locale.T(ctx, "From this site, in the last year, under “%s”: %s, %s.", names,
		locale.N(ctx, reports, "1 report", "%d reports"), locale.N(ctx, taken, "1 taken down, asked to change or passed on", "%d taken down, asked to change or passed on"))
}
