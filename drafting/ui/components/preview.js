// The page as it will look. A click, or Enter on it, says which paragraph or cell it was.
const PLACES = "[data-cell], [data-section]";
const shown = new WeakMap();

function place(target) {
  const found = target.closest?.(PLACES);
  return found && { cell: found.dataset.cell ?? "", section: found.dataset.section ?? "" };
}

export default function mount({ parentElement: root, data, setTriggerValue }) {
  const sheet = root.querySelector(".preview");
  sheet.tabIndex = 0;  // scrolled by keys too
  if (shown.get(root) !== data.html) {
    sheet.innerHTML = data.html;  // written and escaped by the server, from the publication alone
    for (const each of sheet.querySelectorAll(PLACES)) {
      each.tabIndex = each.dataset.section ? 0 : -1;
      each.title = data.says;
    }
    shown.set(root, data.html);
  }
  const go = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    const found = place(event.target);
    if (found) setTriggerValue("went", found);
  };
  sheet.onclick = go;
  sheet.onkeydown = go;
}
