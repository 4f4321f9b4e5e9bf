package search

import "testing"

// While people write, batches grow as long as they come full, and are small again as soon as one is not.
func TestBatchesGrowWhileTheIndexIsBehind(t *testing.T) {
	busy := busyBatch
	for i, c := range []struct{ size, taken, want int }{
		{busyBatch, busyBatch, 128}, {128, 128, mostBusy}, {mostBusy, mostBusy, mostBusy}, {mostBusy, 3, busyBatch}, {quietBatch, 0, busyBatch}, {quietBatch, quietBatch, 128},
	} {
		if busy = nextBatch(busy, c.size, c.taken); busy != c.want {
			t.Errorf("step %d: %d, want %d", i, busy, c.want)
		}
	}
}
