import type {PolicyCase, PolicyPage as ShownPage, RulePage as ShownRule} from "../../src/model/policyPages.js";
import {bundleHash, type PolicyBundle, type RuleText} from "../../src/policy/bundle.js";
import {parseClauses, type Clause} from "../../src/policy/clauses.js";
import {openPolicy} from "../../src/policy/policy.js";
import {textOf} from "../../src/policy/policyFile.js";
import {parseCases, type Gate, type PolicyFiles, type PolicySet} from "../../src/policy/policySet.js";
import {readPolicyFiles, readPolicySet} from "./policyBundle.js";
import {policyEngineClass} from "./policyEngine.js";

/** `data/policies.json`: everything that the site shows of the policies, and what it decides by. */
export interface Policies {
  release: PolicyPage;
  query: PolicyPage;
  /** The texts that all of this was read from, and their hash: what the ethics board signs. */
  files: PolicyFiles;
  sha256: string;
  /** For the list from which a reader chooses why they ask. */
  purposes: {code: string; label: string}[];
  traits: {id: string; label: string; classes: string[]}[];
}

export interface PolicyPage extends ShownPage {
  bundle: PolicyBundle;
  rules: RulePage[];
}

export interface RulePage extends RuleText, ShownRule {
  sentence: string;
  remedy?: RuleText["remedy"];
  /** The comment above the clause. */
  comment: string;
}

export async function policiesJson(root?: string): Promise<string> {
  const set = readPolicySet(root);
  const [release, query] = [await policyPage("release", set), await policyPage("query", set)];
  const {purposes, traits} = query.bundle.tables;
  const offered = purposes.filter((purpose) => purpose.offered).map(({code, label}) => ({code, label}));
  const {files, sha256} = set;
  const policies: Policies = {release, query, files, sha256, purposes: offered, traits};
  return JSON.stringify(policies);
}

/** The cases of one decision: the folder is the expected outcome, the file name the sentence, the file a request. */
export function readPolicyCases(gate: Gate, root?: string): PolicyCase[] {
  return parseCases(gate, readPolicyFiles(root));
}

async function policyPage(gate: Gate, {files, gates, cases: all}: PolicySet): Promise<PolicyPage> {
  const [bundle, cases] = [gates[gate], all[gate]];
  const fired = await rulesFired(bundle, cases);
  const clauses = bundle.polar.flatMap(({file, text}) => parseClauses(file, text));
  return {
    bundle,
    sha256: bundleHash(bundle),
    rationales: Object.fromEntries(
      Object.keys(bundle.topics).map((topic) => [topic, textOf(files, `policies/${topic}/rationale.md`)])
    ),
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
    topic: clause.file.split("/")[1],
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
