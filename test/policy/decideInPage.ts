import type {PolicyPage} from "../../data-loaders/release/policiesJson.js";
import {openPolicy} from "../../src/policy/policy.js";
import {wrongCases} from "./wrongCases.js";

/** Runs in a page: opens both policies with the engine that the site serves and decides their cases. */
export async function decideInPage(engineUrl: string, policiesUrl: string) {
  const {Oso} = await import(/* @vite-ignore */ engineUrl);
  const policies = await (await fetch(policiesUrl)).json();
  return [await judge(Oso, policies.release), await judge(Oso, policies.query)];
}

async function judge(Oso: Parameters<typeof openPolicy>[0], page: PolicyPage) {
  const policy = await openPolicy(Oso, page.bundle);
  const started = performance.now();
  const wrong = await wrongCases(policy, page.cases, page.bundle.rules);
  const milliseconds = (performance.now() - started) / page.cases.length;
  return {wrong, cases: page.cases.length, sameHash: policy.sha256 === page.sha256, milliseconds};
}
