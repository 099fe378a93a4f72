import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import loadHighs, {type Highs} from "highs";

let loading: Promise<Highs> | undefined;

/**
 * The solver of linear programs (HiGHS), loaded once per process. Its WebAssembly is read from the installed package,
 * so that a bundle of this module, wherever it lies, finds it too.
 */
export function loadSolver(): Promise<Highs> {
  return (loading ??= readFile(createRequire(import.meta.url).resolve("highs/runtime")).then((wasmBinary) =>
    loadHighs({wasmBinary})
  ));
}
