// Build what notebooks put on a page, each into one script that needs nothing else: an explorer of
// each lesson, and a question by itself. `node build.js`
//
// They are stored compressed, and put into notebooks as they are stored: what compresses them makes
// other bytes of the same text on another machine. So only a script whose text is new is written.
//
// `--check` writes nothing, and fails if what is stored is not what the sources make.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = resolve(HERE, "../built");
const QUESTION = resolve(HERE, "../../checking/built/question.js.gz");
const LESSONS = resolve(HERE, "../../lessons");
const PACKAGES = join(HERE, "node_modules");

const stylesAsText = {
  name: "styles as text",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const small = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: small.code, loader: "text" };
    }),
};

/** One script of these contents, and the files that are in it. */
async function script(contents, more) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: HERE },
    ...{ bundle: true, minify: true, write: false, metafile: true, charset: "utf8" },
    ...{ format: "iife", target: "es2022", ...more },
    plugins: [stylesAsText],
    nodePaths: [PACKAGES],
    absWorkingDir: HERE,
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

/** An explorer, `course.explorer`, which takes its place where a script of a page stands. */
function explorerScript(path) {
  const from = relative(HERE, path).replaceAll("\\", "/");
  const contents = `
    import explorer from "./${from}";
    import { mount } from "./mount.js";
    export { explorer };
    const script = globalThis.document?.currentScript;
    if (script) mount(script.parentElement, explorer);
  `;
  const licence = "Holds modules of D3: D3-LICENSE.txt beside this file, ISC, Mike Bostock.";
  return script(contents, { globalName: "course", banner: { js: `/* ${licence} */` } });
}

/** The licences of the packages from which these files come. */
function licences(inputs) {
  const names = inputs.map((path) => path.match(/node_modules\/([^/]+)/)?.[1]).filter(Boolean);
  return [...new Set(names)]
    .sort()
    .map((name) => `${name}\n\n${readFileSync(join(PACKAGES, name, "LICENSE"), "utf8").trim()}\n`)
    .join("\n\n");
}

const explorers = readdirSync(LESSONS, { recursive: true })
  .filter((path) => /explore_\w+\.js$/.test(path))
  .sort();
const files = new Map([[QUESTION, (await script('import "./ask.js";')).text]]);
const inputs = [];
for (const path of explorers) {
  const made = await explorerScript(join(LESSONS, path));
  files.set(join(BUILT, `${basename(path, ".js").replace("explore_", "")}.js.gz`), made.text);
  inputs.push(...made.inputs);
}
files.set(join(BUILT, "D3-LICENSE.txt"), licences(inputs));

/** What a file holds, compressed or not. */
function stored(path) {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
}

let old = 0;
for (const [path, text] of files) {
  if (existsSync(path) && stored(path) === text) continue;
  old++;
  const bytes = path.endsWith(".gz") ? gzipSync(text, { level: 9, memLevel: 9 }) : text;
  console.log(`${basename(path)}: ${(Buffer.byteLength(bytes) / 1000).toFixed(1)} kB`);
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
if (old && process.argv.includes("--check")) {
  console.error("These are not what their sources make: make explorers");
  process.exitCode = 1;
}
