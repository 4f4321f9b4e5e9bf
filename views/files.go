package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Attaching is the part of a form where files are attached.
type Attaching struct {
	Files []AttachedFile
	Out   []files.File // that a moderator took out; they stay as they are
}

// AttachedFile is a file in a form, with what was typed of it.
type AttachedFile struct {
	files.File
	Typed string
}

// names is what the form carries, so that it knows its files again.
func (a Attaching) names() string {
	names := make([]string, len(a.Files))
	for i, f := range a.Files {
		names[i] = f.Name
	}
	return strings.Join(names, " ")
}

// full tells whether there is room for no more.
func (a Attaching) full() bool { return len(a.Files)+len(a.Out) >= files.PerMessage }

func (f AttachedFile) field() string { return files.Attached{Name: f.Name}.Field() }

// FileURL is where a file is had.
func FileURL(f files.File) string { return "/files/" + f.Name }

// smallURL is where the small one of a picture is had.
func smallURL(f files.File) string { return FileURL(f) + "/small" }

// smallSize is the width and height of the small one as attributes have them.
func smallSize(f files.File) (width, height string) {
	w, h := f.Small()
	return strconv.Itoa(w), strconv.Itoa(h)
}

// aboutDocument is what is said behind a document's name: what it is, how long and how large.
func aboutDocument(ctx context.Context, f files.File) string {
	return "PDF, " + locale.N(ctx, f.Pages, "%d page", "%d pages") + ", " + fileSize(ctx, f.Bytes)
}

// fileSize is a number of bytes as people say it.
func fileSize(ctx context.Context, bytes int64) string {
	if bytes < 1_000_000 {
		return locale.T(ctx, "%d kB", max(1, (bytes+500)/1000))
	}
	return locale.T(ctx, "%s MB", strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64))
}

// at gives the files that stood with a revision.
func (p HistoryPage) at(revision int) (list []files.File) {
	for _, f := range p.Files {
		if f.With(revision) {
			list = append(list, f.File)
		}
	}
	return list
}

// files writes what stands with a contribution: pictures that lead to the whole of themselves, documents as links.
func (p *pen) files(list []files.File) {
	if len(list) == 0 {
		return
	}
	p.raw(`<div class="fm-files">`)
	for _, f := range list {
		switch {
		case f.Covered:
			p.raw(`<p class="fm-note">`)
			p.text(takenOut(p.ctx, f))
			p.raw(`</p>`)
		case f.Picture():
			p.picture(f)
		default:
			p.raw(`<p class="fm-doc"><a href="`)
			p.text(FileURL(f))
			p.raw(`">`)
			p.text(f.Title)
			p.raw(`</a> <span class="fm-meta">`)
			p.text(aboutDocument(p.ctx, f))
			p.raw(`</span></p>`)
		}
	}
	p.raw(`</div>`)
}

func (p *pen) picture(f files.File) {
	width, height := f.Small()
	p.raw(`<figure class="fm-pic"><a href="`)
	p.text(FileURL(f))
	p.raw(`"><img src="`)
	p.text(smallURL(f))
	p.raw(`" width="`)
	p.int(int64(width))
	p.raw(`" height="`)
	p.int(int64(height))
	p.raw(`" loading="lazy" decoding="async" alt="`)
	p.text(f.Alt)
	p.raw(`"></a></figure>`)
}

// takenOut says that a moderator took a file out.
func takenOut(ctx context.Context, f files.File) string {
	if f.Picture() {
		return locale.T(ctx, "A moderator took out a picture here.")
	}
	return locale.T(ctx, "A moderator took out a document here.")
}

// say is the field in which is said what a file shows, or what it is called.
func (f AttachedFile) say(ctx context.Context, p Page) components.Field {
	field := components.Field{
		ID: f.field(), Name: f.field(), Value: f.Typed, Error: p.ErrorFor(f.field()), Required: true, Rows: 2,
		Label: locale.T(ctx, "What does this picture show?"), Hint: locale.T(ctx, "It cannot be posted without this. It is read out to people who cannot see the picture."),
	}
	if !f.Picture() {
		field.Label, field.Hint = locale.T(ctx, "What is this document called?"), locale.T(ctx, "It cannot be posted without this. It is what people read before they open it.")
	}
	return field
}

// errorID is what a field adds to what describes it where something is wrong with it.
func errorID(message string) string {
	if message == "" {
		return ""
	}
	return " file-error"
}

// heldPictures tells whether something waits that comes from a newcomer with pictures or documents: see
// discussion.HoldRule.With.
func heldPictures(c moderation.Case) bool {
	return len(c.Files) > 0 && c.State == discussion.Held && c.Reason == rules.First
}

// largeFile says that a file is larger than any that is taken, in the words that the site refuses it with.
func largeFile(ctx context.Context) string {
	return locale.Say(ctx, say.Text(files.Large.Invalid()["file"]))
}
