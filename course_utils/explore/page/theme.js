// Light or dark: as the page around the explorer is.

/**
 * Keep `data-theme` of the host what its page is, light or dark.
 *
 * @param {HTMLElement} host
 */
export function followTheme(host) {
  const look = () => {
    if (host.isConnected) host.dataset.theme = isDark(host) ? "dark" : "light";
  };
  look();
  const later = () => setTimeout(look, 50); // the page's new colours are there a little later
  for (const node of [document.documentElement, document.body]) {
    new MutationObserver(later).observe(node, { attributes: true });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  new ResizeObserver(look).observe(host); // JupyterLab takes cells out of the page, and puts them back
}

/** Whether the first background behind the element that is not transparent is dark. */
function isDark(element) {
  for (let node = element.parentElement; node; node = node.parentElement) {
    const [r, g, b, alpha] = channels(getComputedStyle(node).backgroundColor);
    if (alpha > 127) return 0.299 * r + 0.587 * g + 0.114 * b < 128;
  }
  return false;
}

/** Red, green, blue and alpha, each to 255, of a colour in any of the ways CSS has. */
function channels(colour) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}
