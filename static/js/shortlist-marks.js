/* What any page shows of the shortlist: its number in the navigation, and the buttons that add a clinic. */

import * as shortlist from "./shortlist.js";
import { say } from "./shortlist-status.js";

function countInNavigation() {
  const { entries } = shortlist.read();
  for (const link of document.querySelectorAll("[data-shortlist-link]")) {
    link.dataset.label ??= link.textContent.trim();
    link.textContent = entries.length ? `${link.dataset.label} (${entries.length})` : link.dataset.label;
  }
}

function labelButtons() {
  const kept = new Set(shortlist.read().entries.map((entry) => entry.slug));
  for (const button of document.querySelectorAll("[data-shortlist-slug]")) {
    const { shortlistSlug, add, remove } = button.dataset;
    button.querySelector("[data-label]").textContent = kept.has(shortlistSlug) ? remove : add;
    button.hidden = false;
  }
}

function refresh() {
  countInNavigation();
  labelButtons();
}

function toggle({ shortlistSlug: slug, shortlistName: name }) {
  try {
    if (shortlist.has(slug)) {
      shortlist.remove(slug);
      say("removed", { name });
    } else {
      shortlist.add([{ slug }]);
      say("added", { name });
    }
  } catch (error) {
    if (!(error instanceof shortlist.ShortlistError)) throw error;
    say(error.problem, { most: shortlist.MOST });
  }
}

// One listener for all: a page may exchange its cards, and then says so by the event "cards".
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-shortlist-slug]");
  if (button) toggle(button.dataset);
});
document.addEventListener("cards", refresh);
shortlist.watch(refresh);
refresh();
