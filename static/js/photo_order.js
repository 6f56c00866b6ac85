// Buttons that move a photo up and down among the photos of a clinic. Without them the numbers do the same.

const group = document.getElementById("photos-group");

function entries() {
  return [...group.querySelectorAll(".inline-related:not(.empty-form)")];
}

function refresh() {
  const all = entries().filter((entry) => entry.querySelector(".photo-moves"));
  all.forEach((entry, place) => {
    entry.querySelector(".photo-moves").hidden = false;
    entry.querySelector("[data-move='-1']").setAttribute("aria-disabled", String(place === 0));
    entry.querySelector("[data-move='1']").setAttribute("aria-disabled", String(place === all.length - 1));
  });
}

function move(button) {
  const entry = button.closest(".inline-related");
  const all = entries();
  const from = all.indexOf(entry);
  const to = from + Number(button.dataset.move);
  if (to < 0 || to >= all.length) return;
  if (to < from) all[to].before(entry);
  else all[to].after(entry);
  entries().forEach((each, place) => {
    each.querySelector("input[name$='-position']").value = String(place);
  });
  refresh();
  const status = entry.querySelector("[role='status']");
  status.textContent = status.dataset.words.replace("{place}", String(to + 1)).replace("{count}", String(all.length));
  button.focus();
}

if (group) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(button);
  });
  document.addEventListener("formset:added", refresh);
  document.addEventListener("formset:removed", refresh);
  refresh();
}
