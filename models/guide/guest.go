package guide

import (
	"context"
	"errors"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// GuestReason is the reason key of what is held because its writer has no account.
const GuestReason = "guest"

// MayGuest tells whether somebody may comment on the chapter now without an account, and if not, why.
func MayGuest(a people.Actor, c Chapter, now clock.Instant) error {
	switch {
	case a.State == people.Suspended:
		return discussion.MayWrite(a, discussion.Thread{}, now)
	case a.ID != 0:
		return db.Forbidden{Reason: "You are signed in, so please comment under your own name."}
	}
	if err := c.TakesComments(now); err != nil {
		return err
	}
	if !c.Guests {
		return db.Forbidden{Reason: "Please sign in or join first. It takes a minute."}
	}
	return nil
}

// CommentAsGuest posts a comment by somebody without an account. It is held until a moderator has read it, always. It
// gives the comment's id and the code with which its writer finds it again; the same form sent again gives the same. The
// name has been checked; see people.GuestName. Errors are those of Comment, and "who" for a kind that there is not.
func (s *Store) CommentAsGuest(ctx context.Context, a people.Actor, key db.Key, n NewComment, by people.Recording) (int64, ReceiptCode, error) {
	if err := checkVoice(n.Evidence, by.Who); err != nil {
		return 0, "", err
	}
	body, err := discussion.Render(ctx, n.Body)
	if err != nil {
		return 0, "", err
	}
	code := newReceiptCode(key)
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if before, err := byReceipt(ctx, tx, code); !errors.Is(err, db.ErrNotFound) {
			return before.ID, err
		}
		c, err := taking(tx, n.Chapter)
		if err != nil {
			return 0, err
		}
		if err := MayGuest(a, c, tx.Now()); err != nil {
			return 0, err
		}
		if n.ParentID != 0 {
			if err := discussion.MayAnswer(ctx, tx, people.Visitor, c.ThreadID, n.ParentID); err != nil {
				return 0, err
			}
		}
		author, err := people.Record(tx, by)
		if err != nil {
			return 0, err
		}
		n.ByEditor = false
		said := discussion.New{AuthorID: author, Who: by.Who, Evidence: n.Evidence, Body: body.In(n.Language)}
		if err := s.enter(tx, people.Visitor, c, &said); err != nil {
			return 0, err
		}
		said.State, said.Reason = discussion.Held, GuestReason
		made, err := AddComment(tx, c, n, said)
		if err != nil {
			return 0, err
		}
		if err := receipt(tx, made.ID, code); err != nil {
			return 0, err
		}
		return made.ID, discussion.Alarm(tx, made)
	})
	return id, code, err
}

// checkVoice checks what somebody says of themselves. Bad input is Invalid under "evidence" and "who".
func checkVoice(evidence discussion.Evidence, who people.Who) error {
	wrong := db.Invalid{}
	if evidence != discussion.Unstated && !slices.Contains(discussion.Evidences, evidence) {
		wrong["evidence"] = "Choose what you bring from the list, or nothing"
	}
	if who != "" && !slices.Contains(people.Kinds, who) {
		wrong["who"] = "Choose one from the list"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}
