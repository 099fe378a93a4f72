import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {Oso} from "oso";
import {openPolicy, type Engine, type Policy} from "../../src/policy/policy.js";
import {readPolicyBundle} from "./policyBundle.js";

export {readPolicyBundle} from "./policyBundle.js";

/** Oso as Node loads it; browsers load `browserPolicyEngine`. */
export const policyEngineClass: new () => Engine = Oso;

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
 * Oso's own bundle for browsers imports its WebAssembly as a module, which neither Framework nor browsers can load.
 */
export async function browserPolicyEngine(): Promise<Uint8Array> {
  const {build} = await import("esbuild");
  const require = createRequire(import.meta.url);
  const bundler = join(dirname(require.resolve("oso/package.json")), "dist/bundler");
  const wasm = await readFile(join(bundler, "polar_wasm_api_bg.wasm"));
  const {outputFiles} = await build({
    stdin: {contents: 'export {Oso} from "oso";', resolveDir: import.meta.dirname},
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    define: {"process.env.NODE_ENV": '"production"', global: "globalThis"},
    banner: {js: "const process = {env: {}, stdout: undefined};"},
    logLevel: "silent",
    plugins: [
      {
        name: "polar",
        setup({onResolve, onLoad}) {
          onResolve({filter: /polar_wasm_api$/}, () => ({path: join(bundler, "polar_wasm_api_bg.js")}));
          onResolve({filter: /polar_wasm_api_bg\.wasm$/}, () => ({path: "wasm", namespace: "polar"}));
          onResolve({filter: /^(fs|path|readline|repl|util)$/}, ({path}) => ({path, namespace: "absent"}));
          onLoad({filter: /.*/, namespace: "absent"}, () => ({contents: "export default {};"}));
          onLoad({filter: /.*/, namespace: "polar"}, () => ({
            contents: `import * as imports from "polar_wasm_api";
const bytes = Uint8Array.from(atob("${wasm.toString("base64")}"), (c) => c.charCodeAt(0));
const {instance} = await WebAssembly.instantiate(bytes, {"./polar_wasm_api_bg.js": imports});
export const {${exportsOf(wasm).join(", ")}} = instance.exports;`
          }));
        }
      }
    ]
  });
  return outputFiles[0].contents;
}

function exportsOf(wasm: Uint8Array): string[] {
  return WebAssembly.Module.exports(new WebAssembly.Module(new Uint8Array(wasm))).map(({name}) => name);
}
