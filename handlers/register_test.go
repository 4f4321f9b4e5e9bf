package handlers

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// acted adds entries of the register: n of one act by the moderator, at the moment of the stage's clock.
func (s *stage) acted(t *testing.T, act string, n int) {
	t.Helper()
	err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		for i := range n {
			err := audit.Append(tx, audit.Entry{Actor: cast["moderator"].ID, Act: act, Kind: "contribution", Object: int64(i + 1), Reason: "unkind"})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for {
		if n, err := audit.Seal(context.Background(), s.DB); err != nil || n == 0 {
			return
		}
	}
}

func TestTheRegisterIsFiltered(t *testing.T) {
	s := newStage(t)
	s.acted(t, "moderation.hide", 1)
	s.now.Advance(40 * 24 * time.Hour)
	s.acted(t, "moderation.restore", 1)
	s.acted(t, "group.create", 1)
	const hid, restored, group = "</a> hid what", "</a> let people read again", "</a> began a group"
	page := "/moderation/register"
	s.play(t, []scenario{
		{name: "everything", who: "moderator", url: page, status: 200, has: []string{hid, restored, group}},
		{name: "an act", who: "moderator", url: page + "?act=moderation.hide", status: 200, has: []string{hid}, hasNot: []string{restored, group}},
		{name: "a kind of acts", who: "moderator", url: page + "?act=moderation.", status: 200, has: []string{hid, restored}, hasNot: []string{group}},
		{name: "a month", who: "moderator", url: page + "?month=2026-11", status: 200, has: []string{hid}, hasNot: []string{restored, group}},
		{name: "no month", who: "moderator", url: page + "?month=yesterday", status: 404},
		{name: "somebody else", who: "moderator", url: page + "?person=4", status: 200, has: []string{"Nothing like that"}, hasNot: []string{hid}},
		{name: "who did it", who: "moderator", url: page + "?person=3", status: 200, has: []string{hid, restored, group}},
		{name: "a thing", who: "moderator", url: page + "?thing=contribution:1&act=moderation.restore", status: 200, has: []string{restored}, hasNot: []string{hid, group}},
		{name: "another thing", who: "moderator", url: page + "?thing=thread:1", status: 200, hasNot: []string{hid, restored, group}},
		{name: "no thing", who: "moderator", url: page + "?thing=thread", status: 404},
	})
}

func TestWhatWasDoneAtOnceStandsTogether(t *testing.T) {
	s := newStage(t)
	s.acted(t, "moderation.hide", 7)
	s.now.Advance(time.Second)
	s.acted(t, "moderation.hide", 2)
	got := s.ask(t, scenario{who: "moderator", url: "/moderation/register"})
	if n := strings.Count(got.body, "</a> hid what"); n != 2 {
		t.Errorf("9 entries of two moments stand in %d rows", n)
	}
	for i := range 7 {
		if link := fmt.Sprintf(`href="/moderation/contributions/%d"`, i+1); !strings.Contains(got.body, link) {
			t.Errorf("%s is not there", link)
		}
	}
}

// A file of the register is whole, however long it is.
func TestTheRegisterIsTakenAwayWhole(t *testing.T) {
	s := newStage(t)
	const n = 10_500
	for range 21 {
		s.acted(t, "moderation.hide", n/21)
	}
	if _, err := audit.Sign(context.Background(), s.DB, testRegisterKey); err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{
		{name: "not for editors", who: "editor", url: "/moderation/register.jsonl", status: 403},
		{name: "nor for visitors", url: "/moderation/register.jsonl", status: 303},
		{name: "heads are for everybody", url: "/register/heads.txt", status: 200, has: []string{"head 1 signed 2026-11-21", "entries 10500"}},
	})
	got := s.ask(t, scenario{who: "moderator", url: "/moderation/register.csv"})
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != n+2 || rows[1][5] != "hid what somebody wrote" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	lines := s.ask(t, scenario{who: "moderator", url: "/moderation/register.jsonl"}).body
	heads, err := audit.ReadHeads(strings.NewReader(s.ask(t, scenario{url: "/register/heads.txt"}).body))
	if err != nil || len(heads) != 1 {
		t.Fatal(heads, err)
	}
	r, err := audit.VerifyLines(strings.NewReader(lines), heads...)
	if err != nil || len(r.Problems) > 0 || r.Sealed != n || r.Heads != 1 {
		t.Errorf("%v %+v", err, r)
	}
}

var testRegisterKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
