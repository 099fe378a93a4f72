// node data-loaders/start.mjs FILE.ts [arguments]: runs a command of this project.
//
// The command is kept as bundled JavaScript (release/bundleModule.ts) and starts without a TypeScript loader: in a third
// of a second instead of one. When a source has changed, the loader is started once to bundle it again.
import {createHash} from "node:crypto";
import {existsSync, readFileSync, statSync} from "node:fs";
import {join, resolve} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const [, , file, ...rest] = process.argv;
const entry = resolve(file);
process.argv = [process.argv[0], entry, ...rest];
await import(currentBundle() ?? (await bundleAgain()));

/** The bundle's URL, if it was made by this Node from files that are as they were. */
function currentBundle() {
  const key = createHash("sha256").update(entry).digest("hex").slice(0, 24);
  const cache = fileURLToPath(new URL("../node_modules/.cache/covenant/", import.meta.url));
  const record = join(cache, `${key}.json`);
  if (!existsSync(record)) return null;
  const {bundle, node, inputs} = JSON.parse(readFileSync(record, "utf8"));
  if (node !== process.version || !existsSync(bundle)) return null;
  const same = inputs.every(([path, size, time]) => {
    const found = statSync(path, {throwIfNoEntry: false});
    return found?.size === size && found.mtimeMs === time;
  });
  return same ? pathToFileURL(bundle).href : null;
}

async function bundleAgain() {
  const {tsImport} = await import("tsx/esm/api");
  const {bundleModule} = await tsImport("./release/bundleModule.ts", import.meta.url);
  return (await bundleModule(pathToFileURL(entry))).href;
}
