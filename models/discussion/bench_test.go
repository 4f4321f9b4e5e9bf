package discussion_test

import (
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// busyThread is a thread of many contributions of about 60 words.
func busyThread(b *testing.B, size int) (talk, people.Actor, discussion.Thread) {
	b.Helper()
	d, _ := dbtest.SQLite(b)
	k := newTalk(b, d)
	ann := k.person("Ann Other", people.Member)
	thread := k.start(ann, k.group(groups.Open))
	body, err := discussion.Render(ctx, strings.Repeat("Some words about *buses* that stop too early. ", 8))
	k.must(err)
	var said []int64
	for from := 0; from < size; from += 500 {
		k.must(d.Write(ctx, func(tx *db.Tx) error {
			for i := range min(500, size-from) {
				n := discussion.New{ThreadID: thread.ID, Kind: discussion.Comment, AuthorID: ann.ID, Who: people.Resident, Evidence: discussion.Lived, Body: body, State: discussion.Published}
				if i%3 > 0 && len(said) > 0 {
					n.ParentID = said[len(said)-1]
				}
				c, err := discussion.Add(tx, n)
				if err != nil {
					return err
				}
				said = append(said, c.ID)
			}
			return nil
		}))
	}
	return k, ann, k.thread(ann, thread.ID)
}

func BenchmarkPage(b *testing.B) {
	for _, size := range []int{50, 5000} {
		k, ann, thread := busyThread(b, size)
		middle, err := k.Where(ctx, ann, thread.OpeningID+int64(size)/2, discussion.View{Order: discussion.Oldest, PerPage: 50})
		k.must(err)
		for name, v := range map[string]discussion.View{
			"first": {Order: discussion.Oldest, PerPage: 50}, "middle": {Order: discussion.Oldest, After: middle.After, PerPage: 50},
			"newest": {Order: discussion.Newest, PerPage: 50}, "agreed": {Order: discussion.Agreed, PerPage: 50},
		} {
			b.Run(fmt.Sprintf("%d/%s", size, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if p, err := k.Page(ctx, ann, thread, v); err != nil || len(p.Items) == 0 {
						b.Fatal(len(p.Items), err)
					}
				}
			})
		}
	}
}

func BenchmarkPost(b *testing.B) {
	k, ann, thread := busyThread(b, 50)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%100 == 0 { // the limit on one person is not what is measured
			k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM limits"); return err }))
		}
		k.post(ann, thread.ID, 0)
	}
}
