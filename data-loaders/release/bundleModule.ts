import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rename, rm, stat, writeFile} from "node:fs/promises";
import {basename, dirname, join, relative} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {cacheFolder} from "../compileKernel.js";

/** Packages that find files beside themselves, or are large and seldom needed: they are imported, never bundled. */
const external = ["@bokuweb/zstd-wasm", "@duckdb/*", "assemblyscript", "esbuild", "oso", "tsx"];

/** How a bundle was made; start.mjs reads it too. */
interface BundleRecord {
  bundle: string;
  node: string;
  /** Path, size in bytes and time stamp (ms) of every file that went in. */
  inputs: [string, number, number][];
}

/**
 * Bundles a TypeScript module and all that it imports into JavaScript that a thread or process starts with at once.
 * Returns the URL of the bundled module. It lies in node_modules/.cache/covenant; while size and time stamp of every
 * input are as they were, the bundler is not even loaded.
 */
export async function bundleModule(entry: URL): Promise<URL> {
  const path = fileURLToPath(entry);
  const recordPath = join(cacheFolder(), `${sha256(path)}.json`);
  const record: BundleRecord | null = JSON.parse(await readFile(recordPath, "utf8").catch(() => "null"));
  if (record && (await isCurrent(record))) return pathToFileURL(record.bundle);

  const {inputs, files} = await bundle(path);
  const folder = join(cacheFolder(), sha256(files.map(({name, text}) => `${name}\n${text}`).join("\n")));
  await writeFolder(folder, files);
  const made: BundleRecord = {
    bundle: join(folder, `${basename(path, ".ts")}.mjs`),
    node: process.version,
    inputs: await Promise.all([fileURLToPath(import.meta.url), ...inputs].map(mark))
  };
  const partial = `${recordPath}.${unique()}`;
  await writeFile(partial, JSON.stringify(made));
  await rename(partial, recordPath);
  return pathToFileURL(made.bundle);
}

interface BundledFile {
  name: string;
  text: string;
}

async function bundle(entry: string): Promise<{inputs: string[]; files: BundledFile[]}> {
  const {build} = await import("esbuild");
  const outdir = cacheFolder();
  const {outputFiles, metafile} = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    outdir,
    outExtension: {".js": ".mjs"},
    platform: "node",
    format: "esm",
    target: "node20",
    external,
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: "silent",
    // Packages in CommonJS ask for Node's modules at run time.
    banner: {
      js: `import {createRequire as $createRequire} from "node:module";const require=$createRequire(import.meta.url);`
    },
    define: {"import.meta.url": "$moduleUrl", "import.meta.dirname": "$moduleFolder"},
    plugins: [
      {
        name: "module-locations",
        setup({onLoad}) {
          // Each module keeps its own place, so that it finds the files that lie beside its source.
          onLoad({filter: /\.([cm]?js|ts)$/}, async ({path}) => {
            const text = await readFile(path, "utf8");
            if (!text.includes("import.meta.")) return undefined;
            const url = JSON.stringify(pathToFileURL(path).href);
            const place = `const $moduleUrl=${url},$moduleFolder=${JSON.stringify(dirname(path))};`;
            return {contents: place + text, loader: path.endsWith(".ts") ? "ts" : "js", resolveDir: dirname(path)};
          });
        }
      }
    ]
  });
  return {
    inputs: Object.keys(metafile.inputs).map((path) => join(process.cwd(), path)),
    files: outputFiles.map(({path, text}) => ({name: relative(outdir, path), text}))
  };
}

/** The folder is named by its contents: if somebody else made it meanwhile, theirs is as good. */
async function writeFolder(folder: string, files: BundledFile[]): Promise<void> {
  const partial = `${folder}.${unique()}`;
  await mkdir(partial, {recursive: true});
  for (const {name, text} of files) await writeFile(join(partial, name), text);
  await rename(partial, folder).catch(() => rm(partial, {recursive: true}));
}

async function isCurrent({bundle, node, inputs}: BundleRecord): Promise<boolean> {
  if (node !== process.version || !existsSync(bundle)) return false;
  const now = await Promise.all(inputs.map(([path]) => mark(path)));
  return now.every(([, size, time], i) => size === inputs[i][1] && time === inputs[i][2]);
}

/** A file that is gone has size and time -1, like no file that is there. */
async function mark(path: string): Promise<[string, number, number]> {
  const found = await stat(path).catch(() => null);
  return found ? [path, found.size, found.mtimeMs] : [path, -1, -1];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

function unique(): string {
  return `${process.pid}-${Math.floor(performance.now() * 1000)}`;
}
