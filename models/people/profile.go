package people

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/db"
)

// lineLongest bounds an area and an organisation, in characters.
const lineLongest = 80

// Profile is what others see of a person.
type Profile struct {
	Name         string
	Who          Who    // "" where they would rather not say
	Area         string // may be empty
	Organisation string // may be empty
}

// gather adds what is wrong with one field to what is wrong with the form.
func gather(wrong db.Invalid, err error) {
	var one db.Invalid
	if errors.As(err, &one) {
		maps.Copy(wrong, one)
	}
}

// checkProfile cleans a profile, by the rules of checkName; its error is db.Invalid with every field that needs mending.
func (s *Store) checkProfile(ctx context.Context, p Profile, before string, staff bool) (clean Profile, skeleton string, err error) {
	wrong := db.Invalid{}
	clean.Name, skeleton, err = s.checkName(ctx, p.Name, before, staff)
	if _, invalid := err.(db.Invalid); err != nil && !invalid {
		return clean, "", err
	}
	gather(wrong, err)
	if clean.Who = p.Who; p.Who != "" && !slices.Contains(Kinds, p.Who) {
		wrong["who"] = "Choose one of the answers"
	}
	clean.Area, err = cleanLine("area", p.Area)
	gather(wrong, err)
	clean.Organisation, err = cleanLine("organisation", p.Organisation)
	gather(wrong, err)
	if len(wrong) > 0 {
		return clean, "", wrong
	}
	return clean, skeleton, nil
}

// cleanLine takes a short text to one line without invisible characters.
func cleanLine(field, text string) (string, error) {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	if strings.ContainsFunc(text, func(r rune) bool {
		return unicode.Is(unicode.C, r) || r == unicode.ReplacementChar || r == '\u2028' || r == '\u2029'
	}) {
		return "", db.Wrong(field, "This has a character that cannot be shown. Type it again")
	}
	if n := len([]rune(text)); n > lineLongest {
		return "", db.Wrong(field, "Use %d characters or fewer. This has %d", lineLongest, n)
	}
	return text, nil
}

// ChangeProfile changes what others see of the actor. A new name shows on every page at once. Errors: db.Invalid
// under the fields' names, db.Limited, db.Forbidden for a visitor.
func (s *Store) ChangeProfile(ctx context.Context, actor Actor, key db.Key, p Profile) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	// A name and an organisation are words that others read.
	if err := actor.MaySpeak(s.db.Clock.Now()); err != nil {
		return err
	}
	p, skeleton, err := s.checkProfile(ctx, p, actor.Name, actor.Staff())
	if err != nil {
		return err
	}
	_, err = s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := Spend(tx, ActChange, actor.ID); err != nil {
			return 0, err
		}
		if err := nameFree(tx, skeleton, actor.ID); err != nil {
			return 0, err
		}
		var before, from string
		if err := tx.QueryRow(ctx, "SELECT public_name, area FROM people WHERE id = ?", actor.ID).Scan(&before, &from); err != nil {
			return 0, err
		}
		if err := StillSpeaks(tx, actor); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`UPDATE people SET public_name = ?, name_skeleton = ?, who = ?, area = ?, organisation = ?, changed_at = ?
			WHERE id = ?`, p.Name, skeleton, p.Who, p.Area, p.Organisation, tx.Now(), actor.ID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicPerson(actor.ID))
		if before != p.Name {
			tx.Touch(db.TopicEverything)
		}
		if from != p.Area { // what is counted of an area is another
			tx.Touch(db.TopicHearing)
		}
		return actor.ID, nil
	})
	if db.IsUnique(err) {
		return nameTaken
	}
	return err
}

var errSignIn = db.Forbidden{Reason: "Sign in first."}
