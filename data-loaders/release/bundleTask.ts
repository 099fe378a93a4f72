import {createHash} from "node:crypto";
import {mkdir, readFile, rename, stat, writeFile} from "node:fs/promises";
import {dirname, relative} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {cacheFolder} from "../compileKernel.js";

/**
 * Bundles a TypeScript module and what it imports from this project into one JavaScript file that a worker thread can
 * start at once; packages stay outside. Returns the file's URL.
 * The file lies in node_modules/.cache/covenant, where bare imports resolve as in the source. While size and time stamp
 * of every input are as they were, the bundler is not even loaded.
 */
export async function bundleTask(task: URL): Promise<URL> {
  const entry = fileURLToPath(task);
  const key = createHash("sha256").update(entry).digest("hex").slice(0, 16);
  const listPath = `${cacheFolder()}/${key}.inputs.json`;
  const list: BundleInputs | null = JSON.parse(await readFile(listPath, "utf8").catch(() => "null"));
  if (list && (await fingerprint(list.inputs)) === list.fingerprint) return pathToFileURL(list.bundle);

  const {inputs, code} = await bundle(entry);
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const made: BundleInputs = {inputs, fingerprint: await fingerprint(inputs), bundle: `${cacheFolder()}/${hash}.mjs`};
  await mkdir(cacheFolder(), {recursive: true});
  await writeAtomically(made.bundle, code);
  await writeAtomically(listPath, JSON.stringify(made));
  return pathToFileURL(made.bundle);
}

interface BundleInputs {
  inputs: string[];
  fingerprint: string;
  bundle: string;
}

async function bundle(entry: string): Promise<{inputs: string[]; code: string}> {
  const {build} = await import("esbuild");
  const inputs = new Set<string>();
  const {outputFiles} = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    keepNames: true,
    logLevel: "silent",
    plugins: [
      {
        name: "source-locations",
        setup({onLoad}) {
          // Each module keeps its own import.meta.url, so that it finds the files that lie beside its source.
          onLoad({filter: /\.ts$/}, async ({path}) => {
            inputs.add(path);
            const text = await readFile(path, "utf8");
            const url = JSON.stringify(pathToFileURL(path).href);
            return {
              contents: text.replaceAll("import.meta.url", url),
              loader: "ts",
              resolveDir: dirname(path)
            };
          });
        }
      }
    ]
  });
  return {inputs: [...inputs].sort(), code: outputFiles[0].text};
}

/** Changes when an input, this bundler or Node does; "" when an input is gone. */
async function fingerprint(inputs: string[]): Promise<string> {
  const files = [fileURLToPath(import.meta.url), ...inputs];
  const stats = await Promise.all(files.map((path) => stat(path).catch(() => null)));
  const marks = stats.map((found, i) =>
    found ? [relative(cacheFolder(), files[i]), found.size, found.mtimeMs] : null
  );
  if (marks.includes(null)) return "";
  return createHash("sha256")
    .update(JSON.stringify([process.version, marks]))
    .digest("hex");
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}-${Math.floor(performance.now() * 1000)}`;
  await writeFile(partial, text);
  await rename(partial, path);
}
