import initialise, * as cedar from "@cedar-policy/cedar-wasm/web";
import {openCedar} from "./openCedar.js";
import {timeDecisions, type DecisionTimes} from "./timeDecisions.js";

/** Runs in a page, beside the files that `benchPolicy` puts there. */
export async function timeInPage(): Promise<DecisionTimes> {
  await initialise(new URL("./cedar.wasm", location.href));
  const {Oso} = await import(/* @vite-ignore */ new URL("./policy-engine.js", location.href).href);
  const bundle = await (await fetch("bundle.json")).json();
  return timeDecisions(Oso, bundle, (same) => openCedar(cedar, same, "query"));
}
