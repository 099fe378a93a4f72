import type {AskedAbout, AskedTrait, AssociationTables, ReadOfTrait} from "../../model/association.js";
import type {PolygenicScoreRow, ReleasedScore} from "../../model/polygenicScores.js";
import type {TablesStatus} from "../association/associationEffects.js";

/** What the page about polygenic scores is given: ways to ask, to unlock, and to keep what was chosen. */
export interface ScoreEffects {
  readonly status: TablesStatus;
  onStatus(listener: (status: TablesStatus) => void): () => void;
  /** Asks the query gate, about one trait; see `associationDesk.ts`. */
  ask<Value>(
    trait: {id: string; label: string} | null,
    action: "view" | "export",
    about: AskedAbout,
    read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
  ): Promise<AskedTrait<Value>>;
  unlock(text: string, remember: boolean): Promise<void>;
  unlockRemembered(): Promise<void>;
  onAskerChange(listener: () => void): () => void;
  onView(score: string): void;
}

/**
 * What a release says of a score, once the rules permit it for each trait that the score is about: by the manifest, and by
 * its own file. The first answer against it, else the last.
 */
export async function askScore(
  {ask}: Pick<ScoreEffects, "ask">,
  {id, traits, evaluatedIn, shownFor}: ReleasedScore,
  action: "view" | "export"
): Promise<AskedTrait<PolygenicScoreRow[]>> {
  const about: AskedAbout = {
    table: "polygenic_scores",
    columns: ["measure", "ancestry", "estimate", "low", "high", "n"],
    filters: ["score"],
    variants: 0,
    score: {evaluated_in: evaluatedIn, shown_for: shownFor}
  };
  const askAbout = (trait: ReleasedScore["traits"][number]): Promise<AskedTrait<PolygenicScoreRow[]>> =>
    ask(trait, action, about, async (tables) => {
      const value = await tables.scores(id);
      const people = value.flatMap(({n}) => (n === null || n === 0 ? [] : n));
      return {value, smallestCell: people.length > 0 ? Math.min(...people) : null};
    });
  const [first, ...others] = traits;
  let asked = await askAbout(first);
  for (const trait of others) {
    if (asked.decision.outcome !== "permit") break;
    asked = await askAbout(trait);
  }
  return asked;
}
