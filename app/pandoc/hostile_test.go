package pandoc

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
	"folkmoot/models/guide"
)

// hostile are texts that try to become something else, in pieces of a chapter's length.
func hostile(t *testing.T) []string {
	t.Helper()
	texts := []string{
		"[x](javascript:alert(1)) ![x](file:///etc/passwd) <iframe src=//evil.example></iframe>\n\n![](http://evil.example/x.png)",
		"```{=html}\n<script>alert(1)</script>\n```\n\n\\input{/etc/passwd} `x`{=openxml}\n\n::: {include=/etc/passwd}\n:::",
	}
	for _, folder := range []string{"markdown", "xss"} {
		files, err := filepath.Glob(filepath.Join(fixtures.Path(t, "corpora", folder), "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err == nil && len(data) < 200<<10 {
				texts = append(texts, strings.ToValidUTF8(string(data), ""))
			}
		}
	}
	return texts
}

func TestHostileTextsStayTexts(t *testing.T) {
	p := press(t)
	var book1 guide.Book
	for _, text := range hostile(t) {
		if _, err := guide.Prepare(ctx, text); err != nil {
			continue // it cannot be published either
		}
		book1.Chapters = append(book1.Chapters, book(t, text).Chapters...)
	}
	if len(book1.Chapters) < 5 {
		t.Fatalf("only %d texts were tried", len(book1.Chapters))
	}
	book1.Guide, book1.Whole = guide.Guide{Slug: "x", Title: "X"}, true
	for _, format := range []Format{Word, EPUB} {
		made, err := p.Write(ctx, format, book1)
		if err != nil {
			t.Fatal(err)
		}
		for name, part := range open(t, made) {
			switch {
			case strings.HasSuffix(name, ".rels"):
				for _, target := range regexp.MustCompile(`Target="([^"]*)"[^>]*TargetMode="External"`).FindAllStringSubmatch(part, -1) {
					if !regexp.MustCompile(`^(https?://|mailto:|tel:)`).MatchString(target[1]) {
						t.Errorf("%s leads to %q", name, target[1])
					}
				}
			case strings.HasSuffix(name, ".xhtml"):
				if found := regexp.MustCompile(`(?i)<(script|img|iframe|object|embed|form)\b|<[^<>]*\s((href|src)="(javascript|data|file|vbscript):|on\w+=")`).FindString(part); found != "" {
					t.Errorf("%s holds %q", name, found)
				}
			case strings.Contains(name, "/media/"):
				t.Errorf("%s came along", name)
			}
			if strings.Contains(part, "root:x:0:") {
				t.Errorf("%s holds a file of ours", name)
			}
		}
	}
}

// What must never reach Pandoc is found wherever it stands.
func TestTame(t *testing.T) {
	raw := node{"RawInline", []any{"html", "<script>"}}
	for name, tree := range map[string]any{
		"in a list": []node{{"BulletList", [][]node{{para(emph(raw))}}}}, "in a table": []node{{"Table", []any{noAttr(), []any{[]any{[]node{raw}}}}}},
		"an image": []node{para(node{"Image", []any{}})},
	} {
		if tame(tree) {
			t.Errorf("%s it is not found", name)
		}
	}
	r := &reader{}
	blocks, err := r.blocks(`<p>a <a href="https://x.org">b</a></p>`)
	if err != nil || !tame(blocks) {
		t.Error(err, "a plain text is refused")
	}
	if _, err := json.Marshal(blocks); err != nil {
		t.Error(err)
	}
}
