package views

import (
	"context"

	"folkmoot/models/guide"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// CompanionPage is a chapter told again: in Easy Read, or in plain words.
type CompanionPage struct {
	Page
	Guide     guide.Guide
	Chapter   guide.Chapter
	Companion guide.Companion
	MayEdit   bool
}

// CompanionFormPage is where editors write a companion.
type CompanionFormPage struct {
	Page
	Guide    guide.Guide
	Chapter  guide.Chapter
	Kind     guide.CompanionKind
	Key      string
	Telling  guide.Telling
	Stands   *guide.Companion // the one that is published; nil for none
	Versions []guide.Version  // of the chapter, the newest first
	Preview  string           // HTML of how it will look; "" for none
}

// CompanionURL is the address of a companion, and with edit of where it is written.
func CompanionURL(guide, chapter string, kind guide.CompanionKind, edit bool) string {
	if edit {
		return ChapterURL(guide, chapter, "/companions/"+string(kind))
	}
	return ChapterURL(guide, chapter, "/"+string(kind))
}

// CompanionName is how people know a kind of companion.
func CompanionName(ctx context.Context, kind guide.CompanionKind) string {
	if kind == guide.EasyRead {
		return locale.T(ctx, "Easy Read")
	}
	return locale.T(ctx, "In plain words")
}

// companionWork names the way to writing a kind of companion.
func companionWork(ctx context.Context, kind guide.CompanionKind) string {
	if kind == guide.EasyRead {
		return locale.T(ctx, "Write in Easy Read")
	}
	return locale.T(ctx, "Write in plain words")
}

// fallenBehind says that the chapter has gone on since it was told.
func fallenBehind(ctx context.Context, c guide.Companion, chapter guide.Chapter) string {
	return locale.T(ctx, "This tells version %d. The chapter is now at version %d.", c.Version, chapter.Version)
}

func (p CompanionFormPage) title(ctx context.Context) string {
	if p.Kind == guide.EasyRead {
		return locale.T(ctx, "Write chapter %d in Easy Read", p.Chapter.Number)
	}
	return locale.T(ctx, "Write chapter %d in plain words", p.Chapter.Number)
}

func (p CompanionFormPage) hint(ctx context.Context) string {
	if p.Kind == guide.EasyRead {
		return locale.T(ctx, "One idea in each sentence. Short words, short lines. Leave an empty line between ideas. Begin a heading with ##.")
	}
	return locale.T(ctx, "The same, in words that everybody uses. Begin a heading with ##.")
}

func (p CompanionFormPage) options(ctx context.Context) []components.Option {
	return versionOptions(ctx, p.Versions)
}
