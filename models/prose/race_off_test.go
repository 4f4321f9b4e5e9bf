//go:build !race

package prose_test

// every says that one text in so many of a large corpus is tried.
const every = 1
