package email

import (
	"context"

	"folkmoot/models/people"
	"folkmoot/views/locale"
)

// accessLetter writes the mails about the ways into an account: changes of address, new passwords, the second step,
// passkeys, and sign-ins that look strange.
func accessLetter(ctx context.Context, place string, l people.Letter) letter {
	hello := locale.T(ctx, "Hello,")
	notYou := locale.T(ctx, "That was not you? Then sign in, look at the ways into your account, set a new password, and tell us.")
	done := func(subject, words string) letter {
		return letter{subject: subject, button: locale.T(ctx, "Look at the ways into your account"), before: []string{hello, words}, after: []string{notYou}}
	}
	switch l.Kind {
	case people.LetterReset:
		return letter{
			subject: locale.T(ctx, "A new password for %s", place), button: locale.T(ctx, "Set a new password"),
			before: []string{hello, locale.T(ctx, "here is your link to set a new password for %s. It does nothing else: you sign in with the new password afterwards.", place)},
			after: []string{
				locale.T(ctx, "The link works once, for %d minutes.", l.Valid) + " " +
					locale.T(ctx, "If you open it on another phone or computer, it asks for the 6 numbers that the page you came from shows."),
				locale.T(ctx, "You did not ask for this? Then you need do nothing. Your password stays as it is. Never tell anybody the 6 numbers."),
			},
		}
	case people.LetterNewEmail:
		return letter{
			subject: locale.T(ctx, "Your new address for %s", place), button: locale.T(ctx, "Use this address"),
			before: []string{hello, locale.T(ctx, "you want to use this address for %s from now on. Press the link to show that it is yours. The address that you had until now has to agree too: we have sent it a mail of its own.", place)},
			after:  []string{locale.T(ctx, "The link works once, for a day."), locale.T(ctx, "You did not ask for this? Then you need do nothing. Never tell anybody the 6 numbers.")},
		}
	case people.LetterAgreeEmail:
		return letter{
			subject: locale.T(ctx, "May your account at %s have another address?", place), button: locale.T(ctx, "Agree, or stop it"),
			before: []string{hello, locale.T(ctx, "somebody, most likely you, asked to use another email address for your account at %s. It changes only if you agree here.", place)},
			after:  []string{locale.T(ctx, "The link works for a day. That was not you? Open the link and stop it, and sign out everywhere.")},
		}
	case people.LetterEmailWaits:
		return letter{
			subject: locale.T(ctx, "Your address for %s changes in a week", place), button: locale.T(ctx, "Agree, or stop it"),
			before: []string{hello, locale.T(ctx, "somebody, most likely you, asked to use another email address for your account at %s, and says that they cannot read this mailbox any more. If nobody objects, the address changes in a week.", place)},
			after:  []string{locale.T(ctx, "That was not you? Open the link and stop it, and tell us.")},
		}
	case people.LetterNewDevice:
		return letter{
			subject: locale.T(ctx, "A new sign-in to your account at %s", place), button: locale.T(ctx, "This was not me"),
			before: []string{
				hello, locale.T(ctx, "somebody signed in to your account at %s with a browser that we had not seen before: %s.", place, l.Device),
				locale.T(ctx, "Was that you? Then you need do nothing."),
			},
			after: []string{locale.T(ctx, "If it was not you, press the link. Everybody is signed out, and whoever it was is shut out. You need not sign in for that.")},
		}
	case people.LetterShutOut:
		return letter{
			subject: locale.T(ctx, "Your account at %s is yours alone again", place), button: locale.T(ctx, "Sign in"),
			before: []string{hello, locale.T(ctx, "as you asked, everybody was signed out of your account at %s. If it had a password, that was taken off. You sign in by a link, and can set a new one.", place)},
			after:  []string{locale.T(ctx, "Can somebody else read your mail? Then set a new password for your mailbox too.")},
		}
	case people.LetterSecondOn:
		return done(locale.T(ctx, "A second step for your account at %s", place),
			locale.T(ctx, "from now on your account at %s asks for a code of your app when you sign in. Keep your recovery codes in a safe place.", place))
	case people.LetterSecondOff:
		return done(locale.T(ctx, "The second step of your account at %s is off", place),
			locale.T(ctx, "the second step was taken off your account at %s. A code of an app is not asked for any more.", place))
	case people.LetterRecoveryUsed:
		return done(locale.T(ctx, "A recovery code was used at %s", place),
			locale.T(ctx, "one of the recovery codes of your account at %s was used just now. It does not work a second time.", place))
	case people.LetterRecoveryNew:
		return done(locale.T(ctx, "New recovery codes for your account at %s", place),
			locale.T(ctx, "new recovery codes were made for your account at %s. The ones from before do not work any more.", place))
	case people.LetterPasskeyNew:
		return done(locale.T(ctx, "A new passkey for your account at %s", place),
			locale.T(ctx, "a passkey was added to your account at %s. Whoever has it can sign in.", place))
	case people.LetterPasskeyGone:
		return done(locale.T(ctx, "A passkey of your account at %s is gone", place), locale.T(ctx, "a passkey was taken off your account at %s.", place))
	case people.LetterIdentityNew:
		return done(locale.T(ctx, "Another way into your account at %s", place),
			locale.T(ctx, "your account at %s can be signed in to with another service from now on.", place))
	default:
		return done(locale.T(ctx, "A way into your account at %s is gone", place),
			locale.T(ctx, "your account at %s cannot be signed in to with another service any more.", place))
	}
}
