// Results that follow each choice without a new page. Without this script the same form and the same links
// load the same addresses; whatever fails here falls back to that.

const form = document.querySelector("#filters");
const results = document.querySelector("#results");
const bar = document.querySelector("#compare-bar");
const narrow = matchMedia("(max-width: 59.99rem)");
// What the head of a page says of its state: to search engines, to feed readers, to friends.
const SAID = "meta:not([charset], [name=viewport]), link:not([rel=stylesheet], [rel=icon]), [type='application/ld+json']";
let running = new AbortController();

document.documentElement.classList.add("is-live");

/** Return the address of what the form says now, without what says nothing. */
function addressOfForm() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const saysNothing = !value.trim() || (name === "sort" && value === "name") || name === "clinic";
    if (!saysNothing) asked.append(name, value);
  }
  if (!asked.has("budget")) asked.delete("unpriced");
  const address = new URL(form.action);
  address.search = asked;
  return withCompared(address);
}

/** Return the clinics to compare: those ticked here, and those kept that have no box on this page. */
function compared() {
  const boxes = [...document.querySelectorAll("[name=clinic]:not([type=hidden])")];
  const shown = new Set(boxes.map((box) => box.value));
  const hidden = [...document.querySelectorAll("[name=clinic][type=hidden]")].map((input) => input.value);
  const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
  return new Set([...hidden.filter((slug) => !shown.has(slug)), ...ticked]);
}

/** Return an address of this listing with the clinics to compare, so that no change of it loses them. */
function withCompared(address) {
  address.searchParams.delete("clinic");
  for (const slug of compared()) address.searchParams.append("clinic", slug);
  return address;
}

/** Say on the button, and in the bar that is always in sight, how many clinics would be compared. */
function countCompared() {
  const { size } = compared();
  const [line, jump] = bar.children;
  line.textContent = size > 1 ? bar.dataset.some.replace("{count}", size) : size ? bar.dataset.one : "";
  jump.hidden = size < 2;
  jump.href = withCompared(new URL(jump.href));
  const button = document.querySelector("#compare button");
  if (!button) return;
  button.dataset.label ??= button.textContent.trim();
  button.textContent = size ? `${button.dataset.label} (${size})` : button.dataset.label;
}

/** Count a clinic that was just checked or unchecked; one too many is refused with a word. */
function choose(box) {
  const isTooMany = box.checked && compared().size > bar.dataset.most;
  if (isTooMany) box.checked = false;
  countCompared();
  if (isTooMany) bar.firstElementChild.textContent = bar.dataset.full;
}

/** Fetch an address and show it in this page; a newer call ends an older one. */
async function show(address, { isNew = true, refocus = () => {} } = {}) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok || !page.querySelector("#found")) throw new Error(response.statusText);
    if (isNew && address.href !== location.href) history.pushState(null, "", address);
    replace(page);
    refocus();
  } catch {
    if (signal.aborted) return;
    if (isNew) location.assign(address);
    else location.reload();
    return;
  }
  results.removeAttribute("aria-busy");
  countCompared();
  document.dispatchEvent(new Event("cards"));
}

/** Put what a fetched page says in the place of what this one says. */
function replace(page) {
  document.title = page.title;
  for (const old of document.head.querySelectorAll(SAID)) old.remove();
  document.head.append(...page.head.querySelectorAll(SAID));
  for (const part of ["h1", "#ignored", "#found"]) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  for (const part of [".filters > summary", "#filters", "#sort"]) {
    follow(document.querySelector(part), page.querySelector(part));
  }
  // Last, for this line is what a screen reader announces.
  const line = document.querySelector("#result-count");
  const count = page.querySelector("#result-count");
  line.dataset.count = count.dataset.count;
  line.replaceChildren(...count.childNodes);
}

/** Make an element like a fresh one, but keep each node that is still there, and with it the focus. */
function follow(old, fresh) {
  // What a reader folds or unfolds stays so.
  for (const name of old.getAttributeNames()) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const name of fresh.getAttributeNames()) {
    if (name !== "open") old.setAttribute(name, fresh.getAttribute(name));
  }
  if (old.type === "checkbox") old.checked = fresh.defaultChecked;
  else if (old.nodeName === "INPUT" && old !== document.activeElement) old.value = fresh.defaultValue;
  else if (old.nodeName === "OPTION") old.selected = fresh.defaultSelected;

  const kept = {};
  for (const node of old.childNodes) (kept[keyOf(node)] ??= []).push(node);
  const pairs = [...fresh.childNodes].map((node) => [kept[keyOf(node)]?.shift(), node]);
  for (const gone of Object.values(kept).flat()) gone.remove();
  let place = old.firstChild;
  for (const [node, wanted] of pairs) {
    if (!node) {
      old.insertBefore(wanted, place);
      continue;
    }
    if (node !== place) old.insertBefore(node, place);
    if (node.nodeType === Node.ELEMENT_NODE) follow(node, wanted);
    else node.data = wanted.data;
    place = node.nextSibling;
  }
}

/** Return what tells a node from its siblings: its id, the value of its box, or its kind. */
function keyOf(node) {
  const box = ["LI", "LABEL"].includes(node.nodeName) && node.querySelector("input");
  return node.id || (box && `value ${box.getAttribute("value")}`) || node.nodeName;
}

/** Go to the line that says how many there are: what was used is gone, or stands far below. */
function focusCount() {
  document.querySelector("#result-count").focus();
}

/** Where a chip was, go to the one that took its place. */
function focusChip(number) {
  const chips = document.querySelectorAll(".chips a");
  if (chips.length) chips[Math.min(number, chips.length - 1)].focus();
  else focusCount();
}

/** Of a district and one inside it only the last chosen stays: the other would add nothing, or all of it. */
function giveUpAround(box) {
  const rows = [...box.closest("fieldset").children];
  const depth = (row) => Number(/depth-(\d+)/.exec(row.className)?.[1] ?? 0);
  const giveUp = (row) => (row.querySelector("input").checked = false);
  const place = rows.indexOf(box.closest("label"));
  let level = depth(rows[place]);
  for (const row of rows.slice(0, place).reverse()) {
    if (depth(row) >= level) continue;
    level = depth(row);
    giveUp(row);
  }
  for (const row of rows.slice(place + 1)) {
    if (depth(row) <= depth(rows[place])) break;
    giveUp(row);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.name === "district" && event.target.checked) giveUpAround(event.target);
  if (event.target.form === form) show(addressOfForm());
  else if (event.target.name === "clinic") choose(event.target);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (narrow.matches) document.querySelector(".filters").open = false;
  show(addressOfForm(), { refocus: narrow.matches ? focusCount : undefined });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#found a");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // A link of the map is an SVG element, whose href is an object.
  const address = new URL(link.getAttribute("href"), location);
  if (address.origin !== location.origin || address.pathname !== location.pathname) return;
  event.preventDefault();
  const number = [...document.querySelectorAll(".chips a")].indexOf(link);
  show(withCompared(address), { refocus: number < 0 ? focusCount : () => focusChip(number) });
});

addEventListener("popstate", () => show(withCompared(new URL(location)), { isNew: false }));
countCompared();
