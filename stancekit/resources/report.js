"use strict";
// The table of quotes. All words of articles go into the page as text, never as markup.

const TONES = ["hostile", "cautious", "constructive"];
const SIGNS = ["▼", "●", "▲"];
const PAGE = 100;
const $ = (id) => document.getElementById(id);
const form = $("filters");
const body = $("table").tBodies[0];
const heads = [...document.querySelectorAll("#table button[data-sort]")];

let data; // columns as `page_data` in stancekit/reporting/data.py writes them
let length = 0; // rows
let sought = []; // for each row the words that text filters look at
let names = []; // for each row its speaker, to filter by
let days, sure; // for each row: date as text, lowest confidence in thousandths
let shown = []; // the rows that pass the filters, in order
let page = 0;
let sort = { key: "", down: false };
let printing = false;
let opened = new Set(); // rows whose details are open
const orders = {};

/* Reading */

async function read() {
  const given = JSON.parse($("data").textContent);
  if (!given.deflated) return given;
  const bytes = Uint8Array.from(atob(given.deflated), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

const value = (column, at) => (at < 0 || column.at[at] < 0 ? null : column.of[column.at[at]]);
const coded = (name, row) => value(data.coded[name], row);
const article = (name, row) => value(data.articles[name], data.article[row]);
const speaker = (name, row) => value(data.speakers[name], data.speaker[row]);
const number = (name, row) => (data.numbers[name][row] === null ? null : data.numbers[name][row] / 1000);
const passage = (row) => {
  const found = data.passages[data.passage[row]];
  return typeof found === "string" ? ["", found, ""] : found;
};
const quote = (row) => passage(row).filter((_, place) => place % 2).join(" ");
const undecided = (row) => data.tones[row] === 7;
const toneSet = (row) => TONES.filter((_, tone) => data.tones[row] & (1 << tone)).join("|") || null;
const folded = (words) => words.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

function prepare() {
  length = data.article.length;
  days = Array.from({ length }, (_, row) => article("day", row) ?? "");
  names = Array.from({ length }, (_, row) => folded(speaker("name", row) ?? ""));
  sought = Array.from({ length }, (_, row) =>
    folded([quote(row), speaker("name", row), speaker("role", row), coded("source", row), article("title", row),
      article("outlet", row), article("doc_id", row)].join("\n")));
  sure = Float64Array.from({ length }, (_, row) => {
    const known = ["confidence", "speaker_confidence", "counterpart_confidence"]
      .map((name) => data.numbers[name][row]).filter((one) => one !== null);
    return known.length ? Math.min(...known) : NaN;
  });
}

/* Filters: from the form, to the address and back */

function filters() {
  const given = new FormData(form);
  return {
    words: folded(given.get("text")).split(/\s+/).filter(Boolean),
    speaker: folded(given.get("speaker").trim()),
    state: given.get("state"),
    toward: given.get("toward"),
    tones: new Set(given.getAll("tone").map((tone) => TONES.indexOf(tone))),
    decided: given.has("decided"),
    since: given.get("since"),
    until: given.get("until"),
    sure: Number(given.get("sure")) * 10,
  };
}

const NONE = "–"; // in the lists of states: rows without one

function fitting(filter) {
  const state = { of: data.speakers.state.of, at: data.speakers.state.at };
  const toward = data.coded.counterpart;
  const wantedState = filter.state === NONE ? -1 : state.of.indexOf(filter.state);
  const wantedToward = filter.toward === NONE ? -1 : toward.of.indexOf(filter.toward);
  return (row) =>
    (!filter.state || state.at[data.speaker[row]] === wantedState) &&
    (!filter.toward || toward.at[row] === wantedToward) &&
    (!filter.tones.size || filter.tones.has(data.tone[row])) &&
    (!filter.decided || !undecided(row)) &&
    (!filter.sure || sure[row] >= filter.sure) &&
    (!filter.since || (days[row] && days[row] >= filter.since.slice(0, days[row].length))) &&
    (!filter.until || (days[row] && days[row] <= filter.until)) &&
    (!filter.speaker || names[row].includes(filter.speaker)) &&
    filter.words.every((word) => sought[row].includes(word));
}

function address() {
  const kept = new URLSearchParams();
  for (const [name, cell] of new FormData(form)) if (cell && !(name === "sure" && cell === "0")) kept.append(name, cell);
  if (sort.key) kept.set("sort", (sort.down ? "-" : "") + sort.key);
  if (page) kept.set("page", page + 1);
  return kept.toString();
}

const isView = (given) => [...given.keys()].some((name) => Object.hasOwn(form.elements, name) || name === "sort" || name === "page");

function keepAddress() {
  const now = location.hash.slice(1);
  if (!address() && !isView(new URLSearchParams(now))) return; // the address of a part of the page stays
  if (address() !== now) history.replaceState(null, "", "#" + address());
}

let waiting = 0;
function laterKeepAddress() { // browsers complain of an address that changes with every letter
  clearTimeout(waiting);
  waiting = setTimeout(keepAddress, 400);
}

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (!isView(given)) return false;
  clearTimeout(waiting);
  form.reset();
  for (const field of form.elements) {
    if (!field.name || !given.has(field.name)) continue;
    if (field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
    else field.value = given.get(field.name);
  }
  const key = (given.get("sort") ?? "").replace(/^-/, "");
  sort = { key: Object.hasOwn(KEYS, key) ? key : "", down: (given.get("sort") ?? "").startsWith("-") };
  show(Math.max(0, parseInt(given.get("page") ?? "1", 10) - 1 || 0));
  return true;
}

/* Sorting */

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const byWords = (word) => { // equal words are compared once
  const ranks = new Map([...new Set(Array.from({ length }, (_, row) => word(row)))]
    .sort((a, b) => collator.compare(a ?? "", b ?? "")).map((one, rank) => [one, rank]));
  return (row) => (word(row) ? ranks.get(word(row)) : NaN);
};
const KEYS = {
  day: () => byWords((row) => days[row]),
  speaker: () => byWords((row) => speaker("name", row) ?? coded("source", row)),
  dyad: () => byWords((row) => dyadWords(row)),
  tone: () => (row) => (data.tone[row] < 0 ? NaN : data.tone[row]),
  stance: () => (row) => data.numbers.stance[row] ?? NaN,
  quote: () => byWords(quote),
  sure: () => (row) => sure[row],
  article: () => byWords((row) => article("title", row) ?? article("doc_id", row)),
};

function order() { // all rows in the order wanted; those that lack the cell come last either way
  const { key, down } = sort;
  if (!key) return orders[""] ??= Array.from({ length }, (_, row) => row);
  const made = orders[key + down];
  if (made) return made;
  const rank = Float64Array.from({ length }, ((of) => (_, row) => of(row))(KEYS[key]()));
  const compare = (a, b) => {
    if (Number.isNaN(rank[a]) || Number.isNaN(rank[b])) return Number.isNaN(rank[a]) - Number.isNaN(rank[b]) || a - b;
    return (down ? rank[b] - rank[a] : rank[a] - rank[b]) || a - b;
  };
  return orders[key + down] = Array.from({ length }, (_, row) => row).sort(compare);
}

/* Showing */

const ROLES = { tr: "row", td: "cell", th: "rowheader" }; // narrow screens show rows as blocks; they stay rows all the same
const element = (tag, look, ...inside) => {
  const made = document.createElement(tag);
  if (look) made.className = look;
  if (Object.hasOwn(ROLES, tag)) made.role = ROLES[tag];
  made.append(...inside.filter((one) => one !== null));
  return made;
};
const strangers = (words) => element("bdi", "", words);
const percent = (thousandths) => (Number.isNaN(thousandths) ? "–" : Math.round(thousandths / 10) + " %");
const signedNumber = (given) => {
  if (given === null) return "–";
  const digits = Math.abs(given).toFixed(2);
  return (Number(digits) === 0 ? "" : given < 0 ? "−" : "+") + digits;
};
const dyadWords = (row) => `${speaker("state", row) ?? NONE} → ${coded("counterpart", row) ?? NONE}`;

function state(code) {
  if (!code) return document.createTextNode(NONE);
  const made = element("abbr", "", code);
  made.title = data.states[code] ?? code;
  return made;
}

function link(words, url) { // an address of an article may be anything; only these two kinds are followed
  if (!/^https?:\/\//i.test(url ?? "")) return strangers(words);
  const made = element("a", "", strangers(words));
  made.href = url;
  made.rel = "noopener noreferrer nofollow";
  made.target = "_blank";
  return made;
}

function toneCell(row) {
  const tone = data.tone[row];
  if (tone < 0) return element("td", "tone", "–");
  const sign = element("span", "sign " + TONES[tone], SIGNS[tone]);
  sign.ariaHidden = "true";
  const doubt = undecided(row) ? element("small", "faint", " undecided") : null;
  return element("td", "tone", sign, " " + TONES[tone], doubt);
}

function line(row) {
  const made = element("tr", "");
  const who = speaker("name", row) ?? coded("source", row);
  const head = element("th", "who", who ? strangers(who) : "–",
    speaker("role", row) ? element("small", "faint", strangers(speaker("role", row))) : null);
  head.scope = "row";
  const opener = element("button", "opener", "details");
  opener.type = "button";
  opener.dataset.row = row;
  opener.ariaExpanded = "false";
  const words = element("td", "quote", strangers(quote(row)), " ", opener);
  const date = article("date", row);
  const arrow = element("span", "", " → ");
  arrow.ariaHidden = "true";
  const title = article("title", row) ?? article("doc_id", row) ?? "–";
  made.append(
    element("td", "date", days[row] || (date ? strangers(date) : "–")),
    head,
    element("td", "dyad", state(speaker("state", row)), arrow, element("span", "unseen", "toward "), state(coded("counterpart", row))),
    toneCell(row),
    element("td", "number", signedNumber(number("stance", row))),
    words,
    element("td", "number sure", percent(sure[row])),
    element("td", "article", link(title, article("url", row)),
      article("outlet", row) ? element("small", "faint", strangers(article("outlet", row))) : null),
  );
  return made;
}

function details(row) {
  const text = element("p", "passage");
  text.dir = "auto";
  passage(row).forEach((words, place) => text.append(place % 2 ? element("mark", "", words) : words));
  const facts = element("dl", "");
  const fact = (name, ...cells) => facts.append(element("div", "", element("dt", "", name), element("dd", "", ...cells)));
  const said = [coded("kind", row), coded("cue", row) && `reported with “${coded("cue", row)}”`].filter(Boolean).join(", ");
  fact("quote", strangers(said));
  if (coded("source", row)) fact("source in the text", strangers(coded("source", row)));
  if (coded("counterpart", row)) {
    const mention = coded("counterpart_mention", row);
    const how = coded("counterpart_found", row);
    fact("addressed", state(coded("counterpart", row)), strangers(mention ? ` “${mention}”` : ""), how ? ` (${how})` : "");
  }
  if (data.tone[row] >= 0) {
    fact("probabilities", TONES.map((tone, place) => `${SIGNS[place]} ${tone} ${(number("p_" + tone, row) ?? NaN).toFixed(2)}`).join("  "));
    fact("90 % set", (toneSet(row) ?? "–").replaceAll("|", ", "));
  }
  const sureness = { quote: "confidence", speaker: "speaker_confidence", counterpart: "counterpart_confidence" };
  fact("confidence", Object.entries(sureness)
    .map(([what, name]) => `${what} ${percent(data.numbers[name][row] ?? NaN)}`).join(", "));
  fact("article", link(article("title", row) ?? article("doc_id", row) ?? "–", article("url", row)),
    strangers([article("outlet", row), article("date", row)].filter(Boolean).map((one) => ", " + one).join("")),
    strangers(` (${article("doc_id", row)}, ${coded("quote_id", row)})`));
  const cell = element("td", "", text, facts);
  cell.colSpan = heads.length;
  return element("tr", "details", cell);
}

function toggle(opener, open) {
  const row = Number(opener.dataset.row);
  const tr = opener.closest("tr");
  opener.ariaExpanded = String(open);
  if (open) {
    const below = details(row);
    below.id = "details-" + row;
    opener.setAttribute("aria-controls", below.id);
    tr.after(below);
    opened.add(row);
  } else {
    if (tr.nextElementSibling?.className === "details") tr.nextElementSibling.remove();
    opener.removeAttribute("aria-controls");
    opened.delete(row);
  }
}

function render() {
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  page = Math.min(page, pages - 1);
  const rows = printing ? shown : shown.slice(page * PAGE, (page + 1) * PAGE);
  const lines = document.createDocumentFragment();
  for (const row of rows) lines.append(line(row));
  if (!rows.length) {
    const cell = element("td", "empty", "No quote fits these filters. Take one away, or clear them all.");
    cell.colSpan = heads.length;
    lines.append(element("tr", "", cell));
  }
  body.replaceChildren(lines);
  for (const opener of body.querySelectorAll(".opener")) {
    if (form.elements.open.checked || opened.has(Number(opener.dataset.row))) toggle(opener, true);
  }
  $("place").textContent = shown.length
    ? `rows ${(page * PAGE + 1).toLocaleString("en")} to ${Math.min(shown.length, (page + 1) * PAGE).toLocaleString("en")}` : "no rows";
  $("pager").hidden = pages === 1;
  for (const button of $("pager").querySelectorAll("button")) {
    button.disabled = ["first", "before"].includes(button.dataset.page) ? page === 0 : page === pages - 1;
  }
}

function count() {
  const tones = [0, 0, 0];
  let stance = 0;
  for (const row of shown) {
    if (data.tone[row] < 0) continue;
    tones[data.tone[row]] += 1;
    stance += data.numbers.stance[row] ?? 0;
  }
  const scored = tones[0] + tones[1] + tones[2];
  const told = TONES.map((tone, place) => `${SIGNS[place]} ${tones[place].toLocaleString("en")} ${tone}`).join(", ");
  $("count").textContent = `${shown.length.toLocaleString("en")} of ${length.toLocaleString("en")} rows`
    + (scored ? `: ${told}; mean stance of these rows ${signedNumber(stance / scored / 1000)}` : "");
}

function chosen() { // what a reader of the printed page must know of it
  const told = [];
  for (const field of form.elements) {
    if (!field.name || !field.labels?.length || !field.value || field.name === "open") continue;
    if (field.type === "checkbox" ? !field.checked : field.name === "sure" && field.value === "0") continue;
    const label = [...field.labels[0].childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    told.push(field.type === "checkbox" ? label : `${label}: ${field.selectedOptions?.[0].text ?? field.value}`);
  }
  $("chosen").textContent = told.length ? "Filters: " + told.join("; ") : "";
}

function show(wantedPage = 0) {
  const fits = fitting(filters());
  shown = order().filter(fits);
  page = wantedPage;
  form.elements["sure-shown"].value = form.elements.sure.value + " %";
  for (const button of heads) {
    const th = button.closest("th");
    if (button.dataset.sort === sort.key) th.ariaSort = sort.down ? "descending" : "ascending";
    else th.removeAttribute("aria-sort");
  }
  render();
  count();
  chosen();
  laterKeepAddress();
}

/* The rows that are shown, as CSV */

// What a spreadsheet would take for a formula; the rule is that of stancekit.spreadsheets, which takes it back.
const WORDS = /^'*[=+\-@\t\r\n＝＋－＠]/;
function csvCell(cell) {
  if (cell === null || cell === undefined) return "";
  let text = String(cell);
  if (typeof cell === "string" && WORDS.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

function csv() {
  const columns = {
    doc_id: (row) => article("doc_id", row), quote_id: (row) => coded("quote_id", row), quote,
    kind: (row) => coded("kind", row), cue: (row) => coded("cue", row), source: (row) => coded("source", row),
    speaker: (row) => speaker("name", row), speaker_role: (row) => speaker("role", row),
    speaker_state: (row) => speaker("state", row), counterpart: (row) => coded("counterpart", row),
    counterpart_mention: (row) => coded("counterpart_mention", row),
    counterpart_found: (row) => coded("counterpart_found", row),
    tone: (row) => TONES[data.tone[row]] ?? null, tone_set: toneSet,
    ...Object.fromEntries(Object.keys(data.numbers).map((name) => [name, (row) => number(name, row)])),
    ...Object.fromEntries(["title", "date", "outlet", "url"].map((name) => [name, (row) => article(name, row)])),
    model: (row) => coded("model", row),
  };
  const lines = [Object.keys(columns).join(",")];
  for (const row of shown) lines.push(Object.values(columns).map((cell) => csvCell(cell(row))).join(","));
  return "\ufeff" + lines.join("\r\n") + "\r\n"; // with a mark by which Excel knows UTF-8
}

function download() {
  const saver = document.createElement("a");
  saver.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
  saver.download = "quotes.csv";
  saver.click();
  setTimeout(() => URL.revokeObjectURL(saver.href), 10_000);
}

/* The form */

function fillStates(select, any, codes) {
  const counts = new Map();
  for (const code of codes) counts.set(code ?? NONE, (counts.get(code ?? NONE) ?? 0) + 1);
  const name = (code) => (code === NONE ? "none known" : data.states[code] ?? code);
  const known = [...counts].sort(([a], [b]) => (a === NONE) - (b === NONE) || collator.compare(name(a), name(b)));
  select.append(new Option(any, ""), ...known.map(([code, n]) => new Option(`${name(code)} (${n.toLocaleString("en")})`, code)));
}

function fillForm() {
  const rows = Array.from({ length }, (_, row) => row);
  fillStates(form.elements.state, "any", rows.map((row) => speaker("state", row)));
  fillStates(form.elements.toward, "any", rows.map((row) => coded("counterpart", row)));
  const all = [...new Set(data.speakers.name.of)].sort(collator.compare);
  $("speakers").append(...all.map((name) => new Option("", name)));
}

function watch() {
  form.addEventListener("input", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    opened.clear();
    show();
  }));
  $("download").addEventListener("click", download);
  for (const button of heads) {
    button.addEventListener("click", () => {
      const again = button.dataset.sort === sort.key; // up, down, and back to the order of the articles
      sort = again && sort.down ? { key: "", down: false } : { key: button.dataset.sort, down: again };
      show();
    });
  }
  body.addEventListener("click", (event) => {
    const opener = event.target.closest(".opener");
    if (opener) toggle(opener, opener.ariaExpanded !== "true");
  });
  $("pager").addEventListener("click", (event) => {
    const last = Math.ceil(shown.length / PAGE) - 1;
    const to = { first: 0, before: page - 1, next: page + 1, last }[event.target.dataset.page];
    if (to === undefined) return;
    page = to;
    render();
    laterKeepAddress();
    $("table").scrollIntoView();
  });
  window.addEventListener("hashchange", () => {
    if (fromAddress()) $("h-quotes").focus();
  });
  window.addEventListener("beforeprint", () => { printing = true; render(); });
  window.addEventListener("afterprint", () => { printing = false; render(); });
}

read().then((found) => {
  data = found;
  prepare();
  fillForm();
  watch();
  if (!fromAddress()) show();
  document.documentElement.dataset.ready = "yes";
});
