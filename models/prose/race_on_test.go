//go:build race

package prose_test

// every says that one text in so many of a large corpus is tried: the race detector is slow,
// and what it looks for does not depend on the text.
const every = 20
