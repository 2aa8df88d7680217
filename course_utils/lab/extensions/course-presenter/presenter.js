// What a teacher needs beside jupyterlab-slideshow: the speaker notes in a window of their own, a
// key that runs cells and adds none, and questions and explorers that fill their slide.
//
// JupyterLab loads extensions as webpack packs them. This one is small enough to need no packing:
// the last lines are all that webpack would put around it.
(() => {
  const COMMANDING = ".jp-Deck .jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus";
  const EDITING = ".jp-Deck .jp-Notebook.jp-mod-editMode";
  const LARGEST = 1.75; // an explorer's question is then as large as text
  const COMPACT = new CSSStyleSheet(); // a question, so that the longest fills a slide and no more
  COMPACT.replaceSync(`.card { line-height: 1.28; padding-block: 0.2em 0.4em; }
    :is(fieldset, .options) { gap: 0.3em; margin-bottom: 0.4em; }
    :is(legend, .asked) { margin-bottom: 0.4em; }
    .option:is(label), .option summary { padding-block: 0.2em; }`);
  const EXPLORER = ".jp-deck-mod-onscreen .jp-OutputArea-output > div:has(> img + p + script)";

  /** The last heading of a section up to the active cell: notes stand beside these. */
  function heading({ widgets, activeCellIndex }) {
    const sources = widgets.slice(0, activeCellIndex + 1).map(({ model }) => {
      return model.type === "markdown" ? model.sharedModel.getSource() : "";
    });
    return [...sources.join("\n").matchAll(/^## +(.+?) *$/gm)].at(-1)?.[1];
  }

  /** Open the notes of a lesson in a window, or bring it to the front. */
  function openNotes({ context }) {
    const base = JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl;
    const lesson = context.path.split("/").at(-1).slice(0, 2);
    return window.open(`${base}course/notes/${lesson}`, "course-notes", "popup");
  }

  /** Run the active cell, and go on to the next one of the same slide. */
  async function run(commands, notebook) {
    const done = commands.execute("notebook:run-cell");
    const next = notebook.widgets[notebook.activeCellIndex + 1];
    if (next && !next.model.getMetadata("slideshow")?.slide_type) notebook.activeCellIndex += 1;
    await done;
  }

  /** Let a question be no higher than a slide: one answer is open at a time. */
  function compact(root) {
    root.adoptedStyleSheets = [COMPACT];
    // The name makes a group of which one is open.
    for (const answer of root.querySelectorAll("details")) answer.name = "option";
  }

  /** Make an explorer as large as its slide allows. */
  function fill(host) {
    const slide = host.closest(".jp-WindowedPanel-outer");
    for (let zoom = LARGEST; zoom >= 1; zoom -= 0.05) {
      host.style.setProperty("--zoom", zoom.toFixed(2)); // slides.css heeds it
      if (slide.scrollHeight <= slide.clientHeight) return;
    }
  }

  function fillSlide() {
    document.querySelectorAll(EXPLORER).forEach(fill);
  }

  // The slide is there a little later than the cell that leads to it.
  const fillLater = () => requestAnimationFrame(() => requestAnimationFrame(fillSlide));

  function activate({ commands, shell, restored }) {
    const panel = () => shell.currentWidget;
    let notes = null; // their window
    const tell = () => notes?.postMessage({ heading: heading(panel().content) }, location.origin);
    commands.addCommand("course:notes", {
      label: "Speaker notes of this lesson",
      execute: () => {
        notes = openNotes(panel());
      },
    });
    commands.addCommand("course:run", {
      label: "Run a cell and go on to the next of this slide",
      execute: () => run(commands, panel().content),
    });
    commands.addKeyBinding({ command: "course:notes", keys: ["S"], selector: COMMANDING });
    commands.addKeyBinding({ command: "course:run", keys: ["Shift Enter"], selector: COMMANDING });
    commands.addKeyBinding({ command: "course:run", keys: ["Shift Enter"], selector: EDITING });

    // Questions and explorers tell by this event, which does not bubble, that they have changed.
    const changed = ({ target: host }) => {
      if (host.shadowRoot?.querySelector(".card")) compact(host.shadowRoot);
      fillSlide();
    };
    document.addEventListener("toggle", changed, true);
    window.addEventListener("resize", fillLater);
    window.addEventListener("message", ({ data }) => data === "course-notes" && tell());
    const moved = () => {
      fillLater();
      tell();
    };
    const follow = () => panel()?.content?.activeCellChanged?.connect(moved);
    shell.currentChanged?.connect(follow);
    restored.then(follow);
  }

  const plugin = { id: "course-presenter:plugin", autoStart: true, activate };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["course-presenter"] = {
    init() {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
