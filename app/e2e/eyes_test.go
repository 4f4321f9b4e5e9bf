package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// eyes goes through the pages that look unlike each other, as those who read them.
func eyes(t *testing.T, p *place, set func(r *reader), look func(r *reader, page string)) {
	t.Helper()
	for _, who := range []struct {
		email string
		pages []string
	}{
		{"", publicPages},
		{demoEmail("ruth"), residentsPages},
		{demoEmail("farzana"), []string{"/moderation", "/moderation?view=list", "/moderation/figures", "/moderation/words", "/coding"}},
		{demoEmail("helen"), []string{"/guides/doing-it-together/fates", "/hearing/rising", "/hearing/snapshots/new", "/themes/power/merge?into=inclusion"}},
		{demoEmail("tess"), administratorsPages},
	} {
		r := p.reader(t, phone)
		if who.email != "" {
			r.signIn(who.email)
		}
		set(r)
		for _, page := range who.pages {
			r.open(page)
			look(r, page)
		}
		r.complaints() // other tests ask what the browser complains of
	}
}

// prefer sets what the reader's computer asks for.
func (r *reader) prefer(features map[string]string) {
	r.t.Helper()
	var list []*emulation.MediaFeature
	for name, value := range features {
		list = append(list, &emulation.MediaFeature{Name: name, Value: value})
	}
	r.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: list})
		return chromedp.Void{}, err
	})
}

// letters sets the size of letters in the reader's browser; 16 is usual.
func (r *reader) letters(pixels int64) {
	r.t.Helper()
	r.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: pixels, Fixed: pixels}})
		return chromedp.Void{}, err
	})
}

// openFolds is JavaScript that opens every fold, so that what is in them is looked at too.
const openFolds = `(() => { document.querySelectorAll("details").forEach(d => d.open = true); return true })()`

// spoilt is JavaScript for the words of a page that cannot be read as they stand: cut off, outside their box or the
// screen, broken in two where no language breaks them, or with other words over them.
const spoilt = `(() => {
	const found = [], lines = [];
	const say = (what, text) => found.push(what + " “" + text.trim().slice(0, 60) + "”");
	const shown = e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const range = document.createRange();
	texts: for (let node; node = walk.nextNode();) {
		const e = node.parentElement, text = node.data;
		if (!text.trim() || e.closest("script, style, noscript, textarea, select, option, svg") || !shown(e)) continue;
		const boxes = [];
		let scrolls = false;
		for (let x = e; x && x !== document.body; x = x.parentElement) {
			const s = getComputedStyle(x);
			if (s.clipPath !== "none" || s.clip !== "auto") continue texts; // said, not shown
			if (s.position === "fixed" || s.position === "sticky") continue texts; // it moves over others
			const ground = s.backgroundColor !== "rgba(0, 0, 0, 0)" || ["Top", "Right", "Bottom", "Left"].every(side => parseFloat(s["border" + side + "Width"]) > 0);
			if (!scrolls && s.display !== "inline" && (s.overflowX !== "visible" || ground)) boxes.push([x, x.getBoundingClientRect()]);
			if (s.overflowX === "auto" || s.overflowX === "scroll") scrolls = true;
		}
		range.selectNodeContents(node);
		for (const r of range.getClientRects()) {
			if (r.width < 1) continue;
			if (!scrolls && (r.left < -1 || r.right > document.documentElement.clientWidth + 1)) say("outside the screen:", text);
			for (const [x, b] of boxes) {
				const slack = r.height / 3;
				if (scrolls && getComputedStyle(x).overflowX !== "visible") continue;
				if (r.left < b.left - 2 || r.right > b.right + 2 || r.top < b.top - slack || r.bottom > b.bottom + slack) {
					say("outside <" + x.localName + " class=" + x.className + ">:", text);
					break;
				}
			}
			if (!scrolls) lines.push([r, node, text]);
		}
		for (const word of text.matchAll(/[\p{L}\p{M}’']{2,}/gu)) {
			const around = text.slice(0, word.index).match(/\S*$/)[0] + text.slice(word.index).match(/^\S*/)[0];
			if (/[@\/\d_]|\p{L}\.\p{L}|\p{L}\(/u.test(around)) continue; // an address breaks where the line ends
			range.setStart(node, word.index);
			range.setEnd(node, word.index + word[0].length);
			const rects = [...range.getClientRects()].filter(r => r.width > 0);
			if (rects.some(r => Math.abs(r.top - rects[0].top) > r.height / 2)) say("broken in two in <" + e.localName + " class=" + e.parentElement.className + "> " + Math.round(e.getBoundingClientRect().width) + " wide:", word[0]);
		}
	}
	lines.sort((a, b) => a[0].top - b[0].top);
	lines.forEach(([a, node, text], i) => {
		for (let j = i + 1; j < lines.length && lines[j][0].top < a.bottom; j++) {
			const [b, other, words] = lines[j];
			if (other === node) continue;
			const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
			if (across > 3 && down > Math.min(a.height, b.height) * 0.4) say("over each other: “" + words.trim().slice(0, 40) + "” and", text);
		}
	});
	return [...new Set(found)].slice(0, 8);
})()`

// Letters of twice the usual size: no page scrolls sideways, and no word is cut, broken or covered, on a phone and on a
// screen of usual width.
func TestLargeLettersFit(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	eyes(t, p, func(r *reader) { r.letters(32) }, func(r *reader, page string) {
		tell[bool](r, openFolds)
		for _, width := range []int64{phone.width, wide.width} {
			r.do(chromedp.EmulateViewport(width, 900))
			if size := tell[string](r, `getComputedStyle(document.documentElement).fontSize`); size != "32px" {
				t.Fatalf("the letters are of %s: this test sees nothing", size)
			}
			if tell[bool](r, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s, %d wide, scrolls sideways with large letters: %s", page, width, tell[string](r, widest))
			}
			for _, problem := range tell[[]string](r, spoilt) {
				t.Errorf("%s, %d wide, with large letters: %s", page, width, problem)
			}
		}
	})
	r := p.reader(t, phone)
	r.open("/help")
	tell[bool](r, `(document.querySelector("main").insertAdjacentHTML("beforeend", "<div hidden></div><ul class=fm-bar><li>Too long for it, by a few lines, surely, on a phone</li></ul><h1>Donaudampfschifffahrtsgesellschaft</h1>"), true)`)
	r.do(chromedp.EmulateViewport(200, 900))
	if len(tell[[]string](r, spoilt)) == 0 {
		t.Error("a word that is broken in two is not found: this check finds nothing")
	}
	r.complaints()
}

// bareStates is JavaScript for what a page tells by colour alone, which is gone where the reader's computer sets the
// colours: where one is, what is chosen, marked, new, added and taken out; controls without an edge; no ring at the focus.
const bareStates = `(() => {
	const found = [];
	const shown = e => e.checkVisibility({visibilityProperty: true});
	const line = e => {
		const s = getComputedStyle(e);
		const edges = ["Top", "Right", "Bottom", "Left"].map(side => s["border" + side + "Style"] === "none" ? "" : s["border" + side + "Width"]);
		return [...edges, s.outlineStyle === "none" ? "" : s.outlineWidth, s.textDecorationLine, s.textDecorationStyle, s.fontWeight].join();
	};
	const differs = (e, change, undo) => {
		const before = line(e);
		change();
		const after = line(e);
		undo();
		return before !== after;
	};
	for (const e of document.querySelectorAll("a[aria-current]:not(.fm-name), [aria-pressed=true]")) {
		const name = e.hasAttribute("aria-current") ? "aria-current" : "aria-pressed", value = e.getAttribute(name);
		if (shown(e) && !differs(e, () => e.removeAttribute(name), () => e.setAttribute(name, value))) found.push(name + " is shown by colour alone: " + e.outerHTML.slice(0, 120));
	}
	for (const name of ["fm-new", "fm-para--on", "fm-covered", "fm-ev", "fm-who", "fm-note", "fm-hid", "fm-gap"]) {
		for (const e of document.getElementsByClassName(name)) {
			const all = e.className;
			if (shown(e) && !differs(e, () => e.className = "", () => e.className = all)) found.push(name + " is shown by colour alone: " + e.outerHTML.slice(0, 120));
		}
	}
	for (const e of document.querySelectorAll("mark, ins, del, .govuk-error-message, .govuk-error-summary")) {
		if (shown(e) && line(e) === line(e.parentElement)) found.push("shown by colour alone: " + e.outerHTML.slice(0, 120));
	}
	const at = document.activeElement;
	for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
		if (!shown(e) || e.disabled || e.closest("[aria-hidden], [inert]")) continue;
		if (e.matches("button, input:not([type=checkbox], [type=radio], [type=file]), select, textarea")) {
			const s = getComputedStyle(e);
			if ((s.borderTopStyle === "none" || parseFloat(s.borderTopWidth) < 1) && s.textDecorationLine === "none") found.push("has no edge: " + e.outerHTML.slice(0, 120));
		}
		const rest = line(e);
		e.focus({focusVisible: true, preventScroll: true});
		const ring = [e, e.closest("label")].some(x => x && getComputedStyle(x).outlineStyle !== "none" && parseFloat(getComputedStyle(x).outlineWidth) >= 2);
		if (document.activeElement === e && !ring) found.push("has no ring at the focus: " + e.outerHTML.slice(0, 120));
	}
	at?.blur?.();
	document.activeElement.blur();
	return found.slice(0, 6);
})()`

// ratios is JavaScript for how well two colours are told apart, and what a thing stands on.
const ratios = `const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
	const rgb = colour => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = colour;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data];
	};
	const light = colour => rgb(colour).slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) };
	const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] > 0) return c } return "Canvas" };
`

// paleCharts is JavaScript for what of the charts cannot be told from its ground: shapes below 3:1, and words in them
// below 4.5:1.
const paleCharts = `(() => {
` + ratios + `	const found = [];
	for (const svg of document.querySelectorAll("svg[role=img]:not(.fm-qr)")) {
		if (!svg.checkVisibility()) continue;
		const under = ground(svg);
		for (const shape of svg.querySelectorAll("rect, .fm-line, .fm-dot, .pt, .hull, .fm-busy")) {
			const s = getComputedStyle(shape), drawn = [s.fill, s.stroke].filter(c => c !== "none" && rgb(c)[3] > 0);
			if (Math.max(...drawn.map(c => ratio(c, under))) < 3) found.push("pale: " + shape.outerHTML.slice(0, 120) + " " + drawn + " on " + under);
		}
		for (const part of svg.querySelectorAll("g")) {
			const rect = part.querySelector("rect"), text = part.querySelector("text");
			if (rect && text && ratio(getComputedStyle(rect).fill, getComputedStyle(text).fill) < 4.5) found.push("cannot be read: " + text.outerHTML);
		}
	}
	return found.slice(0, 6);
})()`

// Where the computer sets the colours, as for people who need few and strong ones, everything is still told: by lines,
// shapes and words.
func TestForcedColoursTellEverything(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	eyes(t, p, func(*reader) {}, func(r *reader, page string) {
		tell[bool](r, openFolds)
		for _, scheme := range []string{"light", "dark"} {
			r.prefer(map[string]string{"forced-colors": "active", "prefers-color-scheme": scheme})
			if !tell[bool](r, `matchMedia("(forced-colors: active)").matches`) {
				t.Fatal("no colours are forced: this test sees nothing")
			}
			for _, problem := range append(tell[[]string](r, bareStates), tell[[]string](r, paleCharts)...) {
				t.Errorf("%s, forced colours, %s: %s", page, scheme, problem)
			}
		}
	})
	r := p.reader(t, phone)
	r.open("/help")
	tell[bool](r, `(document.querySelector("main").insertAdjacentHTML("beforeend", "<button id=bare class=fm-bare aria-pressed=true>x</button><svg role=img width=9 height=9><rect fill=white width=9 height=9 /></svg>"), document.querySelector("#bare").style.border = "none", true)`)
	if len(tell[[]string](r, bareStates)) < 2 || len(tell[[]string](r, paleCharts)) == 0 {
		t.Error("a control without an edge, a state without a sign and a shape that is not seen are not found: these checks find nothing")
	}
	r.complaints()
}

// faintWords is JavaScript for words below 7:1, or below 4.5:1 where they are large.
const faintWords = `(() => {
	` + ratios + `	const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; node = walk.nextNode();) {
		const e = node.parentElement;
		if (!node.data.trim() || !e.checkVisibility({visibilityProperty: true}) || e.closest("script, style, noscript, svg, option")) continue;
		const s = getComputedStyle(e), size = parseFloat(s.fontSize), large = size >= 24 || size >= 18.66 && parseInt(s.fontWeight) >= 700;
		if (ratio(s.color, ground(e)) < (large ? 4.5 : 7)) found.add(e.outerHTML.slice(0, 120) + " " + s.color + " on " + ground(e));
	}
	return [...found].slice(0, 6);
})()`

// faintEdges is JavaScript for lines below 3:1 around what is used or set apart.
const faintEdges = `(() => {
` + ratios + `	const found = new Set();
	for (const e of document.querySelectorAll("main *")) {
		if (!e.checkVisibility() || e.closest("svg")) continue;
		const s = getComputedStyle(e);
		for (const side of ["Top", "Right", "Bottom", "Left"]) {
			const colour = s["border" + side + "Color"];
			if (s["border" + side + "Style"] !== "none" && parseFloat(s["border" + side + "Width"]) > 0 && rgb(colour)[3] > 0 && ratio(colour, ground(e.parentElement)) < 3) {
				found.add("<" + e.localName + " class=" + e.className + "> " + colour + " on " + ground(e.parentElement));
			}
		}
	}
	return [...found].slice(0, 6);
})()`

// Who asks for more contrast gets words of 7:1 and lines of 3:1; who asks for less movement, none.
func TestMoreContrastAndLessMovement(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	eyes(t, p, func(*reader) {}, func(r *reader, page string) {
		tell[bool](r, openFolds)
		for _, scheme := range []string{"light", "dark"} {
			r.prefer(map[string]string{"prefers-contrast": "more", "prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"})
			for _, problem := range append(tell[[]string](r, faintWords), tell[[]string](r, faintEdges)...) {
				t.Errorf("%s, more contrast, %s: %s", page, scheme, problem)
			}
		}
		if tell[bool](r, `[...document.querySelectorAll("*")].some(e => { const s = getComputedStyle(e);
			return s.transitionDuration.split(", ").some(d => parseFloat(d) > 0) || s.animationName !== "none" || s.scrollBehavior === "smooth" })`) {
			t.Errorf("%s moves though less movement is asked for", page)
		}
	})
	r := p.reader(t, phone)
	r.open("/groups")
	tell[bool](r, `(() => { const p = document.createElement("p"); p.textContent = "Pale words."; p.className = "fm-card"; document.querySelector("main").append(p);
		p.style.color = "#777"; p.style.borderColor = "#eee"; return true })()`)
	if words, lines := tell[[]string](r, faintWords), tell[[]string](r, faintEdges); len(words) == 0 || len(lines) == 0 {
		t.Errorf("pale words and lines are not found: these checks find only %q, %q", words, lines)
	}
	r.complaints()
}

// leftHanded is JavaScript for what keeps to the left on a page that is read from right to left: boxes set in or edged on
// one side alone, where that is the side on which lines end.
const leftHanded = `(() => {
	const found = new Set();
	for (const e of document.querySelectorAll("body *")) {
		if (!e.checkVisibility() || e.closest("svg, [dir=ltr], select, textarea, input")) continue;
		const s = getComputedStyle(e), edge = side => s["border" + side + "Style"] === "none" ? 0 : parseFloat(s["border" + side + "Width"]);
		if (edge("Left") > edge("Right") + 1) found.add("edged on the left: <" + e.localName + " class=" + e.className + ">");
		if (parseFloat(s.paddingLeft) > parseFloat(s.paddingRight) + 13 && s.textAlign !== "center") found.add("set in from the left: <" + e.localName + " class=" + e.className + "> " + s.paddingLeft);
	}
	return [...found].slice(0, 6);
})()`

// In a language that is written from right to left, pages are the other way round: nothing is cut, covered or pushed off
// the screen, and what stands on the side where lines begin does so there too.
func TestPagesReadFromRightToLeft(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	eyes(t, p, func(*reader) {}, func(r *reader, page string) {
		tell[bool](r, openFolds)
		tell[string](r, `(document.documentElement.dir = "rtl")`)
		for _, width := range []int64{phone.width, wide.width} {
			r.do(chromedp.EmulateViewport(width, 900))
			if tell[bool](r, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s, %d wide, scrolls sideways from right to left", page, width)
			}
			for _, problem := range append(tell[[]string](r, spoilt), tell[[]string](r, leftHanded)...) {
				t.Errorf("%s, %d wide, from right to left: %s", page, width, problem)
			}
		}
	})
	r := p.reader(t, phone)
	r.open("/help")
	tell[bool](r, `(() => { document.documentElement.dir = "rtl"; document.querySelector("main").style.borderLeft = "4px solid"; return true })()`)
	if len(tell[[]string](r, leftHanded)) == 0 {
		t.Error("an edge on the left is not found: this check finds nothing")
	}
	r.complaints()
}
