// Keys typed on an explorer are its own; those with Ctrl or ⌘ are the page's: Ctrl+S saves.

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
  const ours = (event) => !event.ctrlKey && !event.metaKey;
  const mark = (event) => host.toggleAttribute("data-lm-suppress-shortcuts", ours(event));
  host.addEventListener("focusin", () => window.addEventListener("keydown", mark, true));
  host.addEventListener("focusout", () => window.removeEventListener("keydown", mark, true));
  // Slides listen at the document, after the element.
  host.addEventListener("keydown", (event) => ours(event) && event.stopPropagation());
}
