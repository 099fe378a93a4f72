import type {Waiver} from "../model/governance.js";
import type {Request} from "../model/request.js";

/** The engine's own condition, of no policy file: it stands wherever an exception was used. */
export const waivedRule = "policy.waived";
export const waivedSentence = "The ethics board has granted an exception for this question, until a date.";

/**
 * Ids of the rules whose referral of this request the board has answered with an exception that holds at `now` (ISO
 * 8601). Without a moment none holds: an exception ends, and nobody could say whether it has.
 */
export function waivedRules(
  request: Request,
  waivers: readonly Waiver[],
  now: string | undefined
): ReadonlySet<string> {
  if (now === undefined) return new Set();
  const today = now.slice(0, 10);
  return new Set(waivers.filter((waiver) => covers(waiver, request, today)).flatMap(({rules}) => rules));
}

function covers(waiver: Waiver, {actor, purpose, dataset, action, trait}: Request, today: string): boolean {
  return (
    waiver.actor === actor.id &&
    waiver.purpose === purpose.code &&
    waiver.dataset === dataset.id &&
    waiver.action === action &&
    waiver.trait === (trait?.id ?? null) &&
    waiver.from <= today &&
    today <= waiver.until
  );
}
