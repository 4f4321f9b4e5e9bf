package handlers

import (
	"folkmoot/models/moderation"
)

// What keeps people safe, and the account that is given of it.

// moderationRoutes are for reporting, deciding and the register.
func (a *App) moderationRoutes(r *registrar) {
	r.get(Anyone, "/contributions/:id/report", a.showReport)
	r.post(Anyone, "/contributions/:id/report", a.postReport, owing)

	a.queueRoutes(r)
	r.get(CanModerate, "/moderation/contributions/:id", a.showRecord)
	r.post(CanModerate, "/moderation/contributions/:id", a.postDecision)
}

// queueRoutes are for the moderators' queue and for sharing the work on it.
func (a *App) queueRoutes(r *registrar) {
	r.get(CanModerate, "/moderation", a.showQueue)
	r.post(CanModerate, "/moderation/many", a.postMany)
	r.get(CanModerate, "/moderation/batches/:decision", a.showBatch)
	r.post(CanModerate, "/moderation/decisions/:decision/undo", a.undoDecision)
	r.post(CanModerate, "/moderation/contributions/:id/claim", a.postClaim)
	r.post(CanModerate, "/moderation/contributions/:id/assign", a.postAssign)
	r.post(CanModerate, "/moderation/contributions/:id/ask-opinion", a.askOpinion)
	r.post(CanModerate, "/moderation/contributions/:id/opinions/:opinion", a.giveOpinion)
}

// coverRoutes are for publishing with details covered, and for reading what was covered.
func (a *App) coverRoutes(r *registrar) {
	r.get(CanModerate, "/moderation/contributions/:id/cover", a.showCover)
	r.post(CanModerate, "/moderation/contributions/:id/cover", a.postCover)
	r.get(CanModerate, "/moderation/contributions/:id/sealed", a.askSealed)
	r.post(CanModerate, "/moderation/contributions/:id/sealed", a.readSealed)
	r.post(CanModerate, "/moderation/contributions/:id/sealed/:name", a.openSealedFile)
	r.post(CanModerate, "/moderation/contributions/:id/files/:name/back", a.putBackFile)
}

// personRoutes are the moderators' pages about people, and what people read that was done about them.
func (a *App) personRoutes(r *registrar) {
	r.get(CanModerate, "/moderation/people", a.findPeople)
	r.get(CanModerate, "/moderation/people/:person", a.showPerson)
	r.post(CanModerate, "/moderation/people/:person/sanctions", a.postSanction)
	r.post(CanModerate, "/moderation/people/:person/notes", a.postNote)
	r.post(CanAdminister, "/moderation/people/:person/notes/copy", a.copyNotes)
	r.post(CanModerate, "/moderation/sanctions/:sanction/lift", a.liftSanction)
	r.post(CanModerate, "/moderation/notes/:note/remove", a.removeNote)
	r.get(CanModerate, "/moderation/people/:id/trust", a.showTrustOf)
	r.post(CanModerate, "/moderation/people/:id/trust", a.postTrustOf)
	r.get(SignedIn, moderation.SanctionsPath, a.showOwnSanctions)
}

// watchRoutes are for what the place watches for in words as they come in.
func (a *App) watchRoutes(r *registrar) {
	r.get(CanModerate, "/moderation/words", a.showWatched)
	r.post(CanModerate, "/moderation/words", a.postWatched)
	r.post(CanModerate, "/moderation/words/try", a.tryWatched)
	r.get(CanModerate, "/moderation/words.csv", a.watchedCSV)
	r.post(CanModerate, "/moderation/words/bring", a.bringWatched)
}

// appealRoutes are for asking somebody else to look again, and for complaining.
func (a *App) appealRoutes(r *registrar) {
	r.get(Anyone, "/complaints", a.showComplaints, cached(), beforeOpening)
	r.get(SignedIn, "/contributions/:id/appeal", a.askAppeal)
	r.post(SignedIn, "/contributions/:id/appeal", a.postAppeal, owing)
	r.get(Anyone, "/contributions/:id/inaction", a.askInaction)
	r.post(Anyone, "/contributions/:id/inaction", a.postInaction, owing)
	r.post(Anyone, "/receipt/appeal", a.appealByReceipt, owing)
	r.get(SignedIn, "/appeals", a.listOwnAppeals)
	r.get(SignedIn, "/appeals/sanctions/:sanction", a.askSanctionAppeal)
	r.post(SignedIn, "/appeals/sanctions/:sanction", a.postSanctionAppeal, owing)
	r.get(Anyone, "/appeals/code/:code", a.askByCode, beforeOpening)
	r.post(Anyone, "/appeals/code/:code", a.postByCode, beforeOpening, owing)
	r.get(SignedIn, "/appeals/:appeal", a.showOwnAppeal)
	r.post(SignedIn, "/appeals/:appeal/withdraw", a.withdrawAppeal, owing)

	r.get(CanModerate, "/moderation/appeals", a.showAppeals)
	r.get(CanModerate, "/moderation/appeals/:appeal", a.showAppealCase)
	r.post(CanModerate, "/moderation/appeals/:appeal", a.postAppealCase)
	r.post(CanModerate, "/moderation/appeals/:appeal/take", a.takeAppeal)
}

// defamationRoutes are notices of complaint and the steps that the law asks for.
func (a *App) defamationRoutes(r *registrar) {
	r.get(Anyone, "/contributions/:id/defamation", a.showDefamationForm)
	r.post(Anyone, "/contributions/:id/defamation", a.postDefamation, owing)
	r.get(Anyone, "/defamation/reply/:code", a.showReply, beforeOpening)
	r.post(Anyone, "/defamation/reply/:code", a.postReply, beforeOpening, owing)
	r.get(CanModerate, "/moderation/contributions/:id/defamation", a.showPaper)
	r.post(CanModerate, "/moderation/contributions/:id/defamation", a.postPaper)
	r.get(CanModerate, "/moderation/defamation", a.listDefamations)
	r.get(CanModerate, "/moderation/defamation/help", a.helpDefamation)
	r.get(CanModerate, "/moderation/defamation/:notice", a.showDefamation)
	r.post(CanModerate, "/moderation/defamation/:notice", a.stepDefamation)
}

// safeguardingRoutes are for people who may be at risk, and for those who look after them.
func (a *App) safeguardingRoutes(r *registrar) {
	r.get(Anyone, "/safe", a.showSafe, cached("after"), beforeOpening)
	r.get(Anyone, "/worried", a.showWorried, beforeOpening)
	r.post(Anyone, "/worried", a.postWorried, beforeOpening, owing)

	r.get(CanSafeguard, "/safeguarding", a.listConcerns)
	r.get(CanSafeguard, "/safeguarding/:id", a.showConcern)
	r.post(CanSafeguard, "/safeguarding/:id/read", a.readConcern, owing)
	r.post(CanSafeguard, "/safeguarding/:id/print", a.printConcern, owing)
	r.post(CanSafeguard, "/safeguarding/:id/files/:name", a.openConcernFile, owing)
	r.post(CanSafeguard, "/safeguarding/:id/steps", a.postStep, owing)
	r.post(CanSafeguard, "/safeguarding/:id/back", a.postBack, owing)
	r.post(CanSafeguard, "/safeguarding/:id/seal", a.postSeal, owing)
	r.post(CanSafeguard, "/safeguarding/:id/reopen", a.postReopen, owing)

	r.get(CanModerate, "/moderation/contributions/:id/pass", a.askPass)
	r.post(CanModerate, "/moderation/contributions/:id/pass", a.postPass)

	r.get(CanAdminister, "/place/safeguarding", a.showDesk)
	r.post(CanAdminister, "/place/safeguarding/leads", a.postLead)
	r.post(CanAdminister, "/place/safeguarding/leads/:person", a.postLeadChange)
	r.post(CanAdminister, "/place/safeguarding/settings", a.postDeskSettings)
}

// registerRoutes are the register of acts of power: what everybody can see of it, and the whole for moderators.
func (a *App) registerRoutes(r *registrar) {
	r.get(Anyone, "/register", a.showPublicRegister, cached())
	r.get(Anyone, "/register.csv", a.publicRegisterCSV, cached())
	r.get(Anyone, "/register.json", a.publicRegisterJSON, cached())
	r.get(Anyone, "/register/heads.txt", a.registerHeads, cached())
	r.get(CanModerate, "/moderation/figures", a.showTeam)
	r.get(CanModerate, "/moderation/figures.csv", a.teamCSV)
	r.get(CanModerate, "/moderation/register", a.showRegister)
	r.get(CanModerate, "/moderation/register.csv", a.registerCSV)
	r.get(CanModerate, "/moderation/register.jsonl", a.registerLines)
}
