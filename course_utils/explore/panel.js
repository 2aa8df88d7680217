// The page side of every explorer: question, controls, picture, and a line that says the same.
// Native inputs bring the keyboard and the screen reader with them.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  // Keys typed on a control would otherwise be commands of the notebook: x cuts a cell. JupyterLab
  // looks for this attribute on the focused element itself, so each one carries it.
  node.dataset.lmSuppressShortcuts = "true";
  node.append(...children);
  return node;
}

// `code` in backticks becomes <code>; everything else stays text.
function prose(text) {
  return text.split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part));
}

function askFirst(question, answered) {
  const name = `prediction-${Math.random()}`;
  const commit = element("button", { type: "submit", disabled: true }, "This is my prediction");
  const options = question.options.map((option, i) => {
    const radio = element("input", {
      type: "radio", name, value: i, onchange: () => (commit.disabled = false),
    });
    return element("label", {}, radio, ...prose(option.text));
  });
  const skip = element("button", { type: "button", onclick: () => answered(null) }, "Just show me");
  const form = element("form", { class: "explorer-question" },
    element("fieldset", {}, element("legend", {}, ...prose(question.text)), ...options), commit, skip);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answered(Number(new FormData(form).get(name)));
  });
  return form;
}

function judged(question, choice) {
  if (choice === null) return element("p", { class: "explorer-said" });
  const said = question.options[choice];
  const right = question.options.find((option) => option.right);
  const quoted = (option) => ["“", ...prose(option.text), "”. ", ...prose(option.why)];
  const truth = said.right ? [] : [" It is ", ...quoted(right)];
  return element("p", { class: "explorer-said", tabindex: -1 },
    said.right ? "✓ You said " : "✗ You said ", ...quoted(said), ...truth);
}

// What a slider's position is in words; with a log scale the position is the exponent of ten.
function inWords(control, position) {
  const value = control.log ? (10 ** position).toPrecision(3) : position.toFixed(control.decimals);
  return `${value} ${control.unit}`.trim();
}

function slider(control, changed) {
  const value = element("output");
  const input = element("input", {
    type: "range", min: control.low, max: control.high, step: control.step,
    value: control.value, "aria-label": control.label,
  });
  const say = () => {
    value.textContent = inWords(control, Number(input.value));
    input.setAttribute("aria-valuetext", value.textContent);
  };
  say();
  input.addEventListener("input", () => { say(); changed(Number(input.value)); });
  return element("label", { class: "explorer-control" },
    element("span", {}, control.label), input, value);
}

function choice(control, changed) {
  const options = control.options.map((option) =>
    element("option", { value: option, selected: option === control.value }, option));
  const select = element("select", {
    "aria-label": control.label, onchange: (event) => changed(event.target.value),
  }, ...options);
  return element("label", { class: "explorer-control" },
    element("span", {}, control.label), select);
}

function toggle(control, changed) {
  const box = element("input", {
    type: "checkbox", checked: control.value, onchange: (event) => changed(event.target.checked),
  });
  return element("label", { class: "explorer-toggle" }, box, control.label);
}

function text(control, changed) {
  const input = element("input", {
    type: "text", value: control.value, maxlength: control.most, "aria-label": control.label,
    autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    oninput: (event) => changed(event.target.value),
  });
  return element("label", { class: "explorer-control" },
    element("span", {}, control.label), input);
}

const kinds = { slider, choice, toggle, text };

function render({ model, el }) {
  const spec = model.get("spec");
  const view = String(Math.random());
  const values = Object.fromEntries(spec.controls.map((c) => [c.name, c.value]));
  const picture = element("img", { alt: "" });
  const line = element("p", { class: "explorer-line" });
  const spoken = element("p", { class: "explorer-spoken", role: "status" });
  const trouble = element("p", { class: "explorer-error", role: "alert" });
  let waiting = false, stale = false, frame = 0, patience, rest;

  // One request at a time; values that come meanwhile wait, and only the newest is asked for.
  function ask() {
    stale = waiting;
    if (waiting) return;
    waiting = true;
    patience = setTimeout(() => {
      trouble.textContent = "The kernel does not answer. It is busy, or it must be started again.";
    }, 10000);
    model.send({ view, values });
  }

  async function answer(message, buffers) {
    if (message.view !== view) return;
    clearTimeout(patience);
    trouble.textContent = message.error ?? "";
    if (!message.error) await showPicture(message.text, buffers[0]);
    waiting = false;
    if (stale) ask();
    else el.dataset.frame = ++frame;
  }

  // The next picture is decoded before it takes the place of the last, so no frame is blank.
  async function showPicture(text, bytes) {
    const next = new Image();
    next.src = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    await next.decode();
    const last = picture.src;
    picture.src = next.src;
    picture.width = next.naturalWidth / spec.sharpness;
    if (last) URL.revokeObjectURL(last);
    line.textContent = picture.alt = text;
    clearTimeout(rest);
    rest = setTimeout(() => (spoken.textContent = text), 500);
  }

  function start(prediction, byHand) {
    const said = judged(spec.question, prediction);
    const controls = spec.controls.map((control) =>
      kinds[control.kind](control, (value) => { values[control.name] = value; ask(); }));
    el.replaceChildren(said, element("div", { class: "explorer-controls" }, ...controls),
      picture, line, spoken, trouble);
    if (byHand) (prediction === null ? el.querySelector("input, select") : said).focus();
    ask();
  }

  function answered(prediction) {
    model.set("prediction", prediction);
    model.set("begun", true);
    model.save_changes();
    start(prediction, true);
  }

  el.classList.add("explorer");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", spec.title);
  model.on("msg:custom", answer);
  if (model.get("begun")) start(model.get("prediction"), false);
  else el.replaceChildren(askFirst(spec.question, answered));
  return () => model.off("msg:custom", answer);
}

export default { render };
