package components

import "context"

type sharedKey struct{}

// OnSharedDevice gives a context for pages that are shown on a device that several people use in turn: no box on them
// offers what was typed before.
func OnSharedDevice(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharedKey{}, true)
}

// complete is what the browser may offer to fill in: on a device that several people use in turn, nothing.
func (f Field) complete(ctx context.Context) string {
	if ctx.Value(sharedKey{}) != nil {
		return "off"
	}
	return f.Autocomplete
}
