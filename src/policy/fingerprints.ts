import type {Request} from "../model/request.js";
import {parseClauses} from "./clauses.js";
import {openClauses} from "./clauseTable.js";
import {factsOf} from "./facts.js";
import type {Engine} from "./policy.js";
import type {Gate, PolicySet} from "./policySet.js";
import {parseRequest} from "./parseRequest.js";

/** All that the rules of a gate conclude from a request, as one text; null where that cannot be told clause by clause. */
export type Fingerprint = (request: Request) => Promise<string | null>;

/**
 * Asks each clause by itself, which is fast: an answer is kept for the few facts that the clause names. Two sets of rules
 * that give a request the same fingerprint give it the same outcome by the same rules.
 */
export async function openFingerprints(Oso: new () => Engine, {gates}: PolicySet): Promise<Record<Gate, Fingerprint>> {
  const open = async (gate: Gate): Promise<Fingerprint> => {
    const {polar, tables} = gates[gate];
    const clauses = await openClauses(
      Oso,
      polar.flatMap(({file, text}) => parseClauses(file, text))
    );
    return async (value) => {
      const parsed = parseRequest(value);
      if ("problems" in parsed) return null;
      const facts = factsOf(parsed.request, tables);
      try {
        const found = await Promise.all(clauses.map((clause) => clause.conclude(facts)));
        return found
          .flat()
          .map(({verdict, rule, detail = ""}) => `${verdict} ${rule} ${detail}`)
          .sort()
          .join("\n");
      } catch {
        return null;
      }
    };
  };
  return {release: await open("release"), query: await open("query")};
}
