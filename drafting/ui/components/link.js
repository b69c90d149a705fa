// Whether the page has a connection with the program, as Streamlit's own element tells.

const app = () => document.querySelector("[data-test-connection-state]");

export const connected = () => (app()?.dataset.testConnectionState ?? "CONNECTED") === "CONNECTED";

// Calls `changed(connected)` whenever the connection went or came back, until `signal` is aborted.
export function follow(changed, signal) {
  let before = connected();
  const watch = new MutationObserver(() => {
    if (before === connected()) return;
    before = !before;
    changed(before);
  });
  if (app()) watch.observe(app(), { attributeFilter: ["data-test-connection-state"] });
  signal.addEventListener("abort", () => watch.disconnect());
}
