package views

import (
	"context"
	"strconv"

	"folkmoot/models/insight"
	"folkmoot/models/reach"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// KeepReachURL is where editors say who lives here and what people are asked.
const KeepReachURL = "/hearing/reach/edit"

// ReachPage is whom a scope has heard from.
type ReachPage struct {
	Page
	Summary insight.Summary
	Heard   insight.Heard
	Today   insight.Day
	MayKeep bool
}

// KeepReachPage is where editors say who lives here and what people are asked.
type KeepReachPage struct {
	Page
	Baselines map[string]reach.Baseline
	Questions []reach.Question
	Baseline  reach.Draft // as it was typed
	Question  reach.QuestionDraft
	NewKey    func() string
}

// AboutYouPage asks somebody what they were not asked yet.
type AboutYouPage struct {
	Page
	Questions []reach.Question
	Chosen    map[int64]string
}

func (p AboutYouPage) last() string {
	if len(p.Questions) == 0 {
		return "0"
	}
	return strconv.Itoa(p.Questions[len(p.Questions)-1].Position)
}

func answerOptions(q reach.Question) (options []components.Option) {
	for _, a := range q.Answers {
		options = append(options, components.Option{Value: strconv.Itoa(a.Position), Label: a.Words})
	}
	return options
}

// dimensions are what a baseline can be about.
func (p KeepReachPage) dimensions(ctx context.Context) []components.Option {
	options := []components.Option{
		{Value: reach.ByArea, Label: locale.T(ctx, "Area")},
		{Value: reach.ByWho, Label: locale.T(ctx, "Kind of person")},
	}
	for _, q := range p.Questions {
		options = append(options, components.Option{Value: q.Key, Label: q.Words})
	}
	return options
}

// reachTitle names what people are told apart by.
func reachTitle(ctx context.Context, r reach.Reach) string {
	switch r.Dimension {
	case reach.ByWho:
		return locale.T(ctx, "By kind of person")
	case reach.ByArea:
		return locale.T(ctx, "By area")
	}
	return r.Title
}

// reachHead heads the column of how many were heard.
func reachHead(ctx context.Context, r reach.Reach) string {
	if r.Dimension == reach.ByArea {
		return locale.T(ctx, "Heard from, at least")
	}
	return locale.T(ctx, "Heard from")
}

// reachCategory names a category: kinds of people have names of their own.
func reachCategory(ctx context.Context, r reach.Reach, l reach.Line) string {
	if r.Dimension == reach.ByWho {
		return components.WhoPlural(ctx, l.Category)
	}
	return l.Category
}

// reachHeard says how many of a category were heard.
func reachHeard(ctx context.Context, r reach.Reach, l reach.Line) string {
	switch {
	case l.Masked:
		return locale.T(ctx, "Not told, so that a smaller number cannot be worked out")
	case l.Hidden:
		return locale.T(ctx, "Fewer than %d: not told, so that nobody is known by it", reach.Small)
	case r.About || r.Heard == 0:
		return strconv.Itoa(l.Heard)
	}
	return locale.T(ctx, "%d (%d in 100)", l.Heard, reach.Share(l.Heard, r.Heard))
}

// reachLives says how many of a category live here.
func reachLives(ctx context.Context, r reach.Reach, l reach.Line) string {
	if l.Lives == 0 {
		return locale.T(ctx, "Not known")
	}
	return locale.T(ctx, "%d in 100", reach.Share(l.Lives, r.Lives))
}

// reachBasis says what a table is of.
func reachBasis(ctx context.Context, r reach.Reach) string {
	private := r.Dimension != reach.ByWho && r.Dimension != reach.ByArea
	words := ""
	switch {
	case private && r.About:
		words = locale.T(ctx, "Of about %d people who answered, whatever they spoke about and when.", r.Heard)
	case private:
		words = locale.N(ctx, r.Heard, "Of 1 person who answered, whatever they spoke about and when.", "Of %d people who answered, whatever they spoke about and when.")
	case r.About && r.Heard == 0:
		words = locale.T(ctx, "Fewer than %d people said, or nobody.", reach.Small)
	case r.About:
		words = locale.T(ctx, "Of at least %d people who said. Numbers of areas go up in steps of %d, so that nobody is known by them.", r.Heard, reach.Small)
	default:
		words = locale.N(ctx, r.Heard, "Of 1 person who said.", "Of %d people who said.")
	}
	if r.Unknown > 0 {
		if r.Dimension == reach.ByArea {
			words += " " + locale.T(ctx, "At least %d people did not say, or named an area that hardly anybody else did.", r.Unknown)
		} else if private {
			words += " " + locale.N(ctx, r.Unknown, "1 person would rather not say.", "%d people would rather not say.")
		} else {
			words += " " + locale.N(ctx, r.Unknown, "1 person did not say.", "%d people did not say.")
		}
	}
	if r.Source != "" {
		words += " " + locale.T(ctx, "Who lives here: %s.", r.Source)
	} else {
		words += " " + locale.T(ctx, "We do not know how many live here, so we cannot say who is missing.")
	}
	return words
}

// fewWords is a line of whom we have hardly heard from.
func fewWords(ctx context.Context, r reach.Reach, l reach.Line) string {
	lives := reachLives(ctx, r, l)
	if l.Hidden || r.About {
		return locale.T(ctx, "Few were heard. They are %s of those who live here.", lives)
	}
	return locale.T(ctx, "%d of %d people heard. They are %s of those who live here.", l.Heard, r.Heard, lives)
}
