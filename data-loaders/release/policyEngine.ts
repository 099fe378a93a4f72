import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {openPolicy, type Policy} from "../../src/policy/policy.js";
import {readPolicyBundle} from "./policyBundle.js";
import {policyEngineClass} from "./policyEngineClass.js";

export {readPolicyBundle} from "./policyBundle.js";
export {policyEngineClass} from "./policyEngineClass.js";

/** The policy that decides what may be released. Throws when the policy is not whole: nothing is released then. */
export async function openReleasePolicy(root?: string): Promise<Policy> {
  return openPolicy(policyEngineClass, readPolicyBundle("release", root));
}

/** The policy that decides what may be asked: the same that the site's pages open. */
export async function openQueryPolicy(root?: string): Promise<Policy> {
  return openPolicy(policyEngineClass, readPolicyBundle("query", root));
}

/**
 * One JavaScript module that exports the class `Oso` and runs in a browser, WebAssembly included.
 * Oso's own bundle for browsers imports its WebAssembly as a module, which neither Framework nor browsers can load;
 * here the module waits for the WebAssembly before anybody can use the class.
 */
export async function browserPolicyEngine(): Promise<Uint8Array> {
  const {build} = await import("esbuild");
  const bundler = join(dirname(createRequire(import.meta.url).resolve("oso/package.json")), "dist/bundler");
  const wasm = await readFile(join(bundler, "polar_wasm_api_bg.wasm"), "base64");
  const glue = await readFile(join(bundler, "polar_wasm_api_bg.js"), "utf8");
  const imported = "import * as wasm from './polar_wasm_api_bg.wasm';";
  if (!glue.includes(imported)) throw new Error(`oso: expected ${imported}`);
  const modules: Record<string, string> = {
    polar: glue.replace(imported, "let wasm;\nexport function useWasm(exports) { wasm = exports; }"),
    // Oso prints values in its messages with Node's `inspect`.
    util: "export const inspect = (value) => String(value);",
    nothing: "export {};",
    start: `import {Oso} from "oso";
import * as polar from "polar_wasm_api";
const {useWasm, ...imports} = polar;
const bytes = Uint8Array.from(atob("${wasm}"), (character) => character.charCodeAt(0));
const {instance} = await WebAssembly.instantiate(bytes, {"./polar_wasm_api_bg.js": imports});
useWasm(instance.exports);
export {Oso};`
  };
  const {outputFiles} = await build({
    stdin: {contents: modules.start, resolveDir: import.meta.dirname},
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    banner: {js: "const process = {env: {}};"},
    logLevel: "silent",
    plugins: [
      {
        name: "oso-in-a-browser",
        setup({onResolve, onLoad}) {
          onResolve({filter: /polar_wasm_api$/}, () => ({path: "polar", namespace: "oso"}));
          onResolve({filter: /^util$/}, () => ({path: "util", namespace: "oso"}));
          onResolve({filter: /^(fs|path|readline|repl)$/}, () => ({path: "nothing", namespace: "oso"}));
          onLoad({filter: /.*/, namespace: "oso"}, ({path}) => ({contents: modules[path]}));
        }
      }
    ]
  });
  return outputFiles[0].contents;
}
