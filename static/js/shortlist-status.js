/* The line in which a page says what became of the shortlist. The sentences stand in the page. */

const status = document.querySelector("[data-shortlist-status]");

/* Say a sentence by its name, with {words} filled in. */
export function say(name, words = {}) {
  if (!status) return;
  status.textContent = fill(status.dataset[name], words);
  status.classList.toggle("notice", ["most", "unavailable", "full", "damaged"].includes(name));
}

/* Put a control beside what was just said. */
export function offer(control) {
  status?.append(" ", control);
}

/* Fill the {words} of a sentence. */
export function fill(sentence, words) {
  return sentence.replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
}
