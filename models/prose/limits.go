package prose

// Limits bound what a text may hold. They keep every accepted text cheap to render whatever
// its shape; ordinary long texts stay far below them.
type Limits struct {
	Bytes       int // size of the text in bytes
	Depth       int // quotes, lists and footnotes inside one another
	Nesting     int // elements inside one another, marks such as bold included
	Columns     int // columns of one table
	Cells       int // cells of all tables together, the empty ones that fill short rows included
	Definitions int // link addresses set apart from their text
	Footnotes   int // footnotes, and separately places that refer to one
	Elements    int // paragraphs, items, links, marks and lines together
}

// Comment bounds what anybody may post.
var Comment = Limits{
	Bytes: 64 << 10, Depth: 16, Nesting: 80, Columns: 40, Cells: 4000,
	Definitions: 500, Footnotes: 200, Elements: 10000,
}

// Chapter bounds what staff may publish: four times the size, the same shapes.
var Chapter = Limits{
	Bytes: 256 << 10, Depth: 16, Nesting: 80, Columns: 40, Cells: 16000,
	Definitions: 1000, Footnotes: 400, Elements: 40000,
}

// Options say how a text is to be rendered. The zero value renders a comment.
type Options struct {
	// Limits bound the text; the zero value means Comment.
	Limits Limits
	// Prefix begins every id that the renderer makes (for footnotes), for instance "c12-",
	// so that several contributions can stand on one page. Letters, digits and hyphens are
	// kept, anything else is dropped. An empty Prefix is made from the text itself.
	Prefix string
	// Chapter keeps headings at levels 2 to 4, for a text that is the page's own. Otherwise
	// headings are lowered to levels 4 to 6, so that a comment does not break the page's outline.
	Chapter bool
}

func (o Options) limits() Limits {
	if o.Limits == (Limits{}) {
		return Comment
	}
	return o.Limits
}

// outputFactor and outputSpare bound the HTML by the size of its source.
const (
	outputFactor = 8
	outputSpare  = 4 << 10
)

// steps is how much work a text of n bytes may cause in the parser; a step is about 10 ns.
// Real documents take half a step a byte.
func steps(n int) int { return 150_000 + 4*n }
