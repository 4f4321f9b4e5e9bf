package themes

import (
	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Draft is what somebody typed about a theme.
type Draft struct {
	Name       string
	Definition string
	Examples   string
	ParentID   int64  // 0 for none
	Reason     string // why it is changed; may be empty
	Mark       int    // number of the sign; 0 keeps it, or takes the first one that no theme ever had
	Revision   int    // the revision that was being changed; not used for a new theme
}

// Check cleans a draft. Bad input is Invalid by field: "name", "definition", "examples", "mark", "reason".
func (d Draft) Check() (Draft, error) {
	wrong := db.Invalid{}
	line := wrong.Line
	text := func(field, text string, most int) string {
		clean, err := prose.Clean(text)
		if err != nil {
			wrong[field] = say.Of(err)
		} else if len(clean) > most {
			wrong[field] = say.F("That is too long. Please keep it under %d,000 letters", most/1000)
		}
		return clean
	}
	if d.Name = line("name", d.Name, MaxName); d.Name == "" && wrong["name"] == "" {
		wrong["name"] = "Give the theme a name"
	}
	d.Definition = text("definition", d.Definition, MaxDefinition)
	d.Examples = text("examples", d.Examples, MaxExamples)
	d.Reason = line("reason", d.Reason, MaxReason)
	if d.Mark < 0 || d.Mark > MaxMark {
		wrong["mark"] = "Choose one of the signs"
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

// because checks the reason for a change that needs one.
func because(reason string) (string, error) {
	draft, err := Draft{Name: "-", Reason: reason}.Check()
	if err == nil && draft.Reason == "" {
		err = db.Wrong("reason", "Say why in a few words")
	}
	return draft.Reason, err
}
