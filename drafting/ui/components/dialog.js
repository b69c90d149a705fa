// A dialog begins in its first field, and Enter in a field of one line does what its main button does; in a form that is
// Streamlit's own doing, and a second press would do the act twice.
const FIELD = "input[type=text]:not([role=combobox])";
const TRIES = 40, AGAIN = 50; // ms: the dialog itself takes the focus while it opens, its fields may come later

export default function ({ parentElement }) {
  const host = parentElement.getRootNode().host ?? parentElement;
  const dialog = host.closest("[role=dialog]");
  if (!dialog || dialog.dataset.nbKeys) return;
  dialog.dataset.nbKeys = "set";
  let tries = 0;
  const begin = () => {
    if (!dialog.isConnected || dialog.contains(document.activeElement) && document.activeElement.matches("input, textarea")) return;
    dialog.querySelector(FIELD)?.focus();
    if (++tries < TRIES) setTimeout(begin, AGAIN);
  };
  begin();
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(FIELD) || event.target.closest("[data-testid=stForm]")) return;
    event.target.blur(); // Streamlit sends what stands in the field
    setTimeout(() => dialog.querySelector("[data-testid=stBaseButton-primary]")?.click());
  });
}
