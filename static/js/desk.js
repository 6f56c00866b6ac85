// The boxes in which one types to find a record: they bear the labels of their fields for screen readers.

const boxes = "select.admin-autocomplete";

function labelOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label && !label.id) label.id = `${select.id}_label`;
  return label;
}

function nameBox(select) {
  const box = select.nextElementSibling;
  const label = labelOf(select);
  if (!box?.classList.contains("select2") || !label) return;
  const choice = box.querySelector(".select2-selection--single");
  const shown = box.querySelector(".select2-selection__rendered");
  choice?.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  if (choice) shown.setAttribute("aria-labelledby", label.id);
  box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
}

function nameBoxes(part) {
  part.querySelectorAll(boxes).forEach(nameBox);
}

const $ = window.django?.jQuery;
if ($) {
  // Queued behind the script that makes the boxes.
  $(() => nameBoxes(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameBoxes(event.target)));
  $(document).on("select2:open", boxes, (event) => {
    const label = labelOf(event.target);
    if (label) document.querySelector(".select2-dropdown .select2-search__field")?.setAttribute("aria-labelledby", label.id);
  });
}
