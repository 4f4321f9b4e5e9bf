package imports

import (
	"fmt"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// whoWords are the words that files use for kinds of stakeholder.
var whoWords = map[string]people.Who{
	"": "", "resident": people.Resident, "residents": people.Resident, "citizen": people.Resident,
	"practitioner": people.Practitioner, "professional": people.Practitioner,
	"voluntary": people.Voluntary, "voluntary or faith group": people.Voluntary, "voluntary and faith": people.Voluntary, "charity": people.Voluntary, "faith": people.Voluntary,
	"public": people.Public, "public body": people.Public, "council": people.Public,
	"business": people.Business, "researcher": people.Researcher, "academic": people.Researcher,
}

// evidenceWords are the words that files use for kinds of evidence.
var evidenceWords = map[string]discussion.Evidence{
	"": discussion.Unstated, "lived": discussion.Lived, "lived experience": discussion.Lived,
	"practice": discussion.Practice, "research": discussion.Research,
}

// channelWords are the words that files use for how something reached us.
var channelWords = map[string]discussion.Channel{
	"": discussion.Import, "import": discussion.Import, "web": discussion.Web, "online": discussion.Web, "email": discussion.Email,
	"paper": discussion.Paper, "phone": discussion.Phone, "telephone": discussion.Phone, "event": discussion.Event,
}

// positionWords are the words that files use for positions.
var positionWords = map[string]discussion.Position{
	"": discussion.Withdrawn, "agree": discussion.Agree, "1": discussion.Agree, "disagree": discussion.Disagree, "-1": discussion.Disagree,
	"pass": discussion.Pass, "0": discussion.Pass,
}

// word looks a cell up among the words known for its column.
func word[T any](words map[string]T, column, cell string) (T, error) {
	value, known := words[strings.ToLower(strings.TrimSpace(cell))]
	if !known {
		return value, fmt.Errorf("column %s: %q is not a word we know", column, cell)
	}
	return value, nil
}

// timeForms are the ways of writing a moment that are understood; those without a zone are local.
var timeForms = []string{
	time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04",
	"02/01/2006 15:04:05", "02/01/2006 15:04", "02/01/2006",
}

// Moment reads a day or a time as it stands in a spreadsheet; one without a zone is of the zone given.
func Moment(cell string, zone *time.Location) (time.Time, error) {
	cell = strings.TrimSpace(cell)
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, cell, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date we understand; write it as 2026-11-21", prose.Excerpt(cell, 40))
}

// moment reads a time; a day without an hour is its midnight in the place's zone.
func moment(cell string, zone *time.Location) (clock.Instant, error) {
	t, err := Moment(cell, zone)
	switch {
	case err != nil:
		return 0, err
	case t.Year() < 1990 || t.Year() > 2200:
		return 0, fmt.Errorf("the year of %q cannot be right", strings.TrimSpace(cell))
	}
	return clock.Of(t), nil
}
