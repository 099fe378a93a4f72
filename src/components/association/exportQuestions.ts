import type {Region} from "../../model/association.js";
import type {Decision} from "../../model/decision.js";
import type {AssociationEffects, Trait} from "./associationEffects.js";
import {aboutPoints, aboutShape, aboutTests, readNothing, readTests} from "./traitQuestions.js";

/** Asks whether what a figure shows of a trait may be taken away. */
export function exportQuestions(effects: Pick<AssociationEffects, "ask">, trait: Trait, together = false) {
  return {
    /** Points along the genome, as many as are in view. */
    points: async (inView: number): Promise<Decision> =>
      (await effects.ask(trait, "export", aboutPoints(inView, together), readNothing)).decision,
    /** Quantiles or squares, which name no variant. */
    shape: async (table: "qq" | "pca_density"): Promise<Decision> =>
      (await effects.ask(trait, "export", aboutShape(table), readNothing)).decision,
    /** Tests of so many variants, which the figure has read already. */
    tests: async (where: Region | {variants: readonly string[]}, variants: number): Promise<Decision> =>
      (
        await effects.ask(
          trait,
          "export",
          {...aboutTests(where, together), variants},
          readTests(trait.id, where, together)
        )
      ).decision
  };
}

/** What shows several traits may be taken away only if each of them may: the first decision against it, else the last. */
export async function exportOfTraits(
  effects: Pick<AssociationEffects, "ask">,
  traits: readonly Trait[],
  where: Region | {variants: readonly string[]},
  variants: number
): Promise<Decision> {
  let decision: Decision = {outcome: "forbid", reasons: [], obligations: [], policy: ""};
  for (const trait of traits) {
    decision = await exportQuestions(effects, trait).tests(where, variants);
    if (decision.outcome !== "permit") break;
  }
  return decision;
}
