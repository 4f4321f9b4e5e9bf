package handlers

import (
	"folkmoot/views"
)

// Every URL stands in the files routes*.go, with who may call it. A handler's own rules come on top: whether this person
// may do this to that thing is decided in the rooms.

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
	a.fileRoutes(r)
	a.takeAwayRoutes(r)
	a.guideRoutes(r)
	a.consultationRoutes(r)
	a.receiptRoutes(r)
	a.privacyRoutes(r)
	a.peopleRoutes(r)
	a.followRoutes(r)
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

// homeRoutes are the first page.
func (a *App) homeRoutes(r *registrar) { r.get(Anyone, "/", a.home, cached()) }

// peopleRoutes are for joining, signing in and looking after an account.
func (a *App) peopleRoutes(r *registrar) {
	r.get(Anyone, "/sign-in", a.showSignIn, beforeOpening)
	r.post(Anyone, "/sign-in", a.askSignIn, beforeOpening, owing)
	r.post(Anyone, "/sign-in/password", a.signInWithPassword, beforeOpening, owing)
	r.get(Anyone, "/sign-in/sent", a.showSent, beforeOpening)
	r.get(Anyone, "/sign-in/link", a.showLink, beforeOpening)
	r.post(Anyone, "/sign-in/link", a.useLink, beforeOpening, owing)
	r.get(Anyone, "/sign-in/reset", a.showReset, beforeOpening)
	r.post(Anyone, "/sign-in/reset", a.askReset, beforeOpening, owing)
	r.get(Anyone, "/sign-in/new-password", a.showNewPassword, beforeOpening)
	r.post(Anyone, "/sign-in/new-password", a.postNewPassword, beforeOpening, owing)
	r.post(Anyone, "/sign-in/passkey.json", a.beginPasskeySignIn, beforeOpening, owing)
	r.post(Anyone, "/sign-in/passkey", a.signInWithPasskey, beforeOpening, owing)
	r.get(Anyone, "/sign-in/second", a.showSecond, beforeOpening)
	r.post(Anyone, "/sign-in/second", a.postSecond, beforeOpening, owing)
	r.post(Anyone, "/sign-in/openid", a.beginTrip, beforeOpening, owing)
	r.get(Anyone, "/sign-in/openid/callback", a.endTrip, beforeOpening)
	r.get(Anyone, "/sign-in/not-me", a.showNotMe, beforeOpening)
	r.post(Anyone, "/sign-in/not-me", a.postNotMe, beforeOpening, owing)
	r.post(Anyone, "/sign-out", a.endThisSession, beforeOpening, owing)
	r.get(Anyone, "/join", a.showJoin)
	r.post(Anyone, "/join", a.askJoin)
	a.turnRoutes(r)

	r.get(SignedIn, "/drafts/:id", a.showDraft)
	r.get(SignedIn, "/drafts/:id/drop", a.askDrop)
	r.post(SignedIn, "/drafts/:id/drop", a.dropDraft, owing)
	r.post(SignedIn, "/drafts.json", a.saveDraft, owing)

	r.get(SignedIn, "/account", a.showAccount)
	r.get(SignedIn, "/account/said", a.showSaid)
	r.post(SignedIn, "/account/profile", a.saveProfile, owing)
	r.post(SignedIn, "/account/password", a.savePassword, owing)
	r.post(SignedIn, "/account/email", a.askNewEmail, owing)
	r.post(SignedIn, "/account/email/wait", a.waitForEmail, owing)
	r.get(SignedIn, "/account/prove", a.showProve)
	r.post(SignedIn, "/account/prove", a.postProve, owing)
	r.post(SignedIn, "/account/prove.json", a.beginPasskeyProof, owing)
	r.get(SignedIn, "/account/ways-in", a.showWaysIn)
	r.post(SignedIn, "/account/passkeys.json", a.beginPasskey, owing)
	r.post(SignedIn, "/account/passkeys", a.addPasskey, owing)
	r.post(SignedIn, "/account/passkeys/:id", a.changePasskey, owing)
	r.post(SignedIn, "/account/second-step/begin", a.beginApp, owing)
	r.get(SignedIn, "/account/second-step", a.showApp)
	r.post(SignedIn, "/account/second-step", a.confirmApp, owing)
	r.post(SignedIn, "/account/second-step/codes", a.newCodes, owing)
	r.post(SignedIn, "/account/second-step/codes.txt", a.downloadCodes, owing)
	r.post(SignedIn, "/account/second-step/remove", a.removeApp, owing)
	r.post(SignedIn, "/account/service/remove", a.untie, owing)
	r.post(SignedIn, "/account/sessions/end-all", a.signOutEverywhere, owing)
	r.post(SignedIn, "/account/sessions/:id/end", a.endSession, owing)
	r.post(SignedIn, "/account/notices/read", a.readNotices, owing)
	r.post(SignedIn, "/account/asking", a.saveAsking, owing)
	r.post(SignedIn, "/account/reading", a.saveReading, owing)
	r.get(SignedIn, "/account/download", a.showDownload)
	r.post(SignedIn, "/account/download", a.download, owing)
	r.post(SignedIn, "/account/claim", a.claim, owing)
	r.get(SignedIn, "/account/leave", a.showLeave)
	r.post(SignedIn, "/account/leave", a.leave, owing)
	r.get(Anyone, "/left", a.showLeft, beforeOpening)
	r.post(SignedIn, "/account/mark/off", a.dropMark, owing)
	r.get(SignedIn, "/agree", a.showAgree)
	r.post(SignedIn, "/agree", a.postAgree, owing)
}

// turnRoutes are for devices that several people use in turn.
func (a *App) turnRoutes(r *registrar) {
	r.get(Anyone, "/turn", a.showTurn, beforeOpening)
	r.post(Anyone, "/turn/end", a.endTurn, beforeOpening, owing)
	r.post(Anyone, "/turn/here.json", a.hereStill, beforeOpening, owing)
	r.get(Anyone, "/turn/off", a.showUnshare, beforeOpening)
	r.post(Anyone, "/turn/off", a.postUnshare, beforeOpening, owing)
	r.get(SignedIn, "/account/shared-device", a.showShare)
	r.post(SignedIn, "/account/shared-device", a.postShare, owing)
}

// findRoutes are for finding things: search, feeds, and what search engines ask for. What is looked for has no end, so
// pages of results are not kept.
func (a *App) findRoutes(r *registrar) {
	r.get(Anyone, "/search", a.showSearch)
	r.get(Anyone, "/feeds", a.showFeeds, cached())
	r.get(Anyone, "/feeds/search.atom", a.searchFeed)
	r.get(Anyone, "/calendar.ics", a.siteCalendar, cached())
	r.get(Anyone, "/groups/:group/calendar.ics", a.groupCalendar, cached())
	r.get(Anyone, "/discussions/:id/calendar.ics", a.discussionCalendar, cached())
	r.get(Anyone, "/guides/:guide/:chapter/calendar.ics", a.chapterCalendar, cached())
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
	r.get(Anyone, "/start", a.showStart, cached(), beforeOpening)
	r.get(Anyone, "/start/tour", a.showTour, cached(), beforeOpening)
	r.get(Anyone, "/paper", a.showPaperForm, cached("for", "size"), beforeOpening)
	r.get(Anyone, "/discussions/:id/paper", a.showDiscussionPaper)
	r.get(Anyone, "/guides/:guide/:chapter/paper", a.showChapterPaper)
	r.get(Anyone, "/help", a.about(views.Help, views.HelpTitle), cached(), beforeOpening)
	r.get(Anyone, "/house-rules", a.about(views.HouseRules, views.RulesTitle), cached(), beforeOpening)
	r.get(Anyone, "/privacy", a.about(views.Privacy, views.PrivacyTitle), cached(), beforeOpening)
	r.post(Anyone, "/language", a.postLanguage, beforeOpening, owing)
	r.get(Anyone, "/accessibility", a.about(views.Accessibility, views.AccessibilityTitle), cached(), beforeOpening)
	r.get(Anyone, "/cookies", a.about(views.CookiesUsed, views.CookiesTitle), cached(), beforeOpening)
}
