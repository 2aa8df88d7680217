// Figures on a slide: `slides.css` makes a column of a slide that has one.

const FIGURE = ".jp-deck-mod-onscreen .jp-RenderedImage";

/** Say of each lesson, from now on, whether its slide shows a figure. */
export function watch() {
  const changes = { subtree: true, childList: true, attributeFilter: ["class"] };
  new MutationObserver(mark).observe(document.body, changes);
}

function mark() {
  for (const notebook of document.querySelectorAll(".jp-Deck .jp-Notebook")) {
    notebook.classList.toggle("course-figure", notebook.querySelector(FIGURE) !== null);
  }
}
