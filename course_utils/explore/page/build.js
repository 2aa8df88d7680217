// Build each explorer of a lesson into one script that needs nothing else: `node build.js`.
//
// `--check` writes nothing, and fails if what is stored is not what the sources make.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = resolve(HERE, "../built");
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

/** One script: its explorer, and `mount`, which puts it on a page. */
async function script(path) {
  const from = relative(HERE, path).replaceAll("\\", "/");
  const contents = `
    import explorer from "./${from}";
    import { mount as put } from "./mount.js";
    export { explorer };
    export const mount = (host, page) => put(host, explorer, page);
  `;
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: HERE },
    ...{ bundle: true, minify: true, write: false, metafile: true, charset: "utf8" },
    ...{ format: "iife", globalName: "course", target: "es2022" },
    plugins: [stylesAsText],
    nodePaths: [PACKAGES],
    absWorkingDir: HERE,
    banner: {
      js: "/* Holds modules of D3: D3-LICENSE.txt beside this file, ISC, Mike Bostock. */",
    },
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
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
const files = new Map();
const inputs = [];
for (const path of explorers) {
  const made = await script(join(LESSONS, path));
  files.set(`${basename(path, ".js").replace("explore_", "")}.js`, made.text);
  inputs.push(...made.inputs);
}
files.set("D3-LICENSE.txt", licences(inputs));

let old = 0;
for (const [name, text] of files) {
  const path = join(BUILT, name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  old++;
  console.log(`${name}: ${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
}
if (old && process.argv.includes("--check")) {
  console.error("These are not what their sources make: make explorers");
  process.exitCode = 1;
}
