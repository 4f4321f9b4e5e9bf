package handlers

// followRoutes are for following things, the inbox, and choosing how to be told.
func (a *App) followRoutes(r *registrar) {
	r.post(SignedIn, "/follow", a.follow, owing)
	r.get(SignedIn, "/inbox", a.showInbox)
	r.post(SignedIn, "/inbox/read", a.readInbox, owing)
	r.get(SignedIn, "/account/following", a.showFollowing)
	r.post(SignedIn, "/account/following", a.saveFollowing, owing)
	r.get(SignedIn, "/account/telling", a.showTelling)
	r.post(SignedIn, "/account/telling", a.saveTelling, owing)
	r.post(SignedIn, "/account/mail-again", a.mailAgain, owing)
	r.get(Anyone, "/unsubscribe/:secret", a.showUnsubscribe, beforeOpening)
	r.post(Anyone, "/unsubscribe/:secret", a.unsubscribe, beforeOpening, owing)
	r.get(Anyone, "/people/:person/practice", a.showPractice, cached("after"))
}
