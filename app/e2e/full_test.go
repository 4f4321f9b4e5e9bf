package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"folkmoot/models/people"
)

// smallDisk gives a folder on a disk of a few megabytes, or skips the test where none can be made.
func smallDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a small disk cannot be mounted here (this needs root): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// fill writes a file until the disk has no room left.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, size := range []int{64 << 10, 4096, 1} {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("the disk did not become full: %v", err)
		}
	}
}

func TestFullDiskKeepsWordsAndWorksAgain(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	p := newPlace(t, "FOLKMOOT_DATA="+disk, "FOLKMOOT_HOLD=none")
	p.faulty = true
	p.start()
	editor := p.staff(t, people.Editor)
	thread := p.discussion(editor)
	answers := fmt.Sprintf("/discussions/%d/answers", thread)
	say := func(words string) (form, answer) {
		f := editor.page(answers).form(t, answers)
		f.fields.Set("body", words)
		f.fields.Set("do", "post")
		return f, editor.send(f)
	}
	if _, a := say("There is room."); a.status != 303 {
		t.Fatal(a)
	}

	ballast := filepath.Join(disk, "ballast")
	fill(t, ballast)
	const words = "The lift at the station is **broken** again, and my chair is heavy. "
	long := strings.Repeat(words, 250) // more than the room that is left over in the files
	var refused form
	var a answer
	for range 100 {
		if refused, a = say(long); a.status != 303 {
			break
		}
	}
	if a.status != 503 {
		t.Fatalf("on a full disk a post is answered %v", a)
	}
	if a.header.Get("Retry-After") == "" || !strings.Contains(a.body, "no room left") {
		t.Errorf("the answer does not say what is wrong: %v", a)
	}
	again := a.form(t, answers)
	if again.fields.Get("body") != refused.fields.Get("body") || again.fields.Get("key") != refused.fields.Get("key") {
		t.Error("the words or the key are not on the page any more")
	}
	stored := len(p.stored(thread))
	if a := p.caller(t).get("/"); a.status != 200 {
		t.Errorf("on a full disk the first page is answered %v", a)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	p.eventually("the same form is taken once there is room", func() bool { return editor.send(again).status == 303 })
	if a := editor.send(again); a.status != 303 {
		t.Errorf("sent once more: %v", a)
	}
	if now := len(p.stored(thread)); now != stored+1 {
		t.Errorf("%d answers became %d, want one more", stored, now)
	}
	p.stop()
	p.verify()
}

func TestReadOnlyFolderIsSaid(t *testing.T) {
	t.Parallel()
	folder := smallDisk(t)
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("a disk cannot be made read-only here: %v", err)
	}
	p := newPlace(t, "FOLKMOOT_DATA="+folder)
	p.refuses(1, "read-only", "serve")
}
