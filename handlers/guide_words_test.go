package handlers

import (
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/views"
)

func TestCommentingOnWords(t *testing.T) {
	s := library(t)
	form := func(words, body string) url.Values {
		return url.Values{"words": {words}, "body": {body}, "key": {db.NewToken()}}
	}
	s.play(t, []scenario{
		{name: "the form", url: finding + "?paragraph=2", status: 200, has: []string{`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">About some of its words only?`, "The words you mean", `id="words"`, `data-select="Comment on these words"`}},
		{name: "a link from a selection", url: finding + "?paragraph=2&words=the+launderette&words-before=Go+where", status: 200, has: []string{`<details class="govuk-details" open>`, "\nthe launderette</textarea>", `name="words-before" value="Go where"`}},
		{name: "words that are markup", url: finding + "?paragraph=2&words=%3C/textarea%3E%3Cscript%3E", status: 200, has: []string{"&lt;/textarea&gt;&lt;script&gt;"}},
		{name: "not of the whole chapter", url: finding + "?paragraph=whole", status: 200, hasNot: []string{"The words you mean"}},
		{name: "not there", who: "editor", url: commentsAt(1, "2"), form: form("the tram", "Why?"), status: 422, has: []string{"There is a problem", `<details class="govuk-details" open>`, "We cannot find these words in the paragraph.", "\nthe tram</textarea>", "\nWhy?</textarea>"}},
		{name: "several times", who: "editor", url: commentsAt(1, "2"), form: form("the", "Why?"), status: 422, has: []string{"more than once"}},
		{name: "not there, before joining", url: commentsAt(1, "2"), form: form("the tram", "Why?"), status: 422, has: []string{"We cannot find these words"}},
		{name: "a visitor joins first", url: commentsAt(1, "2"), form: form("the launderette", "Why?"), status: 303, to: "/join?next=%2F"},
		{name: "posted", who: "editor", url: commentsAt(1, "2"), form: form("THE  launderette,", "Which one?"), status: 303, to: "/contributions/1"},
		{name: "shown with them", url: finding + "?paragraph=2", status: 200, has: []string{"On the words “the launderette,”", `data-words="the launderette," data-nth="1"`, "Which one?"}},
		{name: "an answer has no words", who: "editor", url: commentsAt(1, "2") + "?to=1", status: 200, hasNot: []string{"The words you mean"}},
	})
	preview := form("the allotment gate", "And then?")
	preview.Set("do", "preview")
	s.play(t, []scenario{{name: "a preview keeps them", who: "editor", url: commentsAt(1, "2"), form: preview, status: 200, has: []string{"\nthe allotment gate</textarea>", "How it will look"}}})
	s.publish(t, strings.Replace(chapterText, "the launderette,", "the corner shop,", 1), "It closed.")
	s.play(t, []scenario{
		{name: "what they are now", url: finding + "?paragraph=2", status: 200, has: []string{"On the words “the launderette,”", "See version 1"}},
		{name: "what they were", url: finding + "?version=1&paragraph=2", status: 200, has: []string{"On the words “the launderette,”", `data-words="the launderette,"`}, hasNot: []string{"data-select"}},
	})
}

// Long or made-up addresses are answered, and not kept.
func TestWordsInAddressesAreNotKept(t *testing.T) {
	s := library(t)
	s.ask(t, scenario{url: finding + "?paragraph=2"})
	before := s.Cache.Stats()
	for _, words := range []string{"a", "b", strings.Repeat("long ", 500)} {
		if got := s.ask(t, scenario{url: finding + "?paragraph=2&words=" + url.QueryEscape(words)}); got.status != 200 {
			t.Error(got.status)
		}
	}
	if after := s.Cache.Stats(); after.Bytes != before.Bytes {
		t.Errorf("%+v, before %+v", after, before)
	}
}

func TestPuttingElsewhere(t *testing.T) {
	s := library(t)
	on := s.comment(t, "editor", 1, 3, "Ring the warden.")
	held := s.comment(t, "member", 1, 3, "Ring my aunt.")
	place := func(id int64) string { return views.ContributionURL(id, "/place") }
	to := func(version, paragraph, words string) url.Values {
		return url.Values{"version": {version}, "paragraph": {paragraph}, "words": {words}, "key": {db.NewToken()}}
	}
	s.publish(t, strings.Replace(chapterText, "- Who would you ring if the lights went out?\n", "", 1), "Asked elsewhere.")
	gone := finding + "?paragraph=gone"
	s.play(t, []scenario{
		{name: "one click away", who: "editor", url: gone, status: 200, has: []string{"Say where it belongs now", place(on)}},
		{name: "not for readers", url: gone, status: 200, has: []string{"Ring the warden."}, hasNot: []string{"Say where it belongs now", "/place"}},
		{name: "for the writer alone", who: "member", url: gone, status: 200, has: []string{place(held)}, hasNot: []string{place(on)}},
		{name: "a visitor", url: place(on), status: 303},
		{name: "somebody else", who: "moderator", url: place(on), status: 403, has: []string{"Only its writer and the editors"}},
		{name: "an editor, of what waits", who: "editor", url: place(held), status: 404},
		{name: "its writer", who: "member", url: place(held), status: 200, has: []string{"Ring my aunt."}},
		{name: "the page", who: "editor", url: place(on), status: 200, has: []string{"Ring the warden.", "no longer in the text", "Who would you ring if the lights went out?", `value="2">2.2 Go where they are already`, "Choose a paragraph"}},
		{name: "nothing chosen", who: "editor", url: place(on), form: to("2", "", ""), status: 422, has: []string{"Choose a paragraph from the list"}},
		{name: "words of the whole chapter", who: "editor", url: place(on), form: to("2", "whole", "the pantry"), status: 422, has: []string{"Choose the paragraph that these words stand in"}},
		{name: "words that are not there", who: "editor", url: place(on), form: to("2", "2", "the tram"), status: 422, has: []string{"We cannot find these words", "\nthe tram</textarea>"}},
		{name: "a stale page", who: "editor", url: place(on), form: to("1", "2", ""), status: 422, has: []string{"A newer version was published"}},
		{name: "somebody else posts", who: "moderator", url: place(on), form: to("2", "2", ""), status: 403},
		{name: "posted", who: "editor", url: place(on), form: to("2", "2", "the pantry queue"), status: 303, to: views.ContributionURL(on, "")},
		{name: "its permalink", url: views.ContributionURL(on, ""), status: 303, to: finding + "?paragraph=2#c" + id(on)},
		{name: "shown", url: finding + "?paragraph=2", status: 200, has: []string{"On the words “the pantry queue”", "Put here by its writer on 21 November.", "1 comment on 2.2"}},
		{name: "its writer, of what waits", who: "member", url: place(held), form: to("2", "1", ""), status: 303},
		{name: "there", who: "member", url: finding + "?paragraph=1", status: 200, has: []string{"Ring my aunt."}},
		{name: "in the register", who: "moderator", url: "/moderation/register", status: 200, has: []string{"</a> put a comment at its place in a chapter"}},
	})
}
