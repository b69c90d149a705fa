// The pages as they will be printed, one picture a page with its text above it, unseen: it can be found, selected, read
// aloud and clicked. A click, or Enter on it, says which paragraph or cell it was. The same pictures wait at the end of
// the document for the printer, which then prints them and nothing of the application.
import { leaving } from "./dom.js";

const PLACES = "[data-cell], [data-section]";
const LETTER = 0.55;  // height of a letter to that of its line
const shown = new WeakMap();

function place(target) {
  const found = target.closest?.(PLACES);
  return found && { cell: found.dataset.cell ?? "", section: found.dataset.section ?? "" };
}

function marked(each, says) {
  each.tabIndex = each.dataset.section ? 0 : -1;
  each.title = says;
}

function spot([left, top, width, height, indent, lines, before, text, section, cell], says) {
  const made = document.createElement("span");
  const line = height / lines * 297 / 210 * 100;  // in hundredths of the page's width, as all sizes
  made.className = cell ? "spot figure" : "spot";
  made.style.cssText = `left:${left * 100}%;top:${top * 100}%;width:${width * 100}%;height:${height * 100}%;`
    + `line-height:${line}cqw;font-size:${line * LETTER}cqw`;
  const words = document.createElement("span");
  words.textContent = text;
  words.style.cssText = `margin-top:${-before * line}cqw;text-indent:${before ? 2 * line * LETTER : indent * 100}cqw`;
  made.append(words);
  if (section) made.dataset.section = section;
  if (cell) made.dataset.cell = cell;
  if (section || cell) {
    if (section && !before) made.setAttribute("role", "link");
    marked(made, says);
  }
  if (before) {  // told on the page where it begins
    made.setAttribute("aria-hidden", "true");
    made.tabIndex = -1;
  }
  return made;
}

function draw(holder, pages, says) {
  while (holder.children.length > pages.length) holder.lastElementChild.remove();
  pages.forEach((page, at) => {
    let sheet = holder.children[at];
    if (!sheet) {
      sheet = document.createElement("div");
      sheet.className = "sheet";
      sheet.append(document.createElement("img"), document.createElement("div"));
      holder.append(sheet);
    }
    const [picture, spots] = sheet.children;
    if (picture.getAttribute("src") !== page.url) picture.src = page.url;
    picture.alt = page.says;
    const known = JSON.stringify(page.spots);
    if (shown.get(sheet) !== known) spots.replaceChildren(...page.spots.map((each) => spot(each, says)));
    shown.set(sheet, known);
  });
}

function forPrinter(root, pages, css) {
  let host = document.getElementById("nb-print");
  if (!host) {
    host = document.createElement("div");
    host.id = "nb-print";
    host.setAttribute("aria-hidden", "true");
    document.body.append(host);
  }
  host.owner = root;
  const style = document.createElement("style");
  style.textContent = css;
  host.replaceChildren(style, ...pages.map((page) => Object.assign(new Image(), { src: page.url, alt: "" })));
}

export default function mount({ parentElement: root, data, setTriggerValue }) {
  const holder = root.querySelector(".preview");
  holder.tabIndex = 0;  // scrolled by keys too
  const known = JSON.stringify(data);
  if (shown.get(root) !== known) {
    if (data.pages) {
      draw(holder, data.pages, data.says);
      forPrinter(root, data.pages, data.print);
    } else {
      holder.innerHTML = data.html;  // written and escaped by the server, from the publication alone
      for (const each of holder.querySelectorAll(PLACES)) marked(each, data.says);
    }
    shown.set(root, known);
  }
  const go = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    if (event.type === "click" && !(root.getSelection?.() ?? document.getSelection()).isCollapsed) return;  // words are being selected
    const found = place(event.target);
    if (found) setTriggerValue("went", found);
  };
  holder.onclick = go;
  holder.onkeydown = go;
  return leaving(root, () => {
    const host = document.getElementById("nb-print");
    if (host?.owner === root) host.remove();
  });
}
