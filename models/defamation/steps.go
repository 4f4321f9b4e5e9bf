package defamation

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

func number(id int64) string { return strconv.FormatInt(id, 10) }

// handle lets a moderator take a step about an open notice: do gets the notice as it stands and is alone with it.
func (s *Store) handle(ctx context.Context, a people.Actor, key db.Key, id int64, do func(tx *db.Tx, n Notice) error) error {
	if err := moderation.MayModerate(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		n, err := hold(tx, id)
		if err != nil {
			return 0, err
		}
		if err := MayHandle(a, n); err != nil {
			return 0, err
		}
		if n.Closed() {
			return 0, db.ErrConflict
		}
		return id, do(tx, n)
	})
	return err
}

// hold keeps anybody else from changing a notice until the command ends, and reads it.
func hold(tx *db.Tx, id int64) (Notice, error) {
	if _, err := tx.Exec("UPDATE defamation_notices SET state = state WHERE id = ?", id); err != nil {
		return Notice{}, err
	}
	return db.One(tx.Context(), tx, scanNotice, noticeQuery+"n.id = ?", id)
}

// Contact writes to the poster, with a copy of the notice and how they can answer. ErrConflict where that is not the step
// now, or they cannot be written to.
func (s *Store) Contact(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	code := db.NewToken()
	return s.handle(ctx, a, key, id, func(tx *db.Tx, n Notice) error {
		if !n.MayDo(StepContact) {
			return db.ErrConflict
		}
		reply := ReplyDue(tx.Now(), s.Zone)
		if _, err := tx.Exec(`UPDATE defamation_notices SET state = 'poster-asked', contacted_at = ?, reply_due_at = ?, act_due_at = ?, reply_code = ?, reminded_at = NULL
			WHERE id = ?`, tx.Now(), reply, Due(reply, s.Zone), code, id); err != nil {
			return err
		}
		if _, err := notify.Tell(tx, notify.Notice{
			Person: n.author, Kind: notify.Complaint, Contribution: n.Contribution, Link: "/defamation/reply/" + code,
			Words: "Somebody complains formally that what you wrote harms their name. Please read it and answer within five days. If you do not, we have to remove your words.",
		}, false); err != nil {
			return err
		}
		// Who complains is told of it within the same time.
		for _, what := range []string{mailPoster, string(PosterAsked)} {
			if err := queue.Enqueue(tx, JobMail, Mailing{Notice: id, What: what}); err != nil {
				return err
			}
		}
		return note(tx, a.ID, "contact", id, map[string]any{"reply_due": int64(reply)})
	})
}

// SendBack tells who complains what the notice lacks, by keys of Particulars, and what the law asks for. It is closed then:
// they can send another one. Bad input is Invalid under "missing".
func (s *Store) SendBack(ctx context.Context, a people.Actor, key db.Key, id int64, missing []string) error {
	if !known(missing) {
		return db.Wrong("missing", "Tick what the notice lacks")
	}
	return s.handle(ctx, a, key, id, func(tx *db.Tx, n Notice) error {
		if n.State != Received {
			return db.ErrConflict
		}
		if err := shut(tx, a, id, SentBack, "missing = ?", strings.Join(missing, " ")); err != nil {
			return err
		}
		return note(tx, a.ID, "send-back", id, map[string]any{"missing": strings.Join(missing, " "), "late": n.ActDueAt < tx.Now()})
	})
}

// Remove takes the words down, as a moderator's decision with its reason, and tells who complained. Where nobody can read
// them any more, only the latter. Every other open notice about the same words ends with it.
func (s *Store) Remove(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	return s.handle(ctx, a, key, id, func(tx *db.Tx, n Notice) error {
		decision, err := takeDown(tx, a, n)
		if err != nil {
			return err
		}
		also, err := openAbout(tx.Context(), tx, n)
		if err != nil {
			return err
		}
		for _, one := range append([]Notice{n}, also...) {
			if err := shut(tx, a, one.ID, Removed, ""); err != nil {
				return err
			}
			if err := note(tx, a.ID, "remove", one.ID, map[string]any{"decision": decision, "reply": string(one.Reply), "late": one.ActDueAt < tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeDown hides the words of a notice where people can read them or could again, and gives the decision; 0 where that is
// not needed.
func takeDown(tx *db.Tx, a people.Actor, n Notice) (int64, error) {
	seen := moderation.Seen{Report: 1<<63 - 1}
	var state discussion.State
	err := tx.QueryRow(tx.Context(), `SELECT c.state, c.revision, COALESCE((SELECT MAX(d.id) FROM decisions d WHERE d.contribution_id = c.id), 0)
		FROM contributions c WHERE c.id = ?`, n.Contribution).Scan(&state, &seen.Revision, &seen.Decision)
	if err != nil || state == discussion.Hidden || state == discussion.Deleted {
		return 0, err
	}
	return moderation.DecideIn(tx, a, moderation.Decision{Contribution: n.Contribution, Act: rules.Hide, Reason: rules.Defamation, Seen: seen, Over: true})
}

// Keep tells who complained that the words stay, with the poster's name and address where they agreed to that.
func (s *Store) Keep(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	return s.handle(ctx, a, key, id, func(tx *db.Tx, n Notice) error {
		if !n.MayDo(StepTell) {
			return db.ErrConflict
		}
		if err := shut(tx, a, id, Kept, ""); err != nil {
			return err
		}
		return note(tx, a.ID, "keep", id, map[string]any{"details_passed": n.PosterMayPass, "late": n.ActDueAt < tx.Now()})
	})
}

// Withdraw closes a notice because who complained does not go on with it. why is for moderators.
func (s *Store) Withdraw(ctx context.Context, a people.Actor, key db.Key, id int64, why string) error {
	wrong := db.Invalid{}
	why = text(why, "note", "Say how you know", MaxText, wrong)
	if len(wrong) > 0 {
		return wrong
	}
	return s.handle(ctx, a, key, id, func(tx *db.Tx, n Notice) error {
		if err := shut(tx, a, id, Withdrawn, "note = ?", why); err != nil {
			return err
		}
		return note(tx, a.ID, "withdraw", id, nil)
	})
}

// shut closes a notice, with one more column to set, and has who complained told.
func shut(tx *db.Tx, a people.Actor, id int64, state State, more string, args ...any) error {
	if more != "" {
		more = ", " + more
	}
	args = append(append([]any{state, tx.Now(), a.ID}, args...), id)
	if _, err := tx.Exec("UPDATE defamation_notices SET state = ?, closed_at = ?, closed_by = ?, act_due_at = NULL, reply_code = ''"+more+" WHERE id = ?", args...); err != nil {
		return err
	}
	return queue.Enqueue(tx, JobMail, Mailing{Notice: id, What: string(state)})
}

// Answer is what a poster answers to a notice.
type Answer struct {
	Reply   Reply // Remove, Stand, or Incomplete where they will not give their name and address
	Name    string
	Address string // where they live or work
	MayPass string // "yes" or "no": whether both may be given to who complained
}

// check cleans an answer. Bad input is Invalid by field: "reply", "poster-name", "address", "may-pass".
func (w Answer) check() (Answer, error) {
	wrong := db.Invalid{}
	switch w.Reply {
	case Remove, Incomplete:
		w.Name, w.Address, w.MayPass = "", "", ""
	case Stand:
		if w.Name = wrong.Line("poster-name", w.Name, MaxName); w.Name == "" && wrong["poster-name"] == "" {
			wrong["poster-name"] = "Give your full name. Without it we have to remove your words"
		}
		w.Address = text(w.Address, "address", "Give the postal address where you live or work. Without it we have to remove your words", MaxAddress, wrong)
		if w.MayPass != "yes" && w.MayPass != "no" {
			wrong["may-pass"] = "Choose yes or no"
		}
	default:
		wrong["reply"] = "Choose what you want"
	}
	if len(wrong) > 0 {
		return w, wrong
	}
	return w, nil
}

// ForPoster reads the notice that a poster's link belongs to, without who complained unless they agreed. ErrNotFound where
// the link is not, or not any more, one of ours.
func (s *Store) ForPoster(ctx context.Context, code string) (Notice, error) {
	n, err := forPoster(ctx, s.DB, code)
	return n.forPoster(), err
}

// forPoster leaves out who complained, unless they agreed, and what moderators noted.
func (n Notice) forPoster() Notice {
	if !n.MayPass {
		n.Name, n.Email = "", ""
	}
	n.note = ""
	return n
}

func forPoster(ctx context.Context, q db.Querier, code string) (Notice, error) {
	if !(db.Key{Token: code}).Valid() {
		return Notice{}, db.ErrNotFound
	}
	return db.One(ctx, q, scanNotice, noticeQuery+"n.reply_code = ? AND n.reply_code <> ''", code)
}

// Reply stores what a poster answers, and has the moderators told. ErrConflict where they answered before or their time is
// over; Invalid by field.
func (s *Store) Reply(ctx context.Context, key db.Key, code string, w Answer) error {
	w, err := w.check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		n, err := forPoster(tx.Context(), tx, code)
		if err != nil {
			return 0, err
		}
		if n, err = hold(tx, n.ID); err != nil {
			return 0, err
		}
		if n.State != PosterAsked || n.Reply != NoReply || n.Closed() || tx.Now() >= n.ReplyDueAt {
			return 0, db.ErrConflict
		}
		state, words := PosterAsked, say.Text("The poster answered a notice of complaint: their words are to be removed within 48 hours.")
		if w.Reply == Stand {
			state, words = PosterStands, "The poster answered a notice of complaint: they stand by their words. Who complained is to be told within 48 hours."
		}
		if _, err := tx.Exec(`UPDATE defamation_notices SET state = ?, reply = ?, replied_at = ?, poster_name = ?, poster_address = ?, poster_may_pass = ?,
			act_due_at = ?, reminded_at = NULL WHERE id = ?`, state, w.Reply, tx.Now(), w.Name, w.Address, db.Flag(w.MayPass == "yes"), Due(tx.Now(), s.Zone), n.ID); err != nil {
			return 0, err
		}
		if err := tellTeam(tx, n.ID, words, true); err != nil {
			return 0, err
		}
		return n.ID, note(tx, n.author, "reply", n.ID, map[string]any{"reply": string(w.Reply)})
	})
	return err
}
