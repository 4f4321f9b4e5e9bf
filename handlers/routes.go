package handlers

// Every URL stands in this file, with who may call it. A handler's own rules come on top: whether this person may do
// this to that thing is decided in the rooms.

// probeRoutes are for the machines that watch over this one; they may call it by any name.
func (a *App) probeRoutes(r *registrar) {
	r.plain("/healthz", a.health)
	r.plain("/readyz", a.ready)
	r.plain("/metrics", a.metrics())
}

// assetRoutes are files that are the same for everybody.
func (a *App) assetRoutes(r *registrar) {
	r.plain("/assets/*", a.asset)
	r.plain("/favicon.ico", a.favicon)
	r.plain("/favicon.svg", a.favicon)
}

// pageRoutes are the pages and the forms.
func (a *App) pageRoutes(r *registrar) {
}
