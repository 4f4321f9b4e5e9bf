package views

import "strconv"

// TakeAway is what a chapter, or a whole guide, can be had as besides the page.
type TakeAway struct {
	Files   bool // Word and EPUB files can be made here
	Missing bool // they cannot, and the reader is one who can change that
}

// takeAway names the files of a chapter's version, or of a guide.
type takeAway struct {
	TakeAway
	base    string // address of the page
	version int    // 0 for the newest
	source  string // the format of the Markdown
}

func (t takeAway) url(after, more string) string {
	query := ""
	if t.version != 0 {
		query = "?version=" + strconv.Itoa(t.version)
	}
	switch {
	case more != "" && query != "":
		query += "&" + more
	case more != "":
		query = "?" + more
	}
	return t.base + after + query
}

func (p ChapterPage) takeAway() takeAway {
	return takeAway{p.TakeAway, p.url(""), p.version(), "md"}
}

func (p GuidePage) takeAway() takeAway {
	return takeAway{p.TakeAway, GuideURL(p.Guide.Slug, ""), 0, "zip"}
}

// written tells whether any chapter of the guide is written.
func (p GuidePage) written() bool {
	for _, c := range p.Chapters {
		if c.VersionID != 0 {
			return true
		}
	}
	return false
}
