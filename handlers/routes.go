package handlers

import (
	"folkmoot/models/guide"
	"folkmoot/views"
)

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
	a.takeAwayRoutes(r)
	a.guideRoutes(r)
	a.consultationRoutes(r)
	a.receiptRoutes(r)
	a.peopleRoutes(r)
	a.moderationRoutes(r)
	a.appealRoutes(r)
	a.defamationRoutes(r)
	a.safeguardingRoutes(r)
	a.safetyRoutes(r)
	a.watchRoutes(r)
	a.coverRoutes(r)
	a.personRoutes(r)
	a.themeRoutes(r)
	a.codingRoutes(r)
	a.hearingRoutes(r)
	a.snapshotRoutes(r)
	a.findRoutes(r)
	a.placeRoutes(r)
	a.helpRoutes(r)
	a.registerRoutes(r)
}

// peopleRoutes are for joining, signing in and looking after an account.
func (a *App) peopleRoutes(r *registrar) {
	r.get(Anyone, "/sign-in", a.showSignIn, beforeOpening)
	r.post(Anyone, "/sign-in", a.askSignIn, beforeOpening)
	r.post(Anyone, "/sign-in/password", a.signInWithPassword, beforeOpening)
	r.get(Anyone, "/sign-in/sent", a.showSent, beforeOpening)
	r.get(Anyone, "/sign-in/link", a.showLink, beforeOpening)
	r.post(Anyone, "/sign-in/link", a.useLink, beforeOpening)
	r.post(Anyone, "/sign-out", a.endThisSession, beforeOpening)
	r.get(Anyone, "/join", a.showJoin)
	r.post(Anyone, "/join", a.askJoin)

	r.get(SignedIn, "/drafts/:id", a.showDraft)
	r.post(SignedIn, "/drafts/:id/drop", a.dropDraft)

	r.get(SignedIn, "/account", a.showAccount)
	r.get(SignedIn, "/account/said", a.showSaid)
	r.post(SignedIn, "/account/profile", a.saveProfile)
	r.post(SignedIn, "/account/password", a.savePassword)
	r.post(SignedIn, "/account/email", a.askNewEmail)
	r.post(SignedIn, "/account/sessions/end-all", a.signOutEverywhere)
	r.post(SignedIn, "/account/sessions/:id/end", a.endSession)
	r.post(SignedIn, "/account/notices/read", a.readNotices)
	r.post(SignedIn, "/account/mail", a.saveMail)
	r.post(SignedIn, "/account/asking", a.saveAsking)
	r.get(SignedIn, "/account/download", a.download)
	r.get(SignedIn, "/account/leave", a.showLeave)
	r.post(SignedIn, "/account/leave", a.leave)
}

// homeRoutes are the first page.
func (a *App) homeRoutes(r *registrar) { r.get(Anyone, "/", a.home, cached()) }

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
	r.get(Anyone, "/discussions/:id/answers", a.writeAnswer)
	r.post(Anyone, "/discussions/:id/answers", a.postAnswer)
	r.post(SignedIn, "/discussions/:id/closing", a.closeDiscussion)
	r.get(SignedIn, "/discussions/:id/settings", a.showDiscussionSettings)
	r.post(SignedIn, "/discussions/:id/settings", a.postDiscussionSettings)
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
	r.post(SignedIn, "/contributions/:id/delete", a.deleteContribution)
	r.get(SignedIn, "/contributions/:id/place", a.showPlace)
	r.post(SignedIn, "/contributions/:id/place", a.postPlace)
}

// moderationRoutes are for reporting, deciding and the register.
func (a *App) moderationRoutes(r *registrar) {
	r.get(Anyone, "/contributions/:id/report", a.showReport)
	r.post(Anyone, "/contributions/:id/report", a.postReport)

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

// appealRoutes are for asking somebody else to look again, and for complaining.
func (a *App) appealRoutes(r *registrar) {
	r.get(Anyone, "/complaints", a.showComplaints, cached(), beforeOpening)
	r.get(SignedIn, "/contributions/:id/appeal", a.askAppeal)
	r.post(SignedIn, "/contributions/:id/appeal", a.postAppeal)
	r.get(Anyone, "/contributions/:id/inaction", a.askInaction)
	r.post(Anyone, "/contributions/:id/inaction", a.postInaction)
	r.post(Anyone, "/receipt/appeal", a.appealByReceipt)
	r.get(SignedIn, "/appeals", a.listOwnAppeals)
	r.get(SignedIn, "/appeals/sanctions/:sanction", a.askSanctionAppeal)
	r.post(SignedIn, "/appeals/sanctions/:sanction", a.postSanctionAppeal)
	r.get(Anyone, "/appeals/code/:code", a.askByCode, beforeOpening)
	r.post(Anyone, "/appeals/code/:code", a.postByCode, beforeOpening)
	r.get(SignedIn, "/appeals/:appeal", a.showOwnAppeal)
	r.post(SignedIn, "/appeals/:appeal/withdraw", a.withdrawAppeal)

	r.get(CanModerate, "/moderation/appeals", a.showAppeals)
	r.get(CanModerate, "/moderation/appeals/:appeal", a.showAppealCase)
	r.post(CanModerate, "/moderation/appeals/:appeal", a.postAppealCase)
	r.post(CanModerate, "/moderation/appeals/:appeal/take", a.takeAppeal)
}

// defamationRoutes are notices of complaint and the steps that the law asks for.
func (a *App) defamationRoutes(r *registrar) {
	r.get(Anyone, "/contributions/:id/defamation", a.showDefamationForm)
	r.post(Anyone, "/contributions/:id/defamation", a.postDefamation)
	r.get(Anyone, "/defamation/reply/:code", a.showReply, beforeOpening)
	r.post(Anyone, "/defamation/reply/:code", a.postReply, beforeOpening)
	r.get(CanModerate, "/moderation/defamation", a.listDefamations)
	r.get(CanModerate, "/moderation/defamation/help", a.helpDefamation)
	r.get(CanModerate, "/moderation/defamation/:notice", a.showDefamation)
	r.post(CanModerate, "/moderation/defamation/:notice", a.stepDefamation)
}

// themeRoutes are the codebook and the tags.
func (a *App) themeRoutes(r *registrar) {
	r.get(Anyone, "/themes", a.showThemes, cached())
	r.get(CanTag, "/themes/new", a.newTheme)
	r.post(CanTag, "/themes", a.postTheme)
	r.get(Anyone, "/themes/codebook.csv", a.codebookCSV, cached())
	r.get(Anyone, "/themes/codebook.qdc", a.codebookQDC, cached())
	r.get(CanTag, "/themes/import", a.showImportThemes)
	r.post(CanTag, "/themes/import", a.postImportThemes)
	r.post(CanTag, "/themes/import/confirm", a.postImportConfirm)
	r.get(Anyone, "/themes/versions", a.showVersions, cached("after"))
	r.get(Anyone, "/themes/versions/:version", a.showVersion, cached("from"))
	r.get(CanTag, "/themes/:theme/merge", a.showMerge)
	r.post(CanTag, "/themes/:theme/merge", a.postMerge)
	r.get(CanTag, "/themes/:theme/split", a.showSplit)
	r.post(CanTag, "/themes/:theme/split", a.postSplit)
	r.get(CanTag, "/themes/:theme/move", a.showMove)
	r.post(CanTag, "/themes/:theme/move", a.postMove)
	r.get(Anyone, "/themes/:theme", a.showTheme, cached("after"))
	r.get(CanTag, "/themes/:theme/edit", a.editTheme)
	r.post(CanTag, "/themes/:theme", a.postThemeChange)
	r.post(CanTag, "/themes/:theme/state", a.postThemeState)
	r.get(CanTag, "/contributions/:id/themes", a.showTags)
	r.post(CanTag, "/contributions/:id/themes", a.postTags)
	r.post(CanTag, "/contributions/:id/themes/words", a.postTagWords)
	r.post(CanTag, "/contributions/:id/themes/words/off", a.postTagWordsOff)
	r.get(CanTag, "/moderation/untagged", a.showUntagged)
}

// codingRoutes are for reading and tagging at speed, and for coding the same sample several times.
func (a *App) codingRoutes(r *registrar) {
	r.get(CanTag, "/coding", a.showCoding)
	r.post(CanTag, "/coding", a.postCoding)
	r.post(CanTag, "/coding/undo", a.undoCoding)
	r.get(CanTag, "/coding/check", a.showTrust)
	r.get(CanTag, "/coding/prompts", a.listPrompts)
	r.post(CanTag, "/coding/prompts/look", a.postPromptsLook)
	r.get(CanTag, "/coding/prompts/:prompt", a.showPrompt)
	r.post(CanTag, "/coding/prompts/:prompt", a.postPrompt)
	r.post(CanEdit, "/coding/prompts/:prompt/name", a.postPromptName)
	r.get(CanTag, "/coding/double", a.listDoubles)
	r.get(CanTag, "/coding/double/new", a.newDouble)
	r.post(CanTag, "/coding/double", a.postDouble)
	r.get(CanTag, "/coding/double/:id", a.showDouble)
	r.get(CanTag, "/coding/double/:id/codes.csv", a.doubleCSV)
	r.get(CanTag, "/coding/double/:id/code", a.showBlind)
	r.post(CanTag, "/coding/double/:id/code", a.postBlind)
	r.post(CanTag, "/coding/double/:id/undo", a.undoBlind)
	r.post(CanTag, "/coding/double/:id/end", a.endDouble)
	r.post(CanTag, "/coding/double/:id/items/:item", a.resolveItem)
}

// hearingRoutes are the summary and what editors write about it.
func (a *App) hearingRoutes(r *registrar) {
	r.get(Anyone, "/hearing", a.showHearing, cached(append(hearingParams, "show", "issue")...))
	r.get(Anyone, "/hearing.json", a.hearingJSON, cached(hearingParams...))
	r.get(Anyone, "/hearing.csv", a.hearingCSV, cached(hearingParams...))
	r.get(Anyone, "/hearing/contributions", a.showBehind, cached(append(hearingParams, "also", "position", "after")...))
	r.get(CanTag, "/hearing/rising", a.showRising)
	r.get(Anyone, "/hearing/copies", a.showCopies, cached(hearingParams...))
	r.get(Anyone, "/hearing/reach", a.showReach, cached(hearingParams...))
	r.get(CanEdit, "/hearing/reach/edit", a.editReach)
	r.post(CanEdit, "/hearing/reach/baselines", a.postBaseline)
	r.post(CanEdit, "/hearing/reach/baselines/remove", a.postBaselineRemoved)
	r.post(CanEdit, "/hearing/reach/questions", a.postQuestion)
	r.post(CanEdit, "/hearing/reach/questions/retire", a.postQuestionRetired)
	r.get(SignedIn, "/account/about-you", a.askAboutPeople)
	r.post(SignedIn, "/account/about-you", a.postAboutPeople)
	r.get(Anyone, "/hearing/compare", a.showCompare, cached(compareParams()...))
	r.get(Anyone, "/hearing/compare.csv", a.compareCSV, cached(compareParams()...))
	r.get(Anyone, "/hearing/issues/:theme", a.showIssue, cached(hearingParams...))
	r.get(CanEdit, "/hearing/issues/:theme/edit", a.editIssue)
	r.get(Anyone, "/hearing/views", a.showViews, cached(viewParams...))
	r.get(Anyone, "/hearing/views.json", a.viewsJSON, cached(viewParams...))
	r.get(Anyone, "/hearing/views.csv", a.viewsCSV, cached(viewParams...))
	r.post(CanEdit, "/hearing/issues/:theme", a.postIssue)
	r.get(CanEdit, "/hearing/issues/:theme/pins/new", a.writePin)
	r.post(CanEdit, "/hearing/issues/:theme/pins", a.postPin)
	r.post(CanEdit, "/hearing/issues/:theme/pins/:pin/end", a.postPinEnd)
	r.get(CanEdit, "/hearing/issues/:theme/commitments/new", a.editCommitment)
	r.post(CanEdit, "/hearing/issues/:theme/commitments", a.postCommitment)
	r.get(CanEdit, "/hearing/issues/:theme/commitments/:commitment", a.editCommitment)
	r.post(CanEdit, "/hearing/issues/:theme/commitments/:commitment", a.postCommitment)
	r.get(CanEdit, "/hearing/issues/:theme/call", a.writeIssueCall)
	r.post(CanEdit, "/hearing/issues/:theme/call", a.postIssueCall)
}

// snapshotRoutes are the summaries that were frozen, and reports.
func (a *App) snapshotRoutes(r *registrar) {
	r.get(CanEdit, "/hearing/report", a.showLiveReport)
	r.get(CanEdit, "/hearing/report.docx", a.liveReportFile)
	r.get(Anyone, "/hearing/snapshots", a.listSnapshots, cached("after"))
	r.post(CanEdit, "/hearing/snapshots", a.postSnapshot)
	r.get(CanEdit, "/hearing/snapshots/new", a.newSnapshot)
	r.get(Anyone, "/hearing/snapshots/:snapshot", a.showSnapshot, cached())
	r.plain("/hearing/snapshots/:snapshot/embed", a.embedSnapshot)
	r.get(Anyone, "/hearing/snapshots/:snapshot/report", a.snapshotReport, cached())
	r.get(Anyone, "/hearing/snapshots/:snapshot/report.docx", a.snapshotReportFile)
	for _, format := range []string{"html", "docx", "xlsx", "csv", "views.csv", "heard.csv", "json"} {
		r.get(Anyone, "/hearing/snapshots/:snapshot/download."+format, a.snapshotFile(format))
	}
	r.get(CanEdit, "/hearing/snapshots/:snapshot/edit", a.editSnapshot)
	r.post(CanEdit, "/hearing/snapshots/:snapshot/edit", a.postSnapshotEdit)
	r.post(CanEdit, "/hearing/snapshots/:snapshot/introduction", a.postIntroduction)
	r.post(CanEdit, "/hearing/snapshots/:snapshot/publish", a.publishSnapshot)
	r.post(CanEdit, "/hearing/snapshots/:snapshot/discard", a.discardSnapshot)
	r.post(CanEdit, "/hearing/snapshots/:snapshot/withdraw", a.withdrawSnapshot)
}

// takeAwayRoutes are for taking a guide off the screen and finding the way back. They stand before the chapters, whose
// addresses they would be otherwise.
func (a *App) takeAwayRoutes(r *registrar) {
	r.get(Anyone, "/c", a.showCodeForm)
	r.get(Anyone, "/c/:code", a.followCode)
	r.get(CanEdit, "/guides/:guide/import", a.showImport)
	r.post(CanEdit, "/guides/:guide/import", a.postImport)
	r.get(CanEdit, "/guides/:guide/import/:id", a.showManuscript)
	r.post(CanEdit, "/guides/:guide/import/:id", a.postManuscript)
	r.get(Anyone, "/guides/:guide/print", a.printGuide, cached("margin", "size"))
	for _, format := range []string{"docx", "epub"} {
		r.get(Anyone, "/guides/:guide/download."+format, a.guideFile(format))
		r.get(Anyone, "/guides/:guide/:chapter/download."+format, a.chapterFile(format))
	}
	r.get(Anyone, "/guides/:guide/download.zip", a.guideSource, cached())
	r.get(Anyone, "/guides/:guide/:chapter/download.md", a.chapterSource, cached("version"))
	for _, kind := range guide.CompanionKinds {
		r.get(Anyone, "/guides/:guide/:chapter/"+string(kind), a.showCompanion(kind), cached())
		r.get(CanEdit, "/guides/:guide/:chapter/companions/"+string(kind), a.writeCompanion(kind))
		r.post(CanEdit, "/guides/:guide/:chapter/companions/"+string(kind), a.postCompanion(kind))
	}
	r.get(Anyone, "/guides/:guide/:chapter/print", a.printChapter, cached("version", "margin", "size"))
}

// guideRoutes are the guides: their chapters, the comments on them, and where editors write.
func (a *App) guideRoutes(r *registrar) {
	r.get(Anyone, "/guides", a.showGuides, cached())
	r.get(CanEdit, "/guides/new", a.newGuide)
	r.post(CanEdit, "/guides/new", a.createGuide)
	r.get(Anyone, "/guides/:guide", a.showGuide, cached())
	r.get(CanEdit, "/guides/:guide/edit", a.editGuide)
	r.post(CanEdit, "/guides/:guide/edit", a.saveGuide)
	r.get(CanEdit, "/guides/:guide/chapters/new", a.newChapter)
	r.post(CanEdit, "/guides/:guide/chapters/new", a.createChapter)

	r.get(CanEdit, "/guides/:guide/fates", a.showFates)
	r.post(CanEdit, "/guides/:guide/fates", a.postFates)
	r.get(Anyone, "/guides/:guide/you-said", a.showYouSaid, cached("chapter", "theme"))
	r.get(Anyone, "/guides/:guide/you-said.csv", a.youSaidCSV, cached("chapter", "theme"))

	r.get(Anyone, "/guides/:guide/:chapter", a.showChapter, cached("version", "paragraph", "after"))
	r.get(Anyone, "/guides/:guide/:chapter/changes", a.showChanges, cached("from", "to"))
	r.get(Anyone, "/guides/:guide/:chapter/shaped", a.showShaped, cached("from"))
	r.get(CanEdit, "/guides/:guide/:chapter/call", a.writeCall)
	r.post(CanEdit, "/guides/:guide/:chapter/call", a.postCall)
	r.get(Anyone, "/guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/comments", a.writeComment)
	r.post(Anyone, "/guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/comments", a.postComment)
	r.get(Anyone, "/guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/guest", a.writeAsGuest)
	r.post(Anyone, "/guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/guest", a.postAsGuest)
	r.get(CanTag, "/guides/:guide/:chapter/add", a.typeIn)
	r.post(CanTag, "/guides/:guide/:chapter/add", a.saveTypedIn)

	r.get(CanEdit, "/guides/:guide/:chapter/fates", a.showFates)
	r.post(CanEdit, "/guides/:guide/:chapter/fates", a.postFates)
	r.get(Anyone, "/guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/suggestions", a.writeSuggestion)
	r.post(Anyone, "/guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/suggestions", a.postSuggestion)
	r.get(CanEdit, "/contributions/:id/draft", a.askTake)
	r.post(CanEdit, "/contributions/:id/draft", a.takeSuggestion)

	r.get(CanEdit, "/guides/:guide/:chapter/edit", a.writeChapter)
	r.post(CanEdit, "/guides/:guide/:chapter/edit", a.saveChapter)
	r.post(CanEdit, "/guides/:guide/:chapter/draft.json", a.saveTyped)
	r.post(CanEdit, "/guides/:guide/:chapter/copy", a.dropCopy)
	r.get(CanEdit, "/guides/:guide/:chapter/drafts", a.showRevisions)
	r.get(CanEdit, "/guides/:guide/:chapter/drafts/:revision", a.showRevision)
	r.post(CanEdit, "/guides/:guide/:chapter/drafts/:revision", a.bringBack)
	r.get(CanEdit, "/guides/:guide/:chapter/publish", a.reviewChapter)
	r.post(CanEdit, "/guides/:guide/:chapter/publish", a.publishChapter)
	r.get(CanEdit, "/guides/:guide/:chapter/settings", a.editSettings)
	r.post(CanEdit, "/guides/:guide/:chapter/settings", a.saveSettings)
	r.post(CanEdit, "/guides/:guide/:chapter/place", a.placeChapter)
}

// receiptRoutes are for people without an account who come back with a code. It is only ever in the body of a form.
func (a *App) receiptRoutes(r *registrar) {
	r.get(Anyone, "/receipt", a.askReceipt)
	r.post(Anyone, "/receipt", a.showReceipt)
	r.post(Anyone, "/receipt/take-back", a.takeBackByReceipt)
	r.post(Anyone, "/receipt/change", a.mendByReceipt)
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
	r.get(CanAdminister, "/place/taking-part", a.showTakingPart)
	r.post(CanAdminister, "/place/taking-part", a.postTakingPart)
	r.get(CanModerate, "/moderation/people/:id/trust", a.showTrustOf)
	r.post(CanModerate, "/moderation/people/:id/trust", a.postTrustOf)
	r.get(CanTag, "/place/elections", a.showPeriods)
	r.post(CanAdminister, "/place/elections", a.postPeriods)
}

// findRoutes are for finding things: search, feeds, and what search engines ask for. What is looked for has no end, so
// pages of results are not kept.
func (a *App) findRoutes(r *registrar) {
	r.get(Anyone, "/search", a.showSearch)
	r.get(Anyone, "/feeds/site.atom", a.siteFeed, cached())
	r.get(Anyone, "/feeds/hearing.atom", a.hearingFeed, cached())
	r.get(Anyone, "/feeds/groups/:group.atom", a.groupFeed, cached())
	r.get(Anyone, "/feeds/discussions/:id.atom", a.discussionFeed, cached())
	r.get(Anyone, "/feeds/guides/:guide/:chapter.atom", a.chapterFeed, cached())
	r.get(Anyone, "/feeds/themes/:theme.atom", a.themeFeed, cached())
	r.get(Anyone, "/robots.txt", a.robots, cached())
	r.get(Anyone, "/sitemap.xml", a.sitemap, cached())
	r.get(Anyone, "/sitemaps/:kind/:after.xml", a.sitemapPart, cached())
}

// helpRoutes are pages about the site itself.
func (a *App) helpRoutes(r *registrar) {
	r.get(Anyone, "/help", a.about(views.Help, views.HelpTitle), cached(), beforeOpening)
	r.get(Anyone, "/house-rules", a.about(views.HouseRules, views.RulesTitle), cached(), beforeOpening)
	r.get(Anyone, "/privacy", a.about(views.Privacy, views.PrivacyTitle), cached(), beforeOpening)
	r.get(Anyone, "/accessibility", a.about(views.Accessibility, views.AccessibilityTitle), cached(), beforeOpening)
	r.get(Anyone, "/cookies", a.about(views.CookiesUsed, views.CookiesTitle), cached(), beforeOpening)
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
