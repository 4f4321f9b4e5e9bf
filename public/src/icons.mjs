// The symbols of the pages, as one sprite that every page shares (<use href="/assets/icons-….svg#i-talk">),
// and the ring of the first page. Colours come from the page that uses them.

// Drawn in a 16 by 16 box with lines.
const icons = {
  resident: '<path d="M2.5 7.2 8 2.7l5.5 4.5v6.3h-11zM6.3 13.5V9.7h3.4v3.8"/>',
  practitioner: '<path d="M5 1.5 8 5.2l3-3.7M3 5.5h10v8.7H3z"/><circle cx="8" cy="9" r="1.3"/><path d="M5.8 12h4.4"/>',
  voluntary: '<path d="M8 13.6S1.8 10 1.8 6A3.1 3.1 0 0 1 8 4.9 3.1 3.1 0 0 1 14.2 6c0 4-6.2 7.6-6.2 7.6z"/>',
  public: '<path d="M1.8 6 8 2.3 14.2 6zM3.5 8.2v3.5M6.5 8.2v3.5M9.5 8.2v3.5M12.5 8.2v3.5M1.8 13.8h12.4"/>',
  business: '<path d="M2.5 8.2v5.6h11V8.2M1.7 5.4 3 2.3h10l1.3 3.1c0 1.5-2.1 2-3.2.6-.9 1.3-2.3 1.3-3.1 0-.8 1.3-2.2 1.3-3.1 0-1.1 1.4-3.2.9-3.2-.6zM6.5 13.8v-3h3v3"/>',
  researcher: '<circle cx="6.8" cy="6.8" r="4.6"/><path d="m10.3 10.3 4 4M5 7.8V6.9M6.8 8.4V5.2M8.6 7.8V6.2"/>',
  lived: '<circle cx="8" cy="4.8" r="2.7"/><path d="M2.8 14.2c0-3 2-4.6 5.2-4.6s5.2 1.6 5.2 4.6"/>',
  practice: '<path d="M3 3.3h10v11H3zM6 1.8h4v3H6zM5.6 9.6l1.7 1.7 3.2-3.6"/>',
  research: '<path d="M8 4C6.5 3 4.5 2.7 1.8 2.7v9.8c2.7 0 4.7.3 6.2 1.3 1.5-1 3.5-1.3 6.2-1.3V2.7C11.5 2.7 9.5 3 8 4zm0 0v9.8"/>',
  yes: '<path d="m2.8 8.6 3.4 3.4 7-7.6"/>',
  no: '<path d="m3.6 3.6 8.8 8.8M12.4 3.6l-8.8 8.8"/>',
  pass: '<path d="M3 8h10"/>',
  talk: '<path d="M2 2.8h12v8.4H7.6L4.4 14v-2.8H2z"/>',
  hid: '<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM2.5 13.5l11-11"/>',
  warn: '<path d="M8 2 1.6 13.5h12.8zM8 6.5v3.3M8 11.7v.1"/>',
  gap: '<circle cx="8" cy="8" r="6" stroke-dasharray="2.4 2.4"/><path d="M8 5v3.6M8 11v.1"/>',
  search: '<circle cx="7" cy="7" r="4.6"/><path d="m10.5 10.5 4 4"/>',
  feed: '<path d="M3 2.5A10.5 10.5 0 0 1 13.5 13M3 7a6 6 0 0 1 6 6"/><circle cx="3.8" cy="12.2" r=".8"/>',
  lock: '<path d="M3.5 7.5h9v6.3h-9zM5.2 7.5V5a2.8 2.8 0 0 1 5.6 0v2.5"/>',
  edit: '<path d="m2.5 13.5.8-3.2 7.5-7.5 2.4 2.4-7.5 7.5zM9.3 4.3l2.4 2.4"/>',
  rise: '<path d="M2 12.5 6.3 8.2l2.6 2.6L14 4.5M9.8 4.5H14v4.2"/>',
  paper: '<path d="M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3M6 8.2h4M6 10.8h4"/>',
  phone: '<path d="M3.2 2.2h2.6l1 3.2-1.7 1.2a8 8 0 0 0 4.3 4.3l1.2-1.7 3.2 1v2.6c0 .6-.5 1-1 1A11 11 0 0 1 2.2 3.2c0-.5.4-1 1-1z"/>',
};

// One shape for each theme, in a 12 by 12 box, filled. A shape is never given to another theme: add new ones at the end.
const marks = [
  '<circle cx="6" cy="6" r="4.2" fill="none" stroke-width="2.6"/>',
  '<path d="M6 .8 11.6 11H.4z"/>',
  '<path d="M1 1h10v10H1z"/>',
  '<path d="M6 0l6 6-6 6-6-6z"/>',
  '<path d="M0 9.5a6 6 0 0 1 12 0z"/>',
  '<path d="M4.3 0h3.4v4.3H12v3.4H7.7V12H4.3V7.7H0V4.3h4.3z"/>',
  '<path d="M0 1h12v3.5H0zM0 7.5h12V11H0z"/>',
  '<path d="M0 2.5 6 6l6-3.5v4L6 10 0 6.5z"/>',
  '<path d="m6 0 1.6 4.2 4.4.2-3.4 2.8 1.1 4.4L6 9.2l-3.7 2.4 1.1-4.4L0 4.4l4.4-.2z"/>',
  '<path d="M3 .8h6L12 6l-3 5.2H3L0 6z"/>',
  '<path d="M2.4 0 6 3.6 9.6 0 12 2.4 8.4 6 12 9.6 9.6 12 6 8.4 2.4 12 0 9.6 3.6 6 0 2.4z"/>',
  '<path d="m6 .3 6 4.4-2.3 7H2.3L0 4.7z"/>',
  '<path d="M6 0c2.4 3 4 5.2 4 7.8a4 4 0 0 1-8 0C2 5.2 3.6 3 6 0z"/>',
  '<path d="M8.5 .5a5.8 5.8 0 1 0 3 8.5A5 5 0 0 1 8.5.5z"/>',
  '<path d="M.4 1h11.2L6 11.2z"/>',
  '<circle cx="2.8" cy="2.8" r="2.4"/><circle cx="9.2" cy="2.8" r="2.4"/><circle cx="2.8" cy="9.2" r="2.4"/><circle cx="9.2" cy="9.2" r="2.4"/>',
  '<path d="M1 0h3.5v12H1zM7.5 0H11v12H7.5z"/>',
  '<path d="M.5 0h11L7.5 6l4 6H.5l4-6z"/>',
  '<path d="M1.8 1.8h8.4v8.4H1.8z" fill="none" stroke-width="2.6"/>',
  '<path d="M0 0a12 12 0 0 1 12 12H0z"/>',
  '<path d="m6 0 6 6H8.5v6h-5V6H0z"/>',
  '<path d="M0 12C0 4.5 4.5 0 12 0c0 7.5-4.5 12-12 12z"/>',
  '<path d="M0 0h4.5v7.5H12V12H0z"/>',
  '<path d="M0 .5 6 4.5l6-4v11l-6-4-6 4z"/>',
  '<circle cx="6" cy="6" r="5.6"/>',
  '<path d="M0 0h5.2v5.2H0zM6.8 6.8H12V12H6.8z"/>',
  '<path d="M0 6l6-6v3.5h6v5H6V12z"/>',
  '<path d="M4.5 0v7.5H0V12h12V7.5H7.5V0z"/>',
  '<path d="m6 1.8 4.2 4.2L6 10.2 1.8 6z" fill="none" stroke-width="2.4"/>',
  '<path d="M1 0h4L12 6l-7 6H1l6-6z"/>',
];

// The ring of people with a place left for you: x, y.
const seats = [[25, 6.3], [32.6, 12.7], [34.4, 22.5], [20, 34.6], [10.6, 31.2], [5.6, 22.5], [7.4, 12.7], [15, 6.3]];
const yours = [29.4, 31.2];

// The larger rings of the first page: x, y, radius.
const near = [
  [256, 200, 8.2], [244, 237, 8.4], [209, 254, 9.2], [169, 253, 10.5], [144, 221, 8.6], [145, 180, 8.8],
  [172, 152, 8.2], [210, 145, 10.9], [246, 161, 10.5], [298, 231, 8], [273, 266, 9.4], [242, 293, 10.1],
  [200, 303, 7.7], [159, 292, 9.5], [126, 267, 8], [97, 190, 10.2], [113, 150, 8.4], [139, 117, 9.2],
  [178, 99, 10.1], [220, 102, 8.7], [259, 118, 8.8], [284, 151, 8.4], [302, 189, 7.5],
];
const you = [105, 231, 11.5];
const far = [
  [313, 281, 8.4], [287, 311, 8.1], [253, 333, 7.5], [214, 346, 7], [173, 340, 7], [134, 328, 7.3],
  [102, 303, 8.8], [77, 271, 8.2], [58, 234, 6.7], [61, 193, 7.1], [63, 152, 8.4], [85, 118, 7.5],
  [113, 90, 7.9], [148, 71, 8.6], [186, 54, 9.5], [228, 58, 9.5], [264, 76, 7.3], [301, 94, 8.9],
  [323, 129, 9.4], [340, 166, 9], [341, 207, 7], [335, 247, 6.8], [313, 352, 6.5], [159, 380, 6.3],
  [86, 347, 6.1], [17, 208, 5.5], [19, 169, 8.6], [45, 93, 6.7], [73, 64, 6.2], [107, 43, 6.7],
  [141, 20, 8.1], [182, 19, 6.2], [222, 18, 6.1], [260, 27, 5.6], [298, 41, 8.6], [331, 64, 7.5],
  [357, 96, 7], [389, 212, 8.4], [380, 252, 8], [366, 290, 7.1], [342, 323, 6.3],
];

const circle = ([x, y, r], more = "") => `<circle cx="${x}" cy="${y}" r="${r}"${more}/>`;
const symbol = (id, size, body) => `<symbol id="${id}" viewBox="0 0 ${size} ${size}">${body}</symbol>`;
const svg = (body) => `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>\n`;

// sprite gives the symbols logo, i-NAME and m-NUMBER; m-0 is the mark of themes that have none of their own.
export function sprite() {
  const logo = seats.map((s) => circle([...s, 3.6])).join("") + circle([...yours, 3.6], ' fill="var(--seat)"');
  return svg(
    symbol("logo", 40, logo) +
      Object.entries(icons).map(([name, body]) => symbol("i-" + name, 16, body)).join("") +
      symbol("m-0", 12, '<circle cx="6" cy="6" r="2.6"/>') +
      marks.map((body, i) => symbol("m-" + (i + 1), 12, body)).join(""),
  );
}

// ring gives the picture of the first page, as the symbol ring.
export function ring() {
  const body = near.map((c) => circle(c)).join("") + circle(you, ' fill="var(--seat)"');
  return svg(symbol("ring", 400, body + `<g opacity=".55">${far.map((c) => circle(c)).join("")}</g>`));
}
