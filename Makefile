# make run    build it, fill it with demo content and serve it at http://localhost:3000
# make build  build the one binary, bin/folkmoot
# make test   check everything; it starts its own PostgreSQL and leaves nothing running
# make bench  measure it as ratios, side by side in one run (about twenty minutes; needs wrk)
# make clean  remove what was built (not ./data)

GO ?= go
NPM ?= npm

export CGO_ENABLED = 1

# Two options of SQLite that pages are a third faster with: statements are not planned afresh whenever they are given
# other values, and allocations are not counted behind one lock. Without them everything works the same.
export CGO_CFLAGS = -O2 -g -DSQLITE_ENABLE_QPSG -DSQLITE_DEFAULT_MEMSTATUS=0

# The binary knows the revision it was built from, where git can tell it.
REVISION := -buildvcs=$(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)

ASSET_SOURCES := $(shell find public/src -type f -not -path '*/node_modules/*' 2>/dev/null)

.DEFAULT_GOAL := build
.PHONY: run build assets views test bench clean

run: build
	bin/folkmoot serve --demo

build: views assets
	$(GO) build -trimpath $(REVISION) -o bin/folkmoot ./app

# The Go beside each .templ file is kept in git; this makes it afresh where it lags behind.
views:
	@if [ -d views ]; then $(GO) tool templ generate -log-level warn; fi

assets: public/dist/manifest.json

public/dist/manifest.json: $(ASSET_SOURCES) public/src/node_modules/.package-lock.json
	cd public/src && $(NPM) run --silent build

# npm writes this file last, so it tells whether the last install was whole and of this list.
public/src/node_modules/.package-lock.json: public/src/package.json public/src/package-lock.json
	cd public/src && $(NPM) ci --no-audit --no-fund
	touch $@

test:
	@.ci/test

# The places that are measured are kept in data/bench, so that a second run is quick.
bench: build
	$(GO) run ./app/bench

clean:
	rm -rf bin public/dist public/src/node_modules
