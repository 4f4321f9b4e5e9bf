package handlers

import (
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// What administrators set for the whole place.

// placeRoutes are for how the place is set up: what it asks of people, whom they turn to, and whether it is open.
func (a *App) placeRoutes(r *registrar) {
	r.get(Anyone, "/house-rules/rules/:number", a.showWordings(rules.KindRule, "number"), cached(), beforeOpening)
	r.get(Anyone, "/house-rules/reasons/:reason", a.showWordings(rules.KindReason, "reason"), cached(), beforeOpening)

	for _, kind := range people.Policies {
		r.get(Anyone, rules.PolicyPath(kind, 0)+"/versions", a.showPolicyVersions(kind), cached(), beforeOpening)
		r.get(Anyone, rules.PolicyPath(kind, 0)+"/versions/:number", a.showPolicyVersion(kind), cached(), beforeOpening)
	}
	r.get(Anyone, "/terms", a.showTermsOfUse, cached(), beforeOpening)
	r.get(Anyone, "/marks/:id", a.showMark, cached())

	r.get(CanAdminister, "/place", a.showPlaceSettings)
	r.get(CanAdminister, "/place/policies", a.showPolicies)
	r.get(CanAdminister, "/place/policies/:policy", a.editPolicy)
	r.post(CanAdminister, "/place/policies/:policy", a.postPolicy)
	r.get(CanAdminister, "/place/marks", a.listMarks)
	r.get(CanAdminister, "/place/marks/of/:id", a.editMark)
	r.post(CanAdminister, "/place/marks/of/:id", a.postMark)
	r.get(CanAdminister, "/place/rules", a.showRules)
	r.get(CanAdminister, "/place/rules/new", a.editRule)
	r.post(CanAdminister, "/place/rules/new", a.postRule)
	r.get(CanAdminister, "/place/rules/:number", a.editRule)
	r.post(CanAdminister, "/place/rules/:number", a.postRule)
	r.post(CanAdminister, "/place/rules/:number/state", a.postRuleState)
	r.get(CanAdminister, "/place/reasons/new", a.editReason)
	r.post(CanAdminister, "/place/reasons/new", a.postReason)
	r.get(CanAdminister, "/place/reasons/:reason", a.editReason)
	r.post(CanAdminister, "/place/reasons/:reason", a.postReason)
	r.post(CanAdminister, "/place/reasons/:reason/state", a.postReasonState)
	r.get(CanAdminister, "/place/contacts", a.showContacts)
	r.post(CanAdminister, "/place/contacts", a.postContacts)
	r.get(CanAdminister, "/place/welcome", a.showWelcome)
	r.post(CanAdminister, "/place/welcome", a.postWelcome)
	r.get(CanAdminister, "/place/opening", a.showOpening)
	r.post(CanAdminister, "/place/opening", a.postOpening)
	r.post(CanAdminister, "/place/pause", a.postPause)

	r.get(CanAdminister, "/place/signing-in", a.showPlaceSecond)
	r.post(CanAdminister, "/place/signing-in", a.postPlaceSecond)
	r.get(CanAdminister, "/place/taking-part", a.showTakingPart)
	r.post(CanAdminister, "/place/taking-part", a.postTakingPart)
	r.get(CanAdminister, "/place/languages", a.showLanguages)
	r.post(CanAdminister, "/place/languages", a.postLanguages)
	r.get(CanTag, "/place/elections", a.showPeriods)
	r.post(CanAdminister, "/place/elections", a.postPeriods)
}

// safetyRoutes are what the Online Safety Act and others have a place keep in writing.
func (a *App) safetyRoutes(r *registrar) {
	r.get(Anyone, "/safety", a.showSafety, cached(), beforeOpening)
	r.get(CanAdminister, "/place/safety", a.listSafety)
	r.get(CanAdminister, "/place/safety/print", a.printSafety)
	r.get(CanAdminister, "/place/safety/export.zip", a.exportSafety)
	r.get(CanAdminister, "/place/safety/:record", a.showSafetyRecord)
	r.get(CanAdminister, "/place/safety/:record/edit", a.editSafetyRecord)
	r.post(CanAdminister, "/place/safety/:record/edit", a.postSafetyRecord)
	r.get(CanAdminister, "/place/safety/:record/compare", a.compareSafetyRecord)
}
