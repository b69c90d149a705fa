// Small helpers on the page's nodes, shared by the components.

export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// Puts `text` into `node`, touching nothing where it stands already.
export const show = (node, text) => { if (node.textContent !== text) node.textContent = text; };
