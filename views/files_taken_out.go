package views

import (
	"context"
	"strconv"

	"folkmoot/models/files"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// fileKind says what a file is and how large: "Picture, 640 × 480 dots, 82 kB".
func fileKind(ctx context.Context, f files.File) string {
	if !f.Picture() {
		return aboutDocument(ctx, f)
	}
	return locale.T(ctx, "Picture, %d × %d dots, %s", f.Width, f.Height, fileSize(ctx, f.Bytes))
}

// fileLine says of a file on one line what it is and what is said of it.
func fileLine(ctx context.Context, f files.File) string {
	switch {
	case f.Covered:
		return takenOut(ctx, f)
	case f.Words() == "":
		return fileKind(ctx, f)
	}
	return fileKind(ctx, f) + ": “" + f.Words() + "”"
}

// fileLineOf says it of a file that was taken out, to those who may read what was said of it.
func fileLineOf(ctx context.Context, f files.TakenOut) string {
	f.Covered = false
	return fileLine(ctx, f.File)
}

// aboutFile says which file a report is about, by its place among those of the case.
func aboutFile(ctx context.Context, c moderation.Case, name string) string {
	for i, f := range c.Files {
		if f.Name == name {
			return locale.T(ctx, "It is about file %d.", i+1)
		}
	}
	return locale.T(ctx, "It is about a file that is not there any more.")
}

// fileOptions are what of a contribution a report can be about.
func (p ReportPage) fileOptions(ctx context.Context) []components.Option {
	list := []components.Option{{Value: "", Label: locale.T(ctx, "All of it, or the words"), Chosen: p.File == ""}}
	for _, f := range p.Contribution.Files {
		label := locale.T(ctx, "This picture")
		if !f.Picture() {
			label = locale.T(ctx, "This document")
		}
		list = append(list, components.Option{Value: f.Name, Label: label, Hint: f.Words(), Chosen: p.File == f.Name})
	}
	return list
}

func putBackURL(contribution int64, name string) string {
	return "/moderation/contributions/" + strconv.FormatInt(contribution, 10) + "/files/" + name + "/back"
}

// decisionDone says what a decision did: "Hidden", or what of files it took out or put back.
func decisionDone(ctx context.Context, d moderation.Done) string {
	switch {
	case d.Files > 0 && d.Act == rules.Restore:
		return locale.N(ctx, d.Files, "A picture or document put back", "%d pictures or documents put back")
	case d.Files > 0 && d.Places == 0:
		return locale.N(ctx, d.Files, "A picture or document taken out", "%d pictures or documents taken out")
	}
	return actDone(ctx, d.Act)
}
