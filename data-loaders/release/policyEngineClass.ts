import {createRequire} from "node:module";
import {setFlagsFromString} from "node:v8";
import type {Engine} from "../../src/policy/policy.js";

/** Of V8 in Node 20: roughly the bytes of WebAssembly that a function runs before it is optimised. */
const defaultTieringBudget = 1_800_000;

/** Oso as Node loads it; browsers load `browserPolicyEngine`. */
export const policyEngineClass: new () => Engine = loadOso();

/**
 * A few decisions take milliseconds, but V8 would spend 0.4 s of processor time on optimising the WebAssembly that makes
 * them: its functions are large. WebAssembly that other threads compile while this runs is not optimised either.
 */
function loadOso(): new () => Engine {
  setFlagsFromString(`--wasm-tiering-budget=${500 * defaultTieringBudget}`);
  try {
    return createRequire(import.meta.url)("oso").Oso;
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${defaultTieringBudget}`);
  }
}
