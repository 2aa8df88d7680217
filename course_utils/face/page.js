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
  // JupyterLab takes keys from the document, before a hint that has the focus gets them: Enter would
  // edit the cell, x cut it. So the window keeps them, but for Ctrl+S and the like.
  const keep = (event) => {
    const onHint = event.target.closest?.(".course-verdict details");
    if (onHint && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  };
  window.addEventListener("keydown", keep, true);

  new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
  describe();
})();
