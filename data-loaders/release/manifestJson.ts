import type {ReleaseManifest} from "../../src/model/release.js";
import type {TableBatch} from "../../src/model/table.js";
import type {Protected} from "../disclosure/protect.js";
import type {Thresholds} from "../disclosure/thresholds.js";
import type {Cohort} from "../sources/cohort.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import type {CaseControlTrait} from "../tables/strongHits.js";

/** The protected table of people as `manifest.json` shows it: the same numbers, null = withheld. */
export function peopleOf({rows, columns}: Protected<TableBatch>): ReleaseManifest["people"] {
  const strata = columns.flatMap((column) => (column.type === "string" ? column : []));
  const n = columns.find(({name}) => name === "n");
  if (n?.type !== "int32") throw new Error("people has no column n");
  return {
    strata: strata.map(({name}) => name),
    rows: Array.from({length: rows}, (_, row) => ({
      levels: strata.map(({dictionary, codes}) => dictionary[codes[row]]),
      n: n.valid && !n.valid[row] ? null : n.values[row]
    }))
  };
}

/**
 * The limits that were in force, for display; a class that may show exact counts has none. `hasPanel`: frequencies of a
 * panel are public. `hasAssociations`: there are associations of all variants.
 */
export function rulesOf(
  {smallCell, membership, panel, versions, association}: Thresholds,
  limit: number | null,
  hasPanel: boolean,
  hasAssociations = false
): ReleaseManifest["rules"] {
  if (limit === null) return [];
  const rule = (id: string, {sentence, source}: {sentence: string; source: string}, value: number) => ({
    id,
    sentence,
    value,
    source
  });
  return [
    rule("small-cell", smallCell, limit),
    ...(hasAssociations ? [rule("association", association, association.roundPeople)] : []),
    ...(hasPanel
      ? [
          rule("membership", membership, membership.aucMax),
          rule("panel-noise", panel, panel.frequencySdMax),
          rule("versions", versions, versions.share)
        ]
      : [])
  ];
}

/** Traits, and for the one that divides people into cases and controls the stratum that does. */
export function traitsOf(
  {people}: Cohort,
  {variables, combinations}: StrataLayout,
  divides: CaseControlTrait | null
): ReleaseManifest["traits"] {
  const levelsOf = ({variable, status}: CaseControlTrait, wanted: number): string[] => {
    const at = variables.findIndex(({name}) => name === variable);
    const own = combinations.filter((_, i) => status[i] === wanted).map(({codes}) => variables[at].levels[codes[at]]);
    return [...new Set(own)];
  };
  return people.traits.map(({id, label, kind}) => {
    if (!divides || divides.id !== id) return {id, label, kind};
    const stratum = {variable: divides.variable, cases: levelsOf(divides, 1), controls: levelsOf(divides, 0)};
    return {id, label, kind, stratum};
  });
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
