import {createHash} from "node:crypto";
import {copyFile, mkdir, readdir, readFile, rename, stat, writeFile} from "node:fs/promises";
import {extname, join} from "node:path";
import {promisify} from "node:util";
import {brotliCompress, constants, gzip} from "node:zlib";
import {cacheFolder} from "../compileKernel.js";

/** Kinds of files that compress well; Parquet is compressed inside, and encrypted tables do not compress. */
const kinds = new Set([".wasm", ".js", ".json", ".css", ".html", ".svg"]);

/** Below this a file travels in about one packet of TCP anyway. */
const smallestBytes = 1_400;

const encoders = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, {params: {[constants.BROTLI_PARAM_QUALITY]: 6}}),
  gz: (bytes: Uint8Array) => promisify(gzip)(bytes, {level: 6})
};

/**
 * Writes `FILE.br` and `FILE.gz` beside the files of a built site, for web servers that send such files as they are.
 * DuckDB's 34 MB of WebAssembly become 6 MB. Large files are kept between builds by their hash.
 */
export async function compressSite(folder: string): Promise<void> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const files = entries
    .filter((entry) => entry.isFile() && kinds.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(files.map(compressFile));
}

async function compressFile(file: string): Promise<void> {
  if ((await stat(file)).size < smallestBytes) return;
  const bytes = await readFile(file);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  for (const [ending, encode] of Object.entries(encoders)) {
    const kept = join(cacheFolder(), "compressed", `${hash}.${ending}`);
    if (
      await copyFile(kept, `${file}.${ending}`).then(
        () => true,
        () => false
      )
    )
      continue;
    const compressed = await encode(bytes);
    await writeFile(`${file}.${ending}`, compressed);
    if (bytes.length < 1 << 20) continue;
    await mkdir(join(cacheFolder(), "compressed"), {recursive: true});
    await writeFile(`${kept}.${process.pid}`, compressed);
    await rename(`${kept}.${process.pid}`, kept);
  }
}
