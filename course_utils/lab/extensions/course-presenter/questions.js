// Questions on a slide: none is higher than the slide.

const COMPACT = new CSSStyleSheet(); // so that the longest fills a slide and no more
COMPACT.replaceSync(`.card { line-height: 1.28; padding-block: 0.2em 0.4em; }
  :is(fieldset, .options) { gap: 0.3em; margin-bottom: 0.4em; }
  :is(legend, .asked) { margin-bottom: 0.4em; }
  .option:is(label), .option summary { padding-block: 0.2em; }`);

/** Let a question be no higher than a slide: one answer is open at a time. */
export function compact(root) {
  root.adoptedStyleSheets = [COMPACT];
  // The name makes a group of which one is open.
  for (const answer of root.querySelectorAll("details")) answer.name = "option";
}
