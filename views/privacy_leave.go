package views

import (
	"context"

	"folkmoot/views/locale"
)

// numbers says what an erasure is about.
func (p LeavePage) numbers(ctx context.Context) (lines []string) {
	if p.Said == 0 && p.Positions == 0 && p.Files == 0 {
		return []string{locale.T(ctx, "You have said nothing here yet, so there are no words to decide about.")}
	}
	lines = append(lines, locale.N(ctx, p.Said, "You wrote 1 message.", "You wrote %d messages."))
	if p.Opened > 0 {
		lines = append(lines, locale.N(ctx, p.Opened, "You began 1 discussion.", "You began %d discussions."))
	}
	if p.Answers > 0 {
		lines = append(lines, locale.N(ctx, p.Answers, "Others answered you once.", "Others answered you %d times."))
	}
	if p.Paragraphs > 0 {
		lines = append(lines, locale.N(ctx, p.Paragraphs, "Your words helped to shape 1 paragraph of the guide. What the paragraph says stays. If your words go, it says there that its writer took them back.",
			"Your words helped to shape %d paragraphs of the guide. What the paragraphs say stays. If your words go, it says there that their writer took them back."))
	}
	if p.Quoted > 0 {
		lines = append(lines, locale.N(ctx, p.Quoted, "1 published summary quotes you. If your words go, the quote goes too. The numbers stay.",
			"%d published summaries quote you. If your words go, the quotes go too. The numbers stay."))
	}
	if p.Positions > 0 {
		lines = append(lines, locale.N(ctx, p.Positions, "You said once whether you agree. That stays as a number. It never showed a name.",
			"You said %d times whether you agree. That stays as a number. It never showed a name."))
	}
	if p.Files > 0 {
		lines = append(lines, locale.N(ctx, p.Files, "You attached 1 picture or document. It stays or goes with its message.",
			"You attached %d pictures and documents. Each stays or goes with its message."))
	}
	if p.Claimed > 0 {
		lines = append(lines, locale.N(ctx, p.Claimed, "With the code of a receipt you claimed words that came on paper or without an account. They count in all these numbers.",
			"With the codes of %d receipts you claimed words that came on paper or without an account. They count in all these numbers."))
	}
	return lines
}

// eitherWay says what happens whatever becomes of the words.
func (p LeavePage) eitherWay(ctx context.Context) []string {
	lines := []string{
		locale.T(ctx, "What you have not posted, what you follow, your notices and your ways to sign in are erased."),
		locale.T(ctx, "If somebody else wrote your name into a message or quoted you there, that stays. Ask us if you want it looked at."),
		locale.T(ctx, "A complaint under the law about words of yours is kept for six years, with what you answered to it."),
		locale.T(ctx, "What you reported is still looked at, and what you asked us about your details is still answered. Until then we keep what you wrote, and how to send you our answer."),
		locale.T(ctx, "Nobody can undo this. You can join again later, as somebody new."),
	}
	if p.Reported > 0 {
		lines = append(lines, locale.N(ctx, p.Reported, "1 of your messages was reported, and no moderator has looked yet. If your words go, it is hidden at once, and removed when they have looked, in 30 days at the latest.",
			"%d of your messages were reported, and no moderator has looked yet. If your words go, they are hidden at once, and removed when somebody has looked, in 30 days at the latest."))
	}
	if p.Concerns > 0 {
		lines = append(lines, locale.T(ctx, "The safeguarding lead is looking after somebody because of what you wrote. They keep those words and your email address until that is over."))
	} else {
		lines = append(lines, locale.T(ctx, "If the safeguarding lead is looking after somebody because of what you wrote, they keep those words and your email address until that is over."))
	}
	if p.Staff {
		lines = append(lines, locale.T(ctx, "What you decided or published for the place stays in its record, without your name."))
	}
	return lines
}
