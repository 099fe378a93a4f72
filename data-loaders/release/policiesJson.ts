import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import type {PolicyCase, PolicyPage as ShownPage, RulePage as ShownRule} from "../../src/model/policyPages.js";
import type {Request} from "../../src/model/request.js";
import {bundleHash, type PolicyBundle, type RuleText} from "../../src/policy/bundle.js";
import {parseClauses, type Clause} from "../../src/policy/clauses.js";
import {openPolicy} from "../../src/policy/policy.js";
import {InputError} from "../sources/inputError.js";
import {readPolicyBundle} from "./policyBundle.js";
import {policyEngineClass} from "./policyEngine.js";

/** `data/policies.json`: everything that the site shows of the policies, and what it decides by. */
export interface Policies {
  release: PolicyPage;
  query: PolicyPage;
  /** For the list from which a reader chooses why they ask. */
  purposes: {code: string; label: string}[];
  traits: {id: string; label: string; classes: string[]}[];
}

export interface PolicyPage extends ShownPage {
  bundle: PolicyBundle;
  /** `rationale.md`, Markdown. */
  rationale: string;
  rules: RulePage[];
}

export interface RulePage extends RuleText, ShownRule {
  sentence: string;
  remedy?: RuleText["remedy"];
  /** The comment above the clause. */
  comment: string;
}

const repository = resolve(import.meta.dirname, "../..");

export async function policiesJson(root = repository): Promise<string> {
  const [release, query] = [await policyPage("release", root), await policyPage("query", root)];
  const {purposes, traits} = query.bundle.tables;
  const offered = purposes.filter((purpose) => purpose.offered).map(({code, label}) => ({code, label}));
  const policies: Policies = {release, query, purposes: offered, traits};
  return JSON.stringify(policies);
}

/** The cases of one decision: the folder is the expected outcome, the file name the sentence, the file a request. */
export function readPolicyCases(decision: "release" | "query", root = repository): PolicyCase[] {
  return (["permit", "refer", "forbid"] as const).flatMap((outcome) => {
    const folder = `policies/${decision}/${outcome}`;
    return namesIn(join(root, folder))
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => ({
        outcome,
        sentence: name.slice(0, -".json".length),
        request: readCase(root, `${folder}/${name}`)
      }));
  });
}

/** Git keeps no empty folders: without cases of an outcome, its folder is not in a clone. */
function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function readCase(root: string, file: string): Request {
  try {
    return JSON.parse(readFileSync(join(root, file), "utf8")) as Request;
  } catch {
    throw new InputError(file, null, "not JSON; expected a request");
  }
}

async function policyPage(decision: "release" | "query", root: string): Promise<PolicyPage> {
  const bundle = readPolicyBundle(decision, root);
  const cases = readPolicyCases(decision, root);
  const fired = await rulesFired(bundle, cases);
  const clauses = bundle.polar.flatMap(({file, text}) => parseClauses(file, text));
  return {
    bundle,
    sha256: bundleHash(bundle),
    rationale: readFileSync(join(root, `policies/${decision}/rationale.md`), "utf8"),
    rules: clauses.filter(({id}) => id !== null).map((clause) => rulePage(clause, bundle, fired)),
    cases
  };
}

function rulePage(clause: Clause, bundle: PolicyBundle, fired: Set<string>[]): RulePage {
  const id = clause.id!;
  return {
    id,
    ...bundle.rules[id],
    outcome: clause.head as RulePage["outcome"],
    topic: clause.file.split("/").at(-1)!.replace(".polar", ""),
    polar: clause.text,
    comment: clause.comment,
    file: clause.file,
    line: clause.line,
    cases: fired.flatMap((rules, index) => (rules.has(id) ? [index] : []))
  };
}

async function rulesFired(bundle: PolicyBundle, cases: PolicyCase[]): Promise<Set<string>[]> {
  const policy = await openPolicy(policyEngineClass, bundle);
  return Promise.all(cases.map(async ({request}) => policy.explain(request)));
}
