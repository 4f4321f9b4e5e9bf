package files

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// TestDocumentsOfTheWorld presses the documents that the PDF library is tested with, which many programs wrote: each is
// taken or refused in time, most are taken, and what is taken neither acts nor tells of who made it.
func TestDocumentsOfTheWorld(t *testing.T) {
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/pdfcpu/pdfcpu").Output()
	if err != nil {
		t.Skipf("the documents are not here: %v", err)
	}
	taken, refused := 0, map[error]int{}
	eachFile(t, filepath.Join(strings.TrimSpace(string(folder)), "pkg", "testdata"), func(name string, raw []byte) {
		if !strings.HasSuffix(name, ".pdf") || len(raw) > 1<<20 && testing.Short() {
			return
		}
		begun := time.Now()
		p, err := Press(t.Context(), raw)
		if spent := time.Since(begun); spent > pressFor {
			t.Errorf("%s took %v", name, spent)
		}
		if err != nil {
			t.Logf("%s: %v", name, err)
			refused[err]++
			return
		}
		taken++
		all := []byte(objects(t, p.Body))
		for _, mark := range append([]string{"/JavaScript", "/Filespec", "/PieceInfo", "/Thumb", "/SubmitForm"}, marks...) {
			if hasName(all, mark) {
				t.Errorf("%s: %q is still there", name, mark)
			}
		}
		if at := bytes.Index(p.Body, []byte("Exif\x00\x00")); at >= 0 {
			t.Errorf("%s: what a camera wrote is still there", name)
		}
	})
	t.Logf("%d taken; refused: %v", taken, refused)
	if taken < 20 {
		t.Errorf("only %d are taken: %v", taken, refused)
	}
}

// objects writes out what a document is made of, without what its pages show.
func objects(t *testing.T, raw []byte) string {
	t.Helper()
	doc, err := api.ReadContext(bytes.NewReader(raw), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range doc.Table {
		if entry == nil || entry.Object == nil {
			continue
		}
		switch o := entry.Object.(type) {
		case types.StreamDict:
			fmt.Fprintln(&all, o.Dict.PDFString())
		case types.Dict:
			fmt.Fprintln(&all, o.PDFString())
		case types.Array:
			fmt.Fprintln(&all, o.PDFString())
		}
	}
	return all.String()
}
