import type {Finding} from "../../src/model/privacy.js";
import type {Tier} from "../../src/model/release.js";
import type {AnalysedCopies} from "../disclosure/association/hideAssociation.js";
import type {AssociationPlan} from "../disclosure/association/planAssociation.js";
import {attackAssociation} from "../disclosure/audit/attackAssociation.js";
import {takeVariants} from "../disclosure/audit/takePeople.js";
import {poolFrequency} from "../disclosure/pools.js";
import {isSmall} from "../disclosure/smallCell.js";
import type {AssociationRows} from "../tables/association/associationRows.js";
import type {AnalysisPlan} from "../tables/association/planAnalyses.js";
import {Genotype} from "../tables/countGenotypes.js";
import {panelId} from "../tables/panelTables.js";
import {drawOthers, type AuditSetting} from "./auditSide.js";
import type {PublicPlan} from "./publicSide.js";
import type {PanelGenotypes} from "./watchedGenotypes.js";

/** The associations of a release, per trait of the plan. */
export interface AuditedAssociations {
  tier: Tier;
  plan: AnalysisPlan;
  protection: readonly AssociationPlan[];
  /** As they are shown, in batches. */
  shown: readonly (readonly AssociationRows[])[];
}

/** More variants than this make the attacks longer and no clearer. */
const mostVariants = 2000;

/**
 * Attacks the associations with the trait that most people were analysed for, at watched variants, of which genotypes are
 * there. Groups without public frequencies are left out, as are all where no watched variant was tested.
 */
export function auditAssociations(
  {pools: {pools, poolOf}, watched, reference}: PublicPlan,
  {places, genotypes}: PanelGenotypes,
  {tier, plan, protection, shown}: AuditedAssociations,
  {people, limits, random}: AuditSetting
): Finding[] {
  const analysed = plan.traits.map((_, t) =>
    protection[t].shown.reduce((sum, g) => sum + (plan.groups[g].analyses[t]?.design.people.length ?? 0), 0)
  );
  const t = analysed.indexOf(Math.max(...analysed));
  if (!(analysed[t] > 0)) return [];
  const own = protection[t];
  const poolOfGroup = plan.groups.map(({people: members}) => (members.length === 0 ? -1 : poolOf[members[0]]));
  const groups = own.shown.filter((g) => poolOfGroup[g] >= 0);
  const found = findRows(shown[t]);
  const tested = [...places.keys()].filter((row) => found.has(panelId(watched[places[row]])));
  const step = Math.max(1, tested.length / mostVariants);
  const rows = tested.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  if (groups.length === 0 || rows.length === 0) return [];
  const variants = rows.map((row) => watched[places[row]]);
  const packed = takeVariants(genotypes, people.total, rows);

  const trait = new Float64Array(people.total).fill(NaN);
  const groupOf = new Int16Array(people.total).fill(-1);
  plan.groups.forEach(({people: members, analyses}, g) => {
    for (const person of members) groupOf[person] = g;
    for (const i of analyses[t]?.design.people ?? []) trait[members[i]] = people.traits[indexOf(t)].values[members[i]];
  });
  const everybody = levelOfPerson(own.levels);
  const copies: AnalysedCopies = {
    ...count((person) => (Number.isNaN(trait[person]) ? -1 : groupOf[person])),
    acCase: null,
    anCase: null
  };
  const beside = count((person) => everybody[person]);
  const {limit} = own;
  if (limit !== null)
    beside.ac.forEach((ac, i) => {
      if (isSmall(ac, limit) || isSmall(beside.an[i] - ac, limit)) beside.an[i] = 0;
    });
  const poolAt = (group: number) => pools[poolOfGroup[groups[group]]];
  return attackAssociation(
    {
      table: `${tier}/association`,
      shown: pickRows(
        variants.map((variant) => found.get(panelId(variant))!),
        groups.map((g) => own.levels[g])
      ),
      plan: {...own, shown: groups},
      copies,
      beside,
      people: people.total,
      genotypes: packed,
      trait,
      groupOf,
      frequencyOf: (v, group) => poolFrequency(poolAt(group), variants[v].frequencies),
      drawOthers: (group, size, chance) => drawOthers(reference, poolAt(group), variants, size, chance)
    },
    limits,
    (key) => random(`association ${key}`)
  );

  function indexOf(trait: number): number {
    return people.traits.findIndex(({id}) => id === plan.traits[trait].id);
  }

  /** Everybody who is counted, analysed or not, by group. */
  function levelOfPerson(levels: readonly string[]): Int16Array {
    const ancestry = people.strata.find(({name}) => name === "ancestry");
    return Int16Array.from(people.included, (included, person) =>
      included ? levels.indexOf(ancestry ? ancestry.levels[ancestry.codes[person]] : levels[0]) : -1
    );
  }

  function count(group: (person: number) => number): {ac: Int32Array; an: Int32Array} {
    const width = own.levels.length;
    const [ac, an] = [new Int32Array(rows.length * width), new Int32Array(rows.length * width)];
    const bytes = Math.ceil(people.total / 4);
    for (let person = 0; person < people.total; ++person) {
      const g = group(person);
      if (g < 0) continue;
      for (let v = 0; v < rows.length; ++v) {
        const code = (packed[v * bytes + (person >> 2)] >> (2 * (person & 3))) & 3;
        if (code === Genotype.missing) continue;
        an[v * width + g] += 2;
        ac[v * width + g] += code === Genotype.homAlt ? 2 : code === Genotype.het ? 1 : 0;
      }
    }
    return {ac, an};
  }
}

interface FoundRow {
  batch: AssociationRows;
  variant: number;
}

function findRows(batches: readonly AssociationRows[]): Map<string, FoundRow> {
  return new Map(batches.flatMap((batch) => batch.variantIds.map((id, variant) => [id, {batch, variant}] as const)));
}

/** Rows of some variants and levels, in that order. */
function pickRows(found: readonly FoundRow[], levels: string[]): AssociationRows {
  const pick = <T extends Int32Array | Float64Array | Uint8Array>(of: (batch: AssociationRows) => T): number[] =>
    found.flatMap(({batch, variant}) =>
      levels.map((level) => of(batch)[variant * batch.levels.length + batch.levels.indexOf(level)])
    );
  const float = (of: (batch: AssociationRows) => Float64Array) => Float64Array.from(pick(of));
  const [{batch: first}] = found;
  return {
    trait: first.trait,
    variantIds: found.map(({batch, variant}) => batch.variantIds[variant]),
    levels,
    n: Int32Array.from(pick(({n}) => n)),
    nCase: first.nCase && Int32Array.from(pick(({nCase}) => nCase!)),
    eaf: float(({eaf}) => eaf),
    beta: float(({beta}) => beta),
    se: float(({se}) => se),
    z: float(({z}) => z),
    minusLog10P: float(({minusLog10P}) => minusLog10P),
    method: Uint8Array.from(pick(({method}) => method)),
    i2: float(({i2}) => i2),
    minusLog10PHet: float(({minusLog10PHet}) => minusLog10PHet),
    betaRandom: float(({betaRandom}) => betaRandom),
    seRandom: float(({seRandom}) => seRandom)
  };
}
