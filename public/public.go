// Package public holds what the browser fetches: the stylesheet, the script and the pictures,
// embedded in the program under names that carry a hash of their content.
//
// public/dist is built, not kept in git: `npm ci && npm run build` in public/src. Without it this package does not compile.
package public

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Prefix is where the assets are served.
const Prefix = "/assets/"

// CacheControl is the header for every asset: the name changes when the content does, so a copy is good for a year.
const CacheControl = "public, max-age=31536000, immutable"

// Asset is one file as it is sent to a browser.
type Asset struct {
	ContentType string // with its charset where it has one
	Bytes       []byte // as it is
	Gzip        []byte // compressed with gzip
	Brotli      []byte // compressed with brotli
}

var (
	urls   = map[string]string{} // by plain name: "folkmoot.css"
	assets = map[string]Asset{}  // by hashed name: "folkmoot-3fa9c1d2.css"
)

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

func init() {
	manifest := map[string]string{}
	if err := json.Unmarshal(must("manifest.json"), &manifest); err != nil {
		panic(fmt.Sprintf("public/dist/manifest.json: %v; build it again with `npm run build` in public/src", err))
	}
	for name, hashed := range manifest {
		urls[name] = Prefix + hashed
		assets[hashed] = Asset{
			ContentType: contentTypes[path.Ext(name)],
			Bytes:       must(hashed),
			Gzip:        must(hashed + ".gz"),
			Brotli:      must(hashed + ".br"),
		}
	}
}

func must(name string) []byte {
	b, err := dist.ReadFile("dist/" + name)
	if err != nil {
		panic(fmt.Sprintf("public/dist lacks %s; build it again with `npm run build` in public/src", name))
	}
	return b
}

// URL gives the address of an asset by its plain name: URL("folkmoot.css") is "/assets/folkmoot-3fa9c1d2.css".
// It panics when there is no such asset: that is a slip in the code, not in what somebody asked for.
func URL(name string) string {
	url, ok := urls[name]
	if !ok {
		panic("public: no asset named " + name)
	}
	return url
}

// File gives the asset at an address such as "/assets/folkmoot-3fa9c1d2.css", or at that name alone,
// and whether there is one.
func File(address string) (Asset, bool) {
	asset, ok := assets[strings.TrimPrefix(address, Prefix)]
	return asset, ok
}
