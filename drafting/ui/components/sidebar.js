// On a narrow screen Streamlit lays the sidebar over the page: it makes room once a page was chosen in it.

const NARROW = 768;  // pixels: where Streamlit begins to lay it over the page
const LINK = '[data-testid="stSidebar"] a:not([aria-disabled="true"])';

let watching = false;

export default function () {
  if (watching) return; // one watch a window, whatever pages come and go
  watching = true;
  document.addEventListener("click", ({ target }) => {
    if (innerWidth <= NARROW && target.closest?.(LINK)) document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  });
}
