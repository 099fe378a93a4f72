import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";

/** A file of an installed package, e.g. `parquet-wasm/esm/parquet_wasm_bg.wasm`: the site serves it itself. */
export async function packageFile(specifier: string): Promise<Uint8Array> {
  return readFile(createRequire(import.meta.url).resolve(specifier));
}
