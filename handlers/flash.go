package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/views/locale"
)

// flashFor is how long a message waits for the page that shows it.
const flashFor = time.Minute

// flashes are the messages that a redirect can leave for the next page, by code.
var flashes = map[string]func(ctx context.Context) string{
	"followed": func(ctx context.Context) string {
		return locale.T(ctx, "Saved. We tell you when there is something new.")
	},
	"unfollowed": func(ctx context.Context) string { return locale.T(ctx, "Saved. You do not follow it any more.") },
	"agreed":     func(ctx context.Context) string { return locale.T(ctx, "Thank you. We have noted it.") },
	"policy-made": func(ctx context.Context) string {
		return locale.T(ctx, "The new version holds from now on. Everybody can read it.")
	},
	"marked": func(ctx context.Context) string {
		return locale.T(ctx, "The mark stands beside the name. They are told.")
	},
	"mark-off": func(ctx context.Context) string { return locale.T(ctx, "The mark is taken off.") },
	"decided":  func(ctx context.Context) string { return locale.T(ctx, "Saved. Those it concerns are told.") },
	"decision-undone": func(ctx context.Context) string {
		return locale.T(ctx, "It is undone. Everything is as it was, and nobody is mailed.")
	},
	"too-late-to-undo": func(ctx context.Context) string {
		return locale.T(ctx, "It cannot be undone any more: the minute is over, or something happened since. You can decide about it again.")
	},
	"case-taken":    func(ctx context.Context) string { return locale.T(ctx, "It is yours for ten minutes.") },
	"case-released": func(ctx context.Context) string { return locale.T(ctx, "Others can look at it now.") },
	"case-not-yours": func(ctx context.Context) string {
		return locale.T(ctx, "You cannot take this: somebody else has it, or it does not wait any more.")
	},
	"opinion-asked": func(ctx context.Context) string { return locale.T(ctx, "Your question is asked.") },
	"partly-undone": func(ctx context.Context) string {
		return locale.T(ctx, "It is undone, but for what was changed or decided again since. That stays as it is now.")
	},
	"opinion-late": func(ctx context.Context) string {
		return locale.T(ctx, "Somebody decided about this before your opinion came. It is kept with the record, and who asked is told.")
	},
	"opinion-given": func(ctx context.Context) string { return locale.T(ctx, "Thank you. Who asked is told.") },
	"none-decided": func(ctx context.Context) string {
		return locale.T(ctx, "None of them could be decided any more. Please look again.")
	},
	"passed-on": func(ctx context.Context) string {
		return locale.T(ctx, "It is with the safeguarding lead now. Nobody else can read it. Thank you.")
	},
	"given-back": func(ctx context.Context) string {
		return locale.T(ctx, "The words are back where they were, and their writer is told.")
	},
	"reported": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. A moderator will read it.")
	},
	"reported-answer": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. A moderator will read it, and we will tell you what they decide.")
	},
	"appealed": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. We have it. Somebody who had no part in the decision will look at it.")
	},
	"complained": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. We have it, and write to you with our answer.")
	},
	"complained-too": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. We have your notice. Somebody complained about these words before you, so we are looking at them already. We write to you about yours.")
	},
	"counted": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. Your answers are counted, and nothing else is kept of them.")
	},
	"undone":          func(ctx context.Context) string { return locale.T(ctx, "It is undone. You can read it again.") },
	"nothing-to-undo": func(ctx context.Context) string { return locale.T(ctx, "There is nothing to undo any more.") },
	"double-begun": func(ctx context.Context) string {
		return locale.T(ctx, "The comments are drawn. The coders can begin.")
	},
	"theme-merged": func(ctx context.Context) string {
		return locale.T(ctx, "Saved. A theme with many comments needs a minute to move them all.")
	},
	"looked": func(ctx context.Context) string { return locale.T(ctx, "We have looked again.") },
	"saved":  func(ctx context.Context) string { return locale.T(ctx, "Saved.") },

	"reading": func(ctx context.Context) string {
		return locale.T(ctx, "Saved. Discussions are shown to you like this from now on.")
	},
	"ask-more":  func(ctx context.Context) string { return locale.T(ctx, "Thank you. We will ask you.") },
	"ask-later": func(ctx context.Context) string { return locale.T(ctx, "We will not ask you any more today.") },
	"ask-never": func(ctx context.Context) string {
		return locale.T(ctx, "We will not ask you any more. You can change that on the page of your account.")
	},

	"signed-in":      func(ctx context.Context) string { return locale.T(ctx, "You are signed in.") },
	"joined":         func(ctx context.Context) string { return locale.T(ctx, "You have joined. Good to have you here.") },
	"signed-out":     func(ctx context.Context) string { return locale.T(ctx, "You are signed out.") },
	"session-ended":  func(ctx context.Context) string { return locale.T(ctx, "It is signed out.") },
	"password-saved": func(ctx context.Context) string { return locale.T(ctx, "Your password has changed.") },
	"draft-kept": func(ctx context.Context) string {
		return locale.T(ctx, "Your words are kept for 30 days. They are here when you come back, and on your account page.")
	},
	"draft-dropped": func(ctx context.Context) string { return locale.T(ctx, "The words are gone.") },
	"proved":        func(ctx context.Context) string { return locale.T(ctx, "Thank you. You can go on.") },
	"passkey-added": func(ctx context.Context) string {
		return locale.T(ctx, "Your passkey is there. You can sign in with it.")
	},
	"second-off":     func(ctx context.Context) string { return locale.T(ctx, "The second step with an app is off.") },
	"password-reset": func(ctx context.Context) string { return locale.T(ctx, "Your new password is set. Sign in with it.") },
	"second-over": func(ctx context.Context) string {
		return locale.T(ctx, "That took too long, or the code was wrong too often. Please begin again.")
	},
	"shut-out": func(ctx context.Context) string {
		return locale.T(ctx, "Everybody is signed out of your account. Sign in by a link, and set a new password if you like.")
	},
	"email-changed": func(ctx context.Context) string { return locale.T(ctx, "Your email address has changed.") },
	"email-stopped": func(ctx context.Context) string {
		return locale.T(ctx, "It is stopped. The email address stays as it was.")
	},
	"email-waits": func(ctx context.Context) string {
		return locale.T(ctx, "Your email address changes in a week, if nobody objects from the old one.")
	},
	"email-old-missing": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. The address that you have had until now has to agree too: press the link in the mail to it.")
	},
	"email-new-missing": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. The new address has to be shown to be yours too: press the link in the mail to it.")
	},
	"erased": func(ctx context.Context) string {
		return locale.T(ctx, "They are erased. The words that go with them are being removed.")
	},
	"claimed": func(ctx context.Context) string {
		return locale.T(ctx, "Those words are yours. They are in your copy from now on.")
	},

	"moved":  func(ctx context.Context) string { return locale.T(ctx, "Moved. Those who wrote it are told.") },
	"posted": func(ctx context.Context) string { return locale.T(ctx, "Your words are posted.") },
	"held": func(ctx context.Context) string {
		return locale.T(ctx, "Thank you. A moderator will look at this soon. Until then only you can read it.")
	},
	"placed":       func(ctx context.Context) string { return locale.T(ctx, "It is put there.") },
	"fates-set":    func(ctx context.Context) string { return locale.T(ctx, "Saved. The writers are told.") },
	"taken-back":   func(ctx context.Context) string { return locale.T(ctx, "You have taken it back.") },
	"joined-group": func(ctx context.Context) string { return locale.T(ctx, "You are in this group now.") },
	"asked-to-join": func(ctx context.Context) string {
		return locale.T(ctx, "You have asked to join. A host will answer soon.")
	},
	"draft-saved": func(ctx context.Context) string {
		return locale.T(ctx, "The draft is saved. Readers see it when you publish it.")
	},
	"published-open": func(ctx context.Context) string {
		return locale.T(ctx, "The new version is published. Does it change what people were asked? Then choose “Tell everybody who took part”.")
	},
	"terms-changed": func(ctx context.Context) string {
		return locale.T(ctx, "Saved. Does it matter to those who spoke already? Then tell them here.")
	},
	"told": func(ctx context.Context) string {
		return locale.T(ctx, "Saved. Everybody who took part is being told.")
	},
	"decision-recorded": func(ctx context.Context) string {
		return locale.T(ctx, "The decision is recorded. Everybody who took part is being told.")
	},
	"frozen": func(ctx context.Context) string {
		return locale.T(ctx, "It is frozen. Look at it below, and publish it when it is right.")
	},
	"snapshot-published": func(ctx context.Context) string {
		return locale.T(ctx, "The summary is published. Everybody can read it at this address.")
	},
	"discarded":  func(ctx context.Context) string { return locale.T(ctx, "It is thrown away.") },
	"published":  func(ctx context.Context) string { return locale.T(ctx, "The new version is published.") },
	"left-group": func(ctx context.Context) string { return locale.T(ctx, "You have left this group.") },
	"brought-in": func(ctx context.Context) string {
		return locale.T(ctx, "The chapters are made. Their texts are drafts: open each one and publish it when it is ready.")
	},
	"companion-published": func(ctx context.Context) string { return locale.T(ctx, "It is published beside the chapter.") },
	"taken-in-draft": func(ctx context.Context) string {
		return locale.T(ctx, "The words are in the draft. Readers see them when you publish it.")
	},
}

// flash takes the message that waits for this reader, once.
func (a *App) flash(c *fiber.Ctx) string {
	code := a.cookies.Get(c, cookieFlash)
	if code == "" {
		return ""
	}
	a.cookies.Drop(c, cookieFlash)
	if message := flashes[code]; message != nil {
		return message(c.UserContext())
	}
	return ""
}
