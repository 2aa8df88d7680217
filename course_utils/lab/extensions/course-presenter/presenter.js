// What a teacher needs beside jupyterlab-slideshow: the speaker notes in a window of their own, a
// key that runs cells and adds none, and questions, explorers and figures that fill their slide.
//
// JupyterLab loads extensions as webpack packs them. This one is small enough to need no packing:
// the last lines are all that webpack would put around it.
(() => {
  const COMMANDING = ".jp-Deck .jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus";
  const EDITING = ".jp-Deck .jp-Notebook.jp-mod-editMode";
  const FIRST = `body ${COMMANDING}`; // says more than jupyterlab-slideshow does, and so comes first
  const SLIDES = { 1: ["down", "forward"], "-1": ["up", "back"] }; // as it calls its two ways

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

  /** Let the slide have the keys that nothing else has: a notebook saved as slides leaves them. */
  function takeKeys(notebook) {
    const presents = document.body.dataset.jpDeckMode === "presenting";
    if (presents && document.activeElement === document.body) notebook?.activeCell?.node.focus();
  }

  /** The extension, made of the modules beside this one. */
  const plugin = ({ compact, lineUp, turn }, { fill }, { watch }) => {
    function activate({ commands, shell, restored }) {
      const panel = () => shell.currentWidget;
      let notes = null; // their window
      const tell = () => notes?.postMessage({ heading: heading(panel().content) }, location.origin);
      const add = (command, label, execute, ...bindings) => {
        commands.addCommand(command, { label, execute });
        for (const [keys, selector, args] of bindings) {
          commands.addKeyBinding({ command, keys: [keys], selector, args });
        }
      };
      const openThem = () => {
        notes = openNotes(panel());
      };
      const goOn = ({ by }) => {
        if (turn(panel().content.activeCell.node, by)) return;
        const [direction, alternate] = SLIDES[by];
        return commands.execute("deck:go", { direction, alternate });
      };
      add("course:notes", "Speaker notes of this lesson", openThem, ["S", COMMANDING]);
      add(
        "course:run",
        "Run a cell and go on to the next of this slide",
        () => run(commands, panel().content),
        ...[COMMANDING, EDITING].map((where) => ["Shift Enter", where]),
      );
      add(
        "course:go",
        "Go on to the next question of a cell, or in the deck",
        goOn,
        ["Space", FIRST, { by: 1 }],
        ["Shift Space", FIRST, { by: -1 }],
      );

      const fillSlide = () => {
        lineUp();
        fill();
        takeKeys(panel()?.content);
      };
      // The slide is there a little later than the cell that leads to it.
      const fillLater = () => requestAnimationFrame(() => requestAnimationFrame(fillSlide));
      // Questions and explorers tell by this event, which does not bubble, that they have changed.
      const changed = ({ target: host }) => {
        if (host.shadowRoot?.querySelector(".card")) compact(host.shadowRoot);
        fillSlide();
      };
      document.addEventListener("toggle", changed, true);
      new MutationObserver(fillLater).observe(document.body, {
        attributeFilter: ["data-jp-deck-mode"], // the slides begin
      });
      watch();
      window.addEventListener("resize", fillLater);
      window.addEventListener("message", ({ data }) => data === "course-notes" && tell());
      const moved = () => {
        fillLater();
        tell();
      };
      const follow = () => {
        panel()?.content?.activeCellChanged?.connect(moved);
        panel()?.revealed?.then(fillLater);
      };
      shell.currentChanged?.connect(follow);
      restored.then(follow);
    }
    return { id: "course-presenter:plugin", autoStart: true, activate };
  };

  const here = document.currentScript.src;
  const beside = (name) => import(new URL(name, here).href);
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["course-presenter"] = {
    init() {},
    get: async () => {
      const names = ["./questions.js", "./explorers.js", "./figures.js"];
      const modules = await Promise.all(names.map(beside));
      return () => ({ __esModule: true, default: plugin(...modules) });
    },
  };
})();
