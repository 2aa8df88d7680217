// What CSS cannot do for the page of a lesson. Run again, it does nothing twice.
(() => {
  if (window.courseFace) return;
  window.courseFace = true;

  // JupyterLab gives no picture an alternative text. Ours is the caption below it.
  const describe = () => {
    for (const picture of document.querySelectorAll(".jp-RenderedImage img:not([alt])")) {
      const below = picture.closest(".jp-OutputArea-child")?.nextElementSibling;
      const caption = below?.querySelector(".jp-RenderedMarkdown")?.textContent.trim();
      if (caption) picture.alt = caption;
    }
  };

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      describe();
    });
  };
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
  describe();
})();
