// Small helpers on the page's nodes, shared by the components.

export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// Puts `text` into `node`, touching nothing where it stands already.
export const show = (node, text) => { if (node.textContent !== text) node.textContent = text; };

// What a component's function returns to be told that it has left the page: `end` is called then, and only then.
// Streamlit also calls it for a call that newer data overtook on its way, while the component stands and is typed in.
export const leaving = (root, end) => () => { if (!root.isConnected) end(); };
