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
	a.homeRoutes(r)
	a.groupRoutes(r)
	a.discussionRoutes(r)
	a.contributionRoutes(r)
	a.peopleRoutes(r)
}

// peopleRoutes are for joining, signing in and looking after an account.
func (a *App) peopleRoutes(r *registrar) {
	r.get(Anyone, "/sign-in", a.showSignIn)
	r.post(Anyone, "/sign-in", a.askSignIn)
	r.post(Anyone, "/sign-in/password", a.signInWithPassword)
	r.get(Anyone, "/sign-in/sent", a.showSent)
	r.get(Anyone, "/sign-in/link", a.showLink)
	r.post(Anyone, "/sign-in/link", a.useLink)
	r.post(Anyone, "/sign-out", a.endThisSession)
	r.get(Anyone, "/join", a.showJoin)
	r.post(Anyone, "/join", a.askJoin)

	r.get(SignedIn, "/drafts/:id", a.showDraft)
	r.post(SignedIn, "/drafts/:id/drop", a.dropDraft)

	r.get(SignedIn, "/account", a.showAccount)
	r.post(SignedIn, "/account/profile", a.saveProfile)
	r.post(SignedIn, "/account/password", a.savePassword)
	r.post(SignedIn, "/account/email", a.askNewEmail)
	r.post(SignedIn, "/account/sessions/end-all", a.signOutEverywhere)
	r.post(SignedIn, "/account/sessions/:id/end", a.endSession)
	r.post(SignedIn, "/account/notices/read", a.readNotices)
	r.get(SignedIn, "/account/download", a.download)
	r.get(SignedIn, "/account/leave", a.showLeave)
	r.post(SignedIn, "/account/leave", a.leave)
}
