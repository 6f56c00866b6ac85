/* The visitor's own shortlist: its clinics as the directory knows them now, notes, order, and a link to pass on. */

import * as shortlist from "./shortlist.js";
import { fill, offer, say } from "./shortlist-status.js";

const HANGUL = /[ㄱ-ㆎ가-힣]/;
const root = document.querySelector("[data-shortlist]");
const part = (name, inside = root) => inside.querySelector(`[data-${name}]`);
const list = part("entries");
const items = new Map(); // slug -> its <li>
const gone = new Set(); // slugs of clinics that are no longer in the directory
const unsaved = new Set(); // slugs whose note the browser had no room for

/* Change the shortlist; say so when it cannot be kept. Return what the change returns, or null. */
function attempt(change) {
  try {
    return change();
  } catch (error) {
    if (!(error instanceof shortlist.ShortlistError)) throw error;
    say(error.problem, { most: shortlist.MOST });
    return null;
  }
}

/* Show what is kept: items are made once and then moved, so that nothing typed or checked is lost. */
function show() {
  const { entries, problem } = shortlist.read();
  if (problem) say(problem);
  part("when-empty").hidden = entries.length > 0;
  part("when-filled").hidden = entries.length === 0;
  const kept = new Set(entries.map((entry) => entry.slug));
  for (const [slug, item] of items) {
    if (kept.has(slug)) continue;
    item.remove();
    items.delete(slug);
  }
  entries.forEach((entry, place) => {
    const item = items.get(entry.slug) ?? make(entry, place);
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
    showNote(item, entry);
    item.querySelector('[data-move="-1"]').setAttribute("aria-disabled", String(place === 0));
    item.querySelector('[data-move="1"]').setAttribute("aria-disabled", String(place === entries.length - 1));
  });
  part("link").value = addressOf(entries.filter((entry) => !gone.has(entry.slug)));
}

function make({ slug, added }, place) {
  const item = part("entry").content.firstElementChild.cloneNode(true);
  item.dataset.slug = slug;
  const box = item.querySelector("input");
  box.value = slug;
  box.checked = place < Number(root.dataset.mostCompared);
  if (added) part("added", item).textContent = fill(root.dataset.added, { day: inWords(added) });
  name(item, slug);
  items.set(slug, item);
  load(slug).then((clinic) => describe(item, clinic)).catch(() => { part("unreachable", item).hidden = false; });
  return item;
}

function name(item, text) {
  const link = part("name", item);
  link.textContent = text;
  link.lang = HANGUL.test(text) ? "ko" : "";
  if (!link.lang) link.removeAttribute("lang");
  for (const named of item.querySelectorAll("[data-named]")) named.textContent = text;
}

function showNote(item, { slug, note }) {
  const field = item.querySelector("textarea");
  if (field !== document.activeElement && !unsaved.has(slug)) field.value = note;
  part("note-print", item).textContent = field.value;
}

/* Return a clinic as the API knows it, or null when it is gone. */
async function load(slug) {
  const response = await fetch(`${root.dataset.clinics}${slug}/`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(response.statusText);
  const clinic = await response.json();
  return { ...clinic, treatment: await treatmentName(clinic.course?.treatment) };
}

let treatments = null;

async function treatmentName(slug) {
  if (!slug) return "";
  treatments ??= fetch(root.dataset.treatments).then((response) => response.json());
  return (await treatments).find((treatment) => treatment.slug === slug)?.name ?? slug;
}

function describe(item, clinic) {
  if (!clinic) {
    part("gone", item).hidden = false;
    part("name", item).removeAttribute("href");
    gone.add(item.dataset.slug);
    show(); // without it in the address to pass on
    item.querySelector("input").checked = false;
    item.querySelector("input").disabled = true;
    return;
  }
  name(item, clinic.name);
  part("name", item).href = clinic.url;
  part("name-ko", item).textContent = clinic.name_ko === clinic.name ? "" : clinic.name_ko;
  part("example", item).hidden = !clinic.is_example;
  part("district", item).textContent = clinic.district.name;
  const { course, treatment } = clinic;
  part("price", item).textContent = course ? priceInWords(course) : "";
  part("treatment", item).textContent = course ? fill(root.dataset.treatment, { treatment }) : root.dataset.unpriced;
}

/* Say a price as the pages do: "$1,800–$3,000", "$4,000–$6,000+" (open above), "from $4,000", "$500". */
function priceInWords({ low_usd: low, high_usd: high, open_ended: isOpen }) {
  const dollars = (figure) => `$${figure.toLocaleString("en-US")}`;
  if (high === null) return fill(root.dataset.from, { price: dollars(low) });
  return (high === low ? dollars(low) : `${dollars(low)}–${dollars(high)}`) + (isOpen ? "+" : "");
}

function inWords(day) {
  const words = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", words).format(new Date(`${day}T00:00Z`));
}

/* Return the address that shows the clinics to somebody else; the notes go where no server sees them. */
function addressOf(entries) {
  const address = new URL(location.pathname, location.origin);
  for (const { slug } of entries) address.searchParams.append("clinic", slug);
  const notes = entries.filter((entry) => entry.note).map((entry) => [entry.slug, entry.note]);
  if (part("with-notes").checked) address.hash = new URLSearchParams(notes);
  return address.href;
}

function remove(item) {
  const title = part("name", item).textContent;
  const removed = attempt(() => shortlist.remove(item.dataset.slug));
  if (!removed) return;
  const next = list.children[Math.min(removed.place, list.children.length - 1)];
  (next ? part("remove", next) : part("when-empty").querySelector("h2")).focus();
  say("removed", { name: title });
  offer(undo(removed, title));
}

function undo(removed, title) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = document.querySelector("[data-shortlist-status]").dataset.undo;
  button.addEventListener("click", () => {
    if (attempt(() => shortlist.putBack(removed) ?? true) === null) return;
    part("remove", items.get(removed.entry.slug)).focus();
    say("back", { name: title });
  });
  return button;
}

function move(item, button) {
  const place = attempt(() => shortlist.move(item.dataset.slug, Number(button.dataset.move)));
  if (place === null) return;
  button.focus(); // moving it took the focus away
  say("moved", { name: part("name", item).textContent, place: place + 1, count: list.children.length });
}

async function copy() {
  const field = part("link");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say("copied");
  } catch {
    say("selected"); // the browser refuses, or knows no clipboard where the address is not secure
  }
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const item = button.closest("li");
  if (button.dataset.move) move(item, button);
  else remove(item);
});
list.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  const { slug } = event.target.closest("li").dataset;
  unsaved.add(slug);
  if (attempt(() => shortlist.setNote(slug, event.target.value) ?? true)) unsaved.delete(slug);
});
part("with-notes").addEventListener("change", show);
part("copy").addEventListener("click", copy);

document.querySelector("[data-without-scripts]").hidden = true;
root.hidden = false;
shortlist.watch(show);
show();
