package demo

func guide() Guide {
	return Guide{
		Slug:  "doing-it-together",
		Title: "Doing it together: a guide for Dudley",
		Summary: "How people who live here and people who work here can run things side by side. " +
			"Six chapters, written in the open. Nothing in it is finished until you have had a go at it.",
		Chapters: []Chapter{whyChapter(), rolesChapter(), networksChapter(), findingChapter(), methodsChapter(), stepsChapter()},
	}
}
