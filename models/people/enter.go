package people

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// entry is somebody who showed one way in, a link, a password, a passkey or another service, and is about to get a
// session.
type entry struct {
	person   int64
	client   Client
	next     string     // the path to go on to
	link     storedLink // what they came by; empty for other ways
	identity *Vouched   // of another service, to be tied to the account once they are in; nil for none
	second   bool       // what they showed counts as the second step too
	joined   bool       // the account was made a moment ago
	alarm    alarm      // the letter to send where the browser is a new one
}

// enter starts a session. Somebody with a second step gets a half instead, which can do nothing but take that step.
func (s *Store) enter(tx *db.Tx, e entry) (SignedIn, error) {
	if err := mayUse(tx, e.person); err != nil {
		return SignedIn{}, err
	}
	if !e.second {
		has, err := hasApp(tx, e.person)
		if err != nil {
			return SignedIn{}, err
		}
		if has {
			return s.halfway(tx, e)
		}
	}
	done := SignedIn{Token: newSecret(), PersonID: e.person, Joined: e.joined, Next: e.next, ExpiresAt: tx.Now().Add(SessionAbsolute)}
	turn, err := turnOn(tx, e.client)
	if err != nil {
		return SignedIn{}, err
	}
	if turn != 0 {
		done.ExpiresAt = tx.Now().Add(TurnAbsolute)
	}
	if e.identity != nil {
		if err := tieIdentity(tx, e.person, *e.identity); err != nil {
			return SignedIn{}, err
		}
	}
	if done.DraftID, err = adoptDrafts(tx, e.person, e.client.Drafts, e.link); err != nil {
		return SignedIn{}, err
	}
	if turn == 0 { // nobody is told of a device that goes from hand to hand, and it is not known again
		if done.Device, err = s.noteDevice(tx, e); err != nil {
			return SignedIn{}, err
		}
	}
	if done.Waits, err = roleWaits(tx, e); err != nil {
		return SignedIn{}, err
	}
	tx.Touch(db.TopicPerson(e.person))
	return done, startSession(tx, e.person, done.Token, e.client, e.second)
}

// half is somebody halfway in, as it is kept until they take the second step.
type half struct {
	Next     string        `json:"next"`
	Draft    int64         `json:"draft,omitempty"`
	Asked    clock.Instant `json:"asked,omitempty"` // when the link was asked for that the draft came with
	Identity *Vouched      `json:"identity,omitempty"`
}

// halfway keeps how far somebody came. The browser's session from before ends, as at every sign-in.
func (s *Store) halfway(tx *db.Tx, e entry) (SignedIn, error) {
	token, err := beginCeremony(tx, secondStep, e.person, half{Next: e.next, Draft: e.link.draft, Asked: e.link.created, Identity: e.identity})
	if err != nil {
		return SignedIn{}, err
	}
	if err := endSession(tx, e.client.Session); err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Token: token, PersonID: e.person, Next: e.next, Half: true, ExpiresAt: tx.Now().Add(CeremonyValid)}, nil
}
