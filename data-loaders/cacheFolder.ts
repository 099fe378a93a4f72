import {existsSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

let found: string | undefined;

/** Where compiled kernels and bundled tasks are kept: node_modules/.cache/covenant of this project. Holds code only. */
export function cacheFolder(): string {
  return (found ??= join(projectRoot(), "node_modules", ".cache", "covenant"));
}

/** The nearest folder above this file that has a package.json; also right when this file was bundled into the cache. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    if (folder === dirname(folder)) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    folder = dirname(folder);
  }
  return folder;
}
