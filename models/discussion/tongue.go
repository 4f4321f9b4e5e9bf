package discussion

import "golang.org/x/text/language"

// In says in which language the words are, by its BCP 47 tag. What is no tag says nothing: nobody's words are refused for
// it.
func (b Body) In(tag string) Body {
	b.Language = ""
	if known, err := language.Parse(tag); err == nil && tag != "" {
		b.Language = known.String()
	}
	return b
}
