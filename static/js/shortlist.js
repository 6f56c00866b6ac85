/* The visitor's shortlist. It lives in this browser only: slugs, the day each was added, private notes.

   Reading never fails: `problem` then says why there is nothing ("unavailable" or "damaged"). A change that
   cannot be kept throws a ShortlistError with the problem "unavailable", "full" or "most". */

const KEY = "shortlist";
const SLUG = /^[-\w]{1,120}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const MOST = 50;
export const LONGEST_NOTE = 2000;

export class ShortlistError extends Error {
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

/* Return { entries, problem }: entries are { slug, added, note } in the visitor's order. */
export function read() {
  let text;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    return { entries: [], problem: "unavailable" };
  }
  if (text === null) return { entries: [], problem: "" };
  try {
    return { entries: entriesOf(JSON.parse(text)), problem: "" };
  } catch {
    return { entries: [], problem: "damaged" };
  }
}

/* What is no entry is left out, what is odd in one is mended; anything but a list is damaged. */
function entriesOf(stored) {
  if (!Array.isArray(stored)) throw new TypeError("The shortlist is no list.");
  const entries = new Map();
  for (const entry of stored) {
    if (typeof entry?.slug !== "string" || !SLUG.test(entry.slug) || entries.has(entry.slug)) continue;
    entries.set(entry.slug, {
      slug: entry.slug,
      added: DAY.test(entry.added) ? entry.added : "",
      note: typeof entry.note === "string" ? entry.note : "",
    });
  }
  return [...entries.values()];
}

function write(entries) {
  let storage;
  try {
    storage = localStorage;
  } catch {
    throw new ShortlistError("unavailable");
  }
  try {
    storage.setItem(KEY, JSON.stringify(entries));
  } catch {
    throw new ShortlistError("full");
  }
  dispatchEvent(new Event("shortlist"));
}

export function has(slug) {
  return read().entries.some((entry) => entry.slug === slug);
}

/* Add entries that are not kept yet; an empty note of a kept one takes the new note. Return how many are new. */
export function add(additions) {
  const { entries } = read();
  let added = 0;
  for (const { slug, note = "" } of additions) {
    const kept = entries.find((entry) => entry.slug === slug);
    if (kept) {
      kept.note ||= note;
    } else {
      entries.push({ slug, added: today(), note });
      added += 1;
    }
  }
  if (added && entries.length > MOST) throw new ShortlistError("most");
  write(entries);
  return added;
}

/* Take a clinic away; return what was kept of it and at which place, for `putBack`. */
export function remove(slug) {
  const { entries } = read();
  const place = entries.findIndex((entry) => entry.slug === slug);
  if (place < 0) return null;
  const [entry] = entries.splice(place, 1);
  write(entries);
  return { entry, place };
}

export function putBack({ entry, place }) {
  const entries = read().entries.filter((other) => other.slug !== entry.slug);
  entries.splice(place, 0, entry);
  write(entries);
}

/* Move a clinic some places down, or up when negative; return its new place, counted from 0. */
export function move(slug, places) {
  const { entries } = read();
  const from = entries.findIndex((entry) => entry.slug === slug);
  if (from < 0) return -1;
  const to = Math.min(Math.max(from + places, 0), entries.length - 1);
  if (to !== from) {
    entries.splice(to, 0, ...entries.splice(from, 1));
    write(entries);
  }
  return to;
}

export function setNote(slug, note) {
  const { entries } = read();
  const kept = entries.find((entry) => entry.slug === slug);
  if (!kept) return;
  kept.note = note.slice(0, LONGEST_NOTE);
  write(entries);
}

/* Call back after every change, in this window or another one, and when the page is shown again. */
export function watch(callback) {
  addEventListener("shortlist", callback);
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) callback();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) callback();
  });
}

function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}
