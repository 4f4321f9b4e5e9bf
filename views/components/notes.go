package components

// Link is an address and its words.
type Link struct{ Text, URL string }

// More leads to the rows after the ones on the page. Next or Previous may be empty.
type More struct {
	Label        string // what the rows are, for people who hear the page: "Pages of answers"
	Next         string // address of the next rows
	NextText     string // "Show the next 20 answers"
	Previous     string // address of the rows before
	PreviousText string // "Back to the first answers"
}
