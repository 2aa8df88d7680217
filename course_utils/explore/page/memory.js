// What was chosen is remembered: by JupyterLab's server, which keeps it with the reader's progress,
// for lessons that lie in their folder of work; elsewhere by the browser. Slides remember nothing:
// what is shown to a room is asked of it.

/** @typedef {import("./question.js").Question} Question */

/**
 * What the server says in JupyterLab's page (work/server.py), once for all that is on the page:
 * whose work it keeps, what was chosen before, and where to send what is chosen now.
 *
 * @returns {{ url: string, work: string, chosen: Record<string, string> } | undefined}
 */
function server() {
  const page = document.getElementById("jupyter-config-data")?.textContent ?? "{}";
  globalThis.courseServer ??= JSON.parse(page).course;
  return globalThis.courseServer;
}

/** Whether the server keeps what is chosen in this question. */
const isKept = ({ source }) => source.dataset.work && source.dataset.work === server()?.work;

const onSlides = ({ source }) => source.closest(".jp-Deck, .reveal");
const key = ({ number }) => `course.chosen.${number}`;

/**
 * What was chosen before, as `remember` was told; nothing if nothing was.
 *
 * @param {Question} question
 * @returns {string | null | undefined}
 */
export function recalled(question) {
  if (onSlides(question)) return null;
  if (isKept(question)) return server().chosen[question.number];
  try {
    return localStorage.getItem(key(question));
  } catch {
    return null; // a page that may remember nothing
  }
}

/**
 * Remember the text of the option that was chosen.
 *
 * @param {Question} question
 * @param {string} text
 */
export function remember(question, text) {
  if (onSlides(question)) return;
  if (isKept(question)) send(question, text);
  else {
    try {
      localStorage.setItem(key(question), text);
    } catch {
      // a page that may remember nothing asks again
    }
  }
}

/** Send it, and wait for nothing: a server that is gone is no business of a question. */
function send({ number }, chosen) {
  const { url, work, chosen: all } = server();
  all[number] = chosen;
  const _xsrf = document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "";
  navigator.sendBeacon(url, new URLSearchParams({ _xsrf, work, question: number, chosen }));
}
