import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rename} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const flags = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--enable", "bulk-memory"];

/**
 * Compiles one AssemblyScript file (`*.as.ts`, no imports) to WebAssembly with SIMD.
 * The code is kept below node_modules/.cache/covenant, named by the hash of source and flags, so a kernel is compiled
 * once per machine; the compiler itself is started only then. The module exports its `memory` and what the source exports.
 * Throws the compiler's own messages when the source is wrong.
 */
export function compileKernel(source: URL): Promise<WebAssembly.Module> {
  let module = modules.get(source.href);
  // Many ask at once where every analysis has its kernel: one compiles.
  if (!module) modules.set(source.href, (module = compileOnce(source)));
  return module;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

async function compileOnce(source: URL): Promise<WebAssembly.Module> {
  const text = await readFile(source, "utf8");
  const key = createHash("sha256").update(JSON.stringify(flags)).update(text).digest("hex").slice(0, 32);
  const path = `${cacheFolder()}/${key}.wasm`;
  return WebAssembly.compile(await readFile(path).catch(() => compileTo(path, fileURLToPath(source))));
}

/**
 * The compiler runs in a process of its own: its 13 MB of JavaScript take a TypeScript loader 8 s and 1.5 GB to load,
 * plain Node half a second.
 */
async function compileTo(path: string, source: string): Promise<Uint8Array<ArrayBuffer>> {
  const [{execFile}, {promisify}] = await Promise.all([import("node:child_process"), import("node:util")]);
  await mkdir(cacheFolder(), {recursive: true});
  // Several threads may compile at once: the last rename wins and all wrote the same bytes.
  const partial = `${path}.${process.pid}-${Math.floor(performance.now() * 1000)}`;
  const compiler = createRequire(import.meta.url).resolve("assemblyscript/bin/asc.js");
  const {NODE_OPTIONS: _, ...env} = process.env;
  await promisify(execFile)(process.execPath, [compiler, source, "--outFile", partial, ...flags], {env}).catch(
    (error) => {
      throw new Error(`kernel does not compile: ${source}\n${error.stderr}`);
    }
  );
  await rename(partial, path);
  return readFile(path) as Promise<Uint8Array<ArrayBuffer>>;
}

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
