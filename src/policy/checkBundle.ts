import type {PolicyBundle} from "./bundle.js";
import {concludes, parseClauses, type Clause} from "./clauses.js";
import {factNames} from "./facts.js";
import {checkPatterns} from "./patterns.js";
import {PolicyError} from "./policyError.js";

/** Throws a `PolicyError` unless the bundle can decide: it has a permit, and every rule has its words and every word its rule. */
export function checkBundle({decision, topics, polar, rules, tables}: PolicyBundle): void {
  const folder = `policies/${decision}`;
  const clauses = polar.flatMap(({file, text}) => parseClauses(file, text));
  if (clauses.length === 0) throw new PolicyError(folder, null, "no rules found; expected at least one .polar file");
  if (!clauses.some(({head}) => head === "permit")) throw new PolicyError(folder, null, "no rule permits anything");
  clauses.forEach((clause) => checkClause(clause, Object.keys(topics), rules));
  const facts = factNames(tables);
  for (const {file, text} of polar) checkPatterns(file, text, facts);
  const known = new Set(clauses.map(({id}) => id));
  for (const id of Object.keys(rules)) {
    if (!known.has(id))
      throw new PolicyError(`policies/${id.split(".")[0]}/rules.yaml`, null, `${id} is not a rule of any .polar file`);
  }
  for (const [name, value] of Object.entries(tables.limits)) {
    const isShare = value > 0 && value < 1;
    if (!isShare && (!Number.isInteger(value) || value < 1))
      throw new PolicyError(
        "policies/thresholds.yaml",
        null,
        `${name}: expected a whole number of at least 1, or a share between 0 and 1`
      );
  }
}

function checkClause({id, head, file, line}: Clause, topics: string[], rules: PolicyBundle["rules"]): void {
  if (!concludes(head)) return;
  const topic = topics.find((name) => file.startsWith(`policies/${name}/`));
  if (!topic) throw new PolicyError(file, line, "lies in no folder that this gate decides by");
  if (id === null) throw new PolicyError(file, line, `${head}(…) has no rule id such as "${topic}.small-cell"`);
  if (!id.startsWith(`${topic}.`))
    throw new PolicyError(file, line, `${id}: expected an id that starts with ${topic}.`);
  if (!Object.hasOwn(rules, id))
    throw new PolicyError(file, line, `${id} has no entry in policies/${topic}/rules.yaml`);
}
