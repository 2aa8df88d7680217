// Keys typed on a question or an explorer are its own. Those with Ctrl or ⌘ are the page's, as
// Ctrl+S, which saves; but none that would run, move, merge or select cells, or undo in them.

const OF_CELLS = /^(enter|backspace|delete|arrow.+|[amyz])$/i;

/**
 * Keep the keys typed inside `host` from the page around it.
 *
 * JupyterLab takes keys from the document before the element that has the focus gets them, unless
 * that element, which is the host for whoever looks from outside, carries an attribute. The window
 * is asked before the document, so the attribute comes and goes with each key.
 *
 * @param {HTMLElement} host
 */
export function keepKeys(host) {
  const ours = ({ ctrlKey, metaKey, key }) => !(ctrlKey || metaKey) || OF_CELLS.test(key);
  const mark = (event) => host.toggleAttribute("data-lm-suppress-shortcuts", ours(event));
  host.addEventListener("focusin", () => window.addEventListener("keydown", mark, true));
  host.addEventListener("focusout", () => window.removeEventListener("keydown", mark, true));
  // Slides listen at the document, after the element.
  host.addEventListener("keydown", (event) => ours(event) && event.stopPropagation());
}
