package public

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestEveryAssetIsServedUnderItsHashedNameInThreeForms(t *testing.T) {
	hashed := regexp.MustCompile(`^/assets/[a-z-]+-[0-9a-f]{8}\.(css|js|svg|txt)$`)
	for name, url := range urls {
		if !hashed.MatchString(url) {
			t.Errorf("%s is at %q, which carries no hash", name, url)
		}
		asset, ok := File(url)
		if !ok || asset.ContentType == "" || len(asset.Bytes) == 0 {
			t.Errorf("%s: found %v, type %q, %d bytes", name, ok, asset.ContentType, len(asset.Bytes))
			continue
		}
		zr, err := gzip.NewReader(bytes.NewReader(asset.Gzip))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		same(t, name+" in gzip", zr, asset.Bytes)
		same(t, name+" in brotli", brotli.NewReader(bytes.NewReader(asset.Brotli)), asset.Bytes)
	}
}

func same(t *testing.T, what string, r io.Reader, want []byte) {
	t.Helper()
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s: %d bytes and %v, want the %d bytes of the file itself", what, len(got), err, len(want))
	}
}

func TestFileKnowsOnlyHashedNames(t *testing.T) {
	for _, address := range []string{"/assets/folkmoot.css", "/assets/", "", "/assets/manifest.json", "/assets/../public.go"} {
		if _, ok := File(address); ok {
			t.Errorf("File(%q) found something", address)
		}
	}
}

func TestURLPanicsOnAnUnknownName(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("URL of an unknown asset did not panic")
		}
	}()
	URL("nothing.css")
}

// foreign lists what the stylesheet and script must not contain: a font or picture that is not ours to use,
// or anything that makes the browser fetch or run what the page's policy does not allow.
var foreign = []string{"GDS", "url(", "@font-face", "@import", "http:", "https:/", "eval(", "innerHTML"}

func findForeign(text string) (found []string) {
	for _, word := range foreign {
		if strings.Contains(text, word) {
			found = append(found, word)
		}
	}
	return found
}

func TestStyleAndScriptBringNothingForeign(t *testing.T) {
	if findForeign(`@font-face{src:url(x)}`) == nil {
		t.Fatal("the check finds nothing in a sheet that has a font")
	}
	for _, name := range []string{"folkmoot.css", "folkmoot.js"} {
		asset, _ := File(URL(name))
		text := strings.ReplaceAll(string(asset.Bytes), "](https://)", "") // what the toolbar types for a link
		if found := findForeign(text); found != nil {
			t.Errorf("%s contains %q", name, found)
		}
	}
}

func TestFirstVisitIsLight(t *testing.T) {
	for name, most := range map[string]int{"folkmoot.css": 16 << 10, "folkmoot.js": 4 << 10, "icons.svg": 5 << 10} {
		asset, _ := File(URL(name))
		if len(asset.Gzip) > most {
			t.Errorf("%s weighs %d bytes gzipped, more than %d", name, len(asset.Gzip), most)
		}
	}
}
