package views

import (
	"context"
	"slices"
	"strconv"

	"folkmoot/models/files"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// CoverDetail is a detail that the program found, to be ticked.
type CoverDetail struct {
	Value  string // "body:12-25"
	Kind   string // as package watch names it
	Words  string
	Ticked bool
}

// CoverPage is the page on which a moderator covers details of a contribution.
type CoverPage struct {
	Page
	Key     string
	Record  moderation.Record
	Words   moderation.Coverable
	Details []CoverDetail
	Typed   string
	Reason  string
	Message string
	Files   []files.Stood       // that stand or stood with it
	Out     []string            // names of the files that are to be taken out
	Taken   string              // who else is looking at it, where nothing was stored for that; else empty
	Shown   *moderation.Covered // how readers will see it; nil before the moderator has looked
}

func (p CoverPage) target() string { return recordURL(p.Record.ID, "") + "/cover" }

func (p CoverPage) options(ctx context.Context) []components.Option {
	list := make([]components.Option, len(p.Details))
	for i, d := range p.Details {
		list[i] = components.Option{Value: d.Value, Label: d.Words, Hint: DetailLabel(ctx, d.Kind), Chosen: d.Ticked}
	}
	return list
}

// fileOptions are the pictures and documents that can be taken out.
func (p CoverPage) fileOptions(ctx context.Context) []components.Option {
	var list []components.Option
	for _, f := range p.Files {
		if f.Covered {
			continue
		}
		label := fileKind(ctx, f.File)
		if f.Until != 0 {
			label = locale.T(ctx, "%s (only in an earlier wording)", label)
		}
		list = append(list, components.Option{Value: f.Name, Label: label, Hint: f.Words(), Chosen: slices.Contains(p.Out, f.Name)})
	}
	return list
}

// had is what stands or stood with it, to be looked at.
func (p CoverPage) had() (list []files.File) {
	for _, f := range p.Files {
		list = append(list, f.File)
	}
	return list
}

func (p CoverPage) reasons(ctx context.Context) []components.Option {
	var list []components.Option
	for _, r := range rules.From(ctx).ForReports() {
		list = append(list, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return list
}

func (p CoverPage) field(ctx context.Context, name string) components.Field {
	f := components.Field{ID: name, Name: name, Error: p.ErrorFor(name)}
	switch name {
	case "details":
		f.Label = locale.T(ctx, "Details that the program found")
	case "files":
		f.Label = locale.T(ctx, "Pictures and documents to take out")
		f.Hint = locale.T(ctx, "What you do not tick stays. What you take out can be put back. The writer is told, and can ask for another look.")
	case "words":
		f.Label, f.Value, f.Rows = locale.T(ctx, "Cover these words too"), p.Typed, 3
		f.Hint = locale.T(ctx, "One detail on each line, exactly as it stands above. It is covered wherever it stands, in the title and the earlier wordings too.")
	case "reason":
		f.Label, f.Value = locale.T(ctx, "Why"), p.Reason
	case "message":
		f.Label, f.Value, f.Rows = locale.T(ctx, "A line of your own to the writer (if you like)"), p.Message, 2
	}
	return f
}

// DetailLabel is what a kind of private detail is called.
func DetailLabel(ctx context.Context, kind string) string {
	switch kind {
	case "phone":
		return locale.T(ctx, "a phone number")
	case "email":
		return locale.T(ctx, "an email address")
	case "postcode":
		return locale.T(ctx, "a postcode")
	case "address":
		return locale.T(ctx, "an address")
	case "nhs-number":
		return locale.T(ctx, "an NHS number")
	case "national-insurance":
		return locale.T(ctx, "a National Insurance number")
	case "card":
		return locale.T(ctx, "a number of a bank card")
	case "bank-account":
		return locale.T(ctx, "a bank account")
	case "birth":
		return locale.T(ctx, "a date of birth")
	case "registration":
		return locale.T(ctx, "the number of a car")
	case "profile":
		return locale.T(ctx, "somebody’s page on a social network")
	case "health":
		return locale.T(ctx, "something about somebody’s health")
	}
	return locale.T(ctx, "a private detail")
}

// SealedPage is the page on which a moderator reads what was covered: it asks why before it shows a word.
type SealedPage struct {
	Page
	ID      int64
	Purpose string
	Read    bool // it was said why, and noted
	Words   []sealed.Wording
	Out     []files.TakenOut // pictures and documents that were taken out of it
}

func (p SealedPage) purposes(ctx context.Context) []components.Option {
	words := map[sealed.Purpose]string{
		sealed.ForCheck:   locale.T(ctx, "To see whether the right details were covered"),
		sealed.ForAppeal:  locale.T(ctx, "An appeal or a complaint is about it"),
		sealed.ForRequest: locale.T(ctx, "The writer, or somebody whom it is about, asks for it"),
		sealed.ForLaw:     locale.T(ctx, "The police, a court or a regulator asks for it"),
		sealed.ForSafety:  locale.T(ctx, "Somebody may be at risk"),
	}
	var list []components.Option
	for _, one := range sealed.Purposes(sealed.Cover) {
		list = append(list, components.Option{Value: string(one), Label: words[one]})
	}
	return list
}

func sealedURL(id int64) string {
	return "/moderation/contributions/" + strconv.FormatInt(id, 10) + "/sealed"
}
