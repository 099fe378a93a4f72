import type {Request} from "../model/request.js";
import {isStated} from "./facts.js";

/**
 * A text that is the same for requests about which everything that the rules look at, and every word that reasons name, is
 * the same. Who asks, the words of their purpose, the dataset's name, columns and filters are not among it.
 */
export function decisionKey({actor, purpose, dataset, action, trait, query, proposal}: Request): string {
  return JSON.stringify([
    actor.role,
    actor.visas,
    purpose.code,
    isStated(purpose),
    purpose.concerns,
    {...dataset, id: ""},
    action,
    trait,
    query && {...query, columns: null, filters: null},
    proposal && [proposal.author === actor.id, proposal.approvals]
  ]);
}
