package handlers

import (
	"folkmoot/models/guide"
)

// Guides and their chapters.

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
