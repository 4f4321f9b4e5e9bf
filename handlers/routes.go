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

// homeRoutes are the first page.
func (a *App) homeRoutes(r *registrar) { r.get(Anyone, "/", a.home, cached()) }

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
