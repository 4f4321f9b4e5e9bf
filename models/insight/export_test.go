package insight

import "testing"

// SetSmallPlace has places of more contributions counted afresh in steps, while a test runs.
func SetSmallPlace(t testing.TB, n int) {
	before := smallPlace
	smallPlace = n
	t.Cleanup(func() { smallPlace = before })
}
