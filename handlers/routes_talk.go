package handlers

import "folkmoot/models/files"

// Where people say things: groups, discussions, contributions, and what is asked about a proposal.

// groupRoutes are the pages of groups and the forms on them.
func (a *App) groupRoutes(r *registrar) {
	r.get(Anyone, "/groups", a.listGroups, cached("after"))
	r.get(CanTag, "/groups/new", a.newGroup)
	r.post(CanTag, "/groups/new", a.createGroup)
	r.get(Anyone, "/groups/:group", a.showGroup, cached("show", "first", "after"))
	r.get(CanTag, "/groups/:group/edit", a.editGroup)
	r.post(CanTag, "/groups/:group/edit", a.saveGroup)
	r.post(Anyone, "/groups/:group/membership", a.changeMembership)
	r.get(SignedIn, "/groups/:group/people", a.showMembers)
	r.post(SignedIn, "/groups/:group/people", a.decideMember)
	r.get(Anyone, "/groups/:group/start", a.writeDiscussion)
	r.post(Anyone, "/groups/:group/start", a.startDiscussion)
}

// discussionRoutes are the pages of discussions and the forms on them.
func (a *App) discussionRoutes(r *registrar) {
	r.get(Anyone, "/discussions/:id", a.showDiscussion, cached("order", "after", "per"))
	r.get(Anyone, "/discussions/:id/print", a.printDiscussion)
	r.get(Anyone, "/discussions/:id/answers", a.writeAnswer)
	r.post(Anyone, "/discussions/:id/answers", a.postAnswer)
	r.get(SignedIn, "/discussions/:id/names.json", a.offerNames)
	r.post(SignedIn, "/discussions/:id/closing", a.closeDiscussion)
	r.post(SignedIn, "/discussions/:id/read", a.readAll, owing)
	r.get(SignedIn, "/discussions/:id/settings", a.showDiscussionSettings)
	r.post(SignedIn, "/discussions/:id/settings", a.postDiscussionSettings)
	r.get(CanTag, "/discussions/:id/add", a.typeAnswer)
	r.post(CanTag, "/discussions/:id/add", a.saveTypedAnswer)
	r.get(SignedIn, "/discussions/:id/move", a.showMessages)
	r.post(SignedIn, "/discussions/:id/move", a.postMessages)
}

// contributionRoutes are the pages of single contributions and what their writers and readers can do to them.
func (a *App) contributionRoutes(r *registrar) {
	r.get(Anyone, "/contributions/:id", a.permalink)
	r.get(Anyone, "/contributions/:id/history", a.showHistory, cached("before"))
	r.post(Anyone, "/contributions/:id/position", a.takePosition)
	r.get(Anyone, "/contributions/:id/fate", a.showFate, cached())
	r.post(CanEdit, "/contributions/:id/fate", a.postFate)
	r.post(SignedIn, "/contributions/:id/answer-back", a.postAnswerBack)
	r.get(SignedIn, "/contributions/:id/edit", a.editContribution)
	r.post(SignedIn, "/contributions/:id/edit", a.saveContribution)
	r.get(SignedIn, "/contributions/:id/delete", a.askDelete)
	r.post(SignedIn, "/contributions/:id/delete", a.deleteContribution, owing)
	r.get(SignedIn, "/contributions/:id/place", a.showPlace)
	r.post(SignedIn, "/contributions/:id/place", a.postPlace)
}

// fileRoutes are the pictures and documents that people attached. None is kept for visitors: who may have it is asked
// each time.
func (a *App) fileRoutes(r *registrar) {
	r.get(Anyone, "/files/:name", a.showFile(files.Whole))
	r.get(Anyone, "/files/:name/small", a.showFile(files.Small))
}

// receiptRoutes are for people without an account who come back with a code. It is only ever in the body of a form.
func (a *App) receiptRoutes(r *registrar) {
	r.get(Anyone, "/receipt", a.askReceipt)
	r.post(Anyone, "/receipt", a.showReceipt, owing)
	r.post(Anyone, "/receipt/take-back", a.takeBackByReceipt, owing)
	r.post(Anyone, "/receipt/change", a.mendByReceipt, owing)
}

// consultationRoutes are what is asked about a chapter or a discussion, the changes that people are told of, and what
// was decided. Who may set the terms of a discussion is decided in its room.
func (a *App) consultationRoutes(r *registrar) {
	for _, about := range []struct {
		base string
		find finder
		may  Access
	}{{"/guides/:guide/:chapter", a.aboutChapter, CanEdit}, {"/discussions/:id", a.aboutQuestion, SignedIn}} {
		base := about.base
		r.get(about.may, base+"/terms", a.showTerms(about.find))
		r.post(about.may, base+"/terms", a.postTerms(about.find))
		r.get(about.may, base+"/terms/tell", a.showTell(about.find))
		r.post(about.may, base+"/terms/tell", a.postTell(about.find))
		r.get(Anyone, base+"/decision", a.showDecision(about.find), cached())
		r.post(about.may, base+"/decision", a.recordDecision(about.find))
		r.post(SignedIn, base+"/decision/readers", a.postReader(about.find))
	}
	r.get(CanEdit, "/guides/:guide/:chapter/bundle", a.showBundle)
	r.post(CanEdit, "/guides/:guide/:chapter/bundle", a.downloadBundle)
}
