package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// VersionsPage is the list of the versions of the codebook.
type VersionsPage struct {
	Page
	List    []themes.Revision
	More    components.More
	CanKeep bool // names and every reason are for those who keep the codebook
}

// VersionPage is the codebook as it was at a version.
type VersionPage struct {
	Page
	Number  int
	Newest  int
	From    int // the version that it is compared with; 0 for none
	By      themes.Revision
	Tree    []ThemeNode
	Retired []themes.Theme
	Changed []themes.Difference
	CanKeep bool
}

// VersionURL is the address of the codebook at a version.
func VersionURL(number int) string { return "/themes/versions/" + strconv.Itoa(number) }

// VersionTree puts the codebook of a version in its order.
func VersionTree(list []themes.Revision) ([]ThemeNode, []themes.Theme) {
	all := make([]themes.Theme, len(list))
	for i, v := range list {
		all[i] = themes.Theme{ID: v.ThemeID, Slug: v.Slug, Name: v.Name, Definition: v.Definition, Examples: v.Examples, ParentID: v.ParentID, Mark: v.Mark, State: v.State}
	}
	return ThemeTree(all)
}

// deedWords say what a revision did, to whoever reads the history of a theme; of is 0 where every theme's is read.
func deedWords(ctx context.Context, v themes.Revision, of int64) string {
	other := of != 0 && v.ThemeID != of
	switch v.Act {
	case themes.ActCreate:
		return locale.T(ctx, "Added")
	case themes.ActMerge:
		if other {
			return locale.T(ctx, "“%s” was merged into it", v.Name)
		}
		return locale.T(ctx, "Merged into “%s”", v.OtherName)
	case themes.ActSplit:
		switch {
		case other:
			return locale.T(ctx, "“%s” was split off it", v.Name)
		case v.OtherID != 0:
			return locale.T(ctx, "Split off “%s”", v.OtherName)
		}
		return locale.T(ctx, "Split")
	case themes.ActRetire:
		return locale.T(ctx, "No longer used")
	case themes.ActRestore:
		switch {
		case other:
			return locale.T(ctx, "“%s” was taken out of it again", v.Name)
		case v.OtherID != 0:
			return locale.T(ctx, "Used again, with its comments back from “%s”", v.OtherName)
		}
		return locale.T(ctx, "Used again")
	}
	return locale.T(ctx, "Changed")
}

// deed is a sentence about a revision: "Merged into “Transport” on 3 November by Helen, because: they say the same".
func deed(ctx context.Context, v themes.Revision, of int64, canKeep bool) string {
	var b strings.Builder
	b.WriteString(locale.T(ctx, "%s on %s", deedWords(ctx, v, of), locale.Date(ctx, v.ChangedAt)))
	if canKeep && v.ChangedBy != "" {
		b.WriteString(" " + locale.T(ctx, "by %s", v.ChangedBy))
	}
	// The forms of a merge and a split say that everybody can read why.
	if v.Reason != "" && (canKeep || v.Act == themes.ActMerge || v.Act == themes.ActSplit) {
		b.WriteString(locale.T(ctx, ", because: %s", v.Reason))
	}
	return b.String()
}

// changes name what is different in two wordings of a theme.
func changes(ctx context.Context, d themes.Difference) string {
	if d.Before.Number == 0 {
		return locale.T(ctx, "New")
	}
	var list []string
	for _, c := range []struct {
		changed bool
		words   string
	}{
		{d.Before.Name != d.After.Name, locale.T(ctx, "it was named “%s”", d.Before.Name)},
		{d.Before.Definition != d.After.Definition, locale.T(ctx, "what belongs to it")},
		{d.Before.Examples != d.After.Examples, locale.T(ctx, "the examples")},
		{d.Before.ParentID != d.After.ParentID, locale.T(ctx, "what it is a part of")},
		{d.Before.Mark != d.After.Mark, locale.T(ctx, "its sign")},
		{d.Before.State != d.After.State && d.After.State == themes.Retired, locale.T(ctx, "it is no longer used")},
		{d.Before.State != d.After.State && d.After.State == themes.Current, locale.T(ctx, "it is used again")},
	} {
		if c.changed {
			list = append(list, c.words)
		}
	}
	if len(list) == 0 {
		return locale.T(ctx, "Others were split off it")
	}
	return locale.T(ctx, "Different: %s", strings.Join(list, ", "))
}
