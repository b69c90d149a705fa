// A table as it was read. A click or Enter says which cell; the arrows go from cell to cell; the picked one is framed.
const shown = new WeakMap();

function beside(cells, from, key) {
  const at = cells.indexOf(from);
  if (key === "ArrowLeft" || key === "ArrowRight") return cells[at + (key === "ArrowRight" ? 1 : -1)];
  const here = from.getBoundingClientRect();
  const middle = (here.left + here.right) / 2;
  const column = cells.filter((cell) => {
    const box = cell.getBoundingClientRect();
    return box.left < middle && middle < box.right;
  });
  return column[column.indexOf(from) + (key === "ArrowDown" ? 1 : -1)];
}

export default function mount({ parentElement: root, data, setTriggerValue }) {
  const box = root.querySelector(".read-table");
  const before = shown.get(root) ?? {};
  const fresh = before.html !== data.html;
  if (fresh) box.innerHTML = data.html;  // written and escaped by the server
  const cells = [...box.querySelectorAll("td[data-cell]")];
  const picked = cells.find((cell) => cell.dataset.cell === data.picked);
  for (const cell of cells) {
    cell.tabIndex = cell === (picked ?? cells[0]) ? 0 : -1;
    cell.classList.toggle("picked", cell === picked);
  }
  if (picked && (fresh || before.picked !== data.picked)) picked.scrollIntoView({ block: "nearest", inline: "nearest" });
  shown.set(root, { html: data.html, picked: data.picked });
  const pick = (cell) => cell && setTriggerValue("picked", cell.dataset.cell);
  box.onclick = (event) => pick(event.target.closest("td[data-cell]"));
  box.onkeydown = (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") pick(cell);
    else if (event.key.startsWith("Arrow")) beside(cells, cell, event.key)?.focus();
    else return;
    event.preventDefault();
  };
}
