/* A shortlist that somebody passed on: its notes, which only the browser sees, and taking it over. */

import * as shortlist from "./shortlist.js";
import { say } from "./shortlist-status.js";

const items = document.querySelectorAll(".kept > [data-slug]");

function notes() {
  return new URLSearchParams(location.hash.slice(1));
}

function showNotes() {
  document.querySelector("[data-with-notes]").hidden = ![...items].some((item) => notes().get(item.dataset.slug));
  for (const item of items) {
    const note = (notes().get(item.dataset.slug) ?? "").slice(0, shortlist.LONGEST_NOTE);
    item.querySelector("[data-note]").textContent = note;
    item.querySelector(".note").hidden = !note;
  }
}

function addAll() {
  const additions = [...items].map((item) => ({
    slug: item.dataset.slug,
    note: item.querySelector("[data-note]").textContent,
  }));
  try {
    const count = shortlist.add(additions);
    say(count ? "received" : "known", { count });
  } catch (error) {
    if (!(error instanceof shortlist.ShortlistError)) throw error;
    say(error.problem, { most: shortlist.MOST });
  }
}

const button = document.querySelector("[data-add-all]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", addAll);
  addEventListener("hashchange", showNotes);
  showNotes();
}
