package db

import (
	"strconv"
	"strings"
	"sync"
)

// numbered keeps each query's PostgreSQL form, since the same few hundred texts come again and again.
var numbered sync.Map

// rebind turns the ? of one SQL text into $1, $2, … for PostgreSQL. A literal ? outside quotes is not allowed.
func rebind(query string) string {
	if done, ok := numbered.Load(query); ok {
		return done.(string)
	}
	var b strings.Builder
	b.Grow(len(query) + 16)
	n, quoted := 0, false
	for i := 0; i < len(query); i++ {
		switch c := query[i]; {
		case c == '\'':
			quoted = !quoted
			b.WriteByte(c)
		case c == '?' && !quoted:
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		default:
			b.WriteByte(c)
		}
	}
	numbered.Store(query, b.String())
	return b.String()
}
