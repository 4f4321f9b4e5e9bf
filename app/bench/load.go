package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// load is what wrk is asked to do.
type load struct {
	url         string
	connections int
	cookie      string // of one signed-in person
	script      string // a wrk script; "" = plain GETs
}

// result is what one run of wrk reached.
type result struct {
	perSecond float64
	failed    int // answers that were not 2xx or 3xx, and broken connections
}

var (
	rate    = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	refused = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)`)
	sockets = regexp.MustCompile(`Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)`)
)

// wrk runs one measurement.
func (b *bench) wrk(ctx context.Context, l load) (result, error) {
	args := []string{"-t2", fmt.Sprintf("-c%d", l.connections), fmt.Sprintf("-d%ds", b.seconds), "--timeout", "5s"}
	if l.script != "" {
		args = append(args, "-s", l.script)
	}
	if l.cookie != "" {
		args = append(args, "-H", "Cookie: folkmoot="+l.cookie)
	}
	out, err := exec.CommandContext(ctx, "wrk", append(args, l.url)...).CombinedOutput()
	if err != nil {
		return result{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	var r result
	if m := rate.FindStringSubmatch(string(out)); m != nil {
		r.perSecond, _ = strconv.ParseFloat(m[1], 64)
	}
	if m := refused.FindStringSubmatch(string(out)); m != nil {
		r.failed, _ = strconv.Atoi(m[1])
	}
	if m := sockets.FindStringSubmatch(string(out)); m != nil {
		for _, n := range m[1:] {
			failed, _ := strconv.Atoi(n)
			r.failed += failed
		}
	}
	if r.perSecond == 0 {
		return r, fmt.Errorf("wrk measured nothing: %s", out)
	}
	return r, nil
}

// sideBySide measures loads in turn, several times over, and gives the median of each: what disturbs the machine
// disturbs all of them alike.
func (b *bench) sideBySide(ctx context.Context, loads ...load) ([]float64, error) {
	all := make([][]float64, len(loads))
	for range b.runs {
		for i, l := range loads {
			r, err := b.wrk(ctx, l)
			if err != nil {
				return nil, err
			}
			if r.failed > 0 {
				return nil, fmt.Errorf("%d requests of %s failed", r.failed, l.url)
			}
			all[i] = append(all[i], r.perSecond)
		}
	}
	medians := make([]float64, len(loads))
	for i := range all {
		medians[i] = median(all[i])
	}
	return medians, nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// page fetches a page and makes sure that it is one.
func page(url, cookie, must string) ([]byte, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if cookie != "" {
		request.Header.Set("Cookie", "folkmoot="+cookie)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), must) {
		return nil, fmt.Errorf("%s answered %s without %q", url, answer.Status, must)
	}
	return body, nil
}

// postScript writes a wrk script that posts an answer under a fresh key each time, by one of many people.
func (b *bench) postScript(name string, cookies []string) (string, error) {
	path, err := filepath.Abs(filepath.Join(b.folder, name+".lua"))
	if err != nil {
		return "", err
	}
	var lua strings.Builder
	lua.WriteString("local cookies = {\n")
	for _, c := range cookies {
		fmt.Fprintf(&lua, "%q,\n", c)
	}
	lua.WriteString(`}
local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
local ends = "AQgw"
local words = "The+last+bus+goes+before+the+group+ends+so+she+stays+in+and+**nobody**+asks+why.+We+could+run+it+in+the+day+instead%2C+with+a+ramp+and+a+kettle%2C+if+somebody+opened+up+the+hall+on+Thursdays+for+us."
local seeded = 0
function setup(thread) seeded = seeded + 1; thread:set("number", seeded) end
function init(args) math.randomseed(os.time() * 10 + number) end
request = function()
  local key = {}
  for i = 1, 21 do local n = math.random(64); key[i] = letters:sub(n, n) end
  local n = math.random(4)
  key[22] = ends:sub(n, n)
  local body = "key=" .. table.concat(key) .. "&evidence=lived&do=post&body=" .. words
  return wrk.format("POST", nil, {
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = "10.1." .. math.random(0, 255) .. ".7",
    ["Cookie"] = "folkmoot=" .. cookies[math.random(#cookies)] }, body)
end
`)
	return path, os.WriteFile(path, []byte(lua.String()), 0o600)
}
