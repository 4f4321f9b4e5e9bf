package main

import "runtime/debug"

// How much memory is traded for speed: garbage is collected when it is four times what is in use, which pages made
// afresh are a quarter faster with, but from softLimit bytes on as often as is needed to stay below it.
const (
	collectAt = 400
	softLimit = 128 << 20
)

// spendMemory sets the trade, unless the operator chose another by GOGC or GOMEMLIMIT.
func spendMemory(environ map[string]string) {
	if environ["GOGC"] == "" {
		debug.SetGCPercent(collectAt)
	}
	if environ["GOMEMLIMIT"] == "" {
		debug.SetMemoryLimit(softLimit)
	}
}
