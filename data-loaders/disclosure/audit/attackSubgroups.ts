import type {EquityRow} from "../../../src/model/equity.js";
import type {Finding} from "../../../src/model/privacy.js";
import type {EquityCandidate} from "../../sources/cohort.js";

/**
 * Attacks equity tables as they are shown, with subtraction: the attacker knows from elsewhere how many people there are in
 * all subgroups of a dimension together and how many of them have what is measured, takes off what is shown, and reads the
 * hidden subgroups' rest. A hidden subgroup is worked out where it is alone; and where the rest is of few people, as a
 * group of its own. `exact`: the same rows before they were protected.
 */
export function attackSubgroups(
  exact: readonly EquityCandidate[],
  shown: readonly EquityRow[],
  limit: number
): Finding {
  const blocks = new Map<string, number[]>();
  exact.forEach(({setting, date, indicator, dimension, countsPeople}, i) => {
    const key = JSON.stringify([setting, date, indicator, dimension]);
    if (countsPeople) blocks.set(key, [...(blocks.get(key) ?? []), i]);
  });
  let recovered = 0;
  let hiddenRows = 0;
  let narrowest: number | null = null;
  for (const block of blocks.values()) {
    const hidden = block.filter((i) => shown[i].estimate === null);
    hiddenRows += hidden.length;
    if (hidden.length === 0 || (hidden.length === block.length && shown[block[0]].setting_average === null)) continue;
    const rest = restOf(block, exact, shown);
    const isFew = (people: number): boolean => people > 0 && Math.round(people) <= limit;
    if (hidden.length === 1 || isFew(rest.people) || isFew(rest.cases) || isFew(rest.people - rest.cases))
      recovered += hidden.length;
    // Anybody may be in any of the hidden subgroups, of which each has one person at least.
    const width = Math.floor(rest.people) - hidden.length;
    narrowest = Math.min(narrowest ?? Infinity, width);
  }
  return {
    table: "public/equity",
    attack: "subtraction",
    pool: "all",
    figures: {kind: "recovery", recovered, hidden: hiddenRows, narrowest, least: limit},
    withstood: recovered === 0 && (narrowest === null || narrowest >= limit),
    standing: "enforced"
  };
}

/** People in the hidden subgroups of a block, and how many of them have what is measured (NaN where that is no number). */
function restOf(
  block: readonly number[],
  exact: readonly EquityCandidate[],
  shown: readonly EquityRow[]
): {people: number; cases: number} {
  const peopleOf = ({population}: EquityRow): number => population ?? 0;
  const casesOf = (row: EquityRow): number => ((row.estimate ?? 0) / row.indicator_scale) * peopleOf(row);
  const counts = block.every((i) => exact[i].indicator_scale > 1 || (exact[i].estimate ?? 0) <= 1);
  const total = (of: (row: EquityRow) => number): number =>
    block.reduce((sum, i) => sum + of(exact[i]) - of(shown[i]), 0);
  return {people: total(peopleOf), cases: counts ? total(casesOf) : NaN};
}
