import {hardyWeinberg} from "../../../src/kernels/hardyWeinberg.js";
import {metaAnalysis, type MetaAnalysis} from "../../../src/kernels/metaAnalysis.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {createCounter, Genotype, type GenotypeCounter} from "../countGenotypes.js";
import {associationMethods, metaLevel, type AssociationRows} from "./associationRows.js";
import type {AnalysisPlan} from "./planAnalyses.js";
import {openPeopleSelector} from "./selectPeople.js";
import {openVariantTester, testMethods, type Tested} from "./testVariants.js";

/** Which variants are tested in a group; the others have rows without statistics. */
export interface VariantLimits {
  mafMin: number;
  /** Copies of the rarer allele among the analysed. */
  macMin: number;
  callRateMin: number;
  /** Exact Hardy–Weinberg p-value in the group, autosomes only. */
  hweMin: number;
}

/** Called alleles of the analysed, for disclosure control: variants × groups, without `meta`. 0 where nothing was tested. */
export interface AlleleCounts {
  /** Copies of alt, and of either allele. */
  ac: Int32Array;
  an: Int32Array;
  /** Of cases; null for a quantitative trait. */
  acCase: Int32Array | null;
  anCase: Int32Array | null;
  /** Of everybody in the group, analysed or not; 0 where nothing was tested, or they were not wanted. */
  acAll: Int32Array;
  anAll: Int32Array;
}

export interface TraitAssociations {
  rows: AssociationRows;
  counts: AlleleCounts;
}

export interface Associator {
  /** Associations of the variants of a batch, one per trait of the plan, in its order; traits without any group too. */
  associate(batch: GenotypeBatch, variantIds: readonly string[]): TraitAssociations[];
}

/** Everybody of the cohort, whether their genotypes are analysed or not. Plain data. */
export interface Everybody {
  /** Index into the groups of the plan per person; -1 = in none. */
  groupOf: Int16Array;
  /** PLINK coding. */
  sex: Uint8Array;
  /** Whether exact counts of everybody are wanted beside those analysed: disclosure control needs them. */
  exactCounts: boolean;
}

/** Opens the kernels of a plan: once a thread. */
export async function openAssociator(
  {groupOf, sex, exactCounts}: Everybody,
  plan: AnalysisPlan,
  limits: VariantLimits
): Promise<Associator> {
  const people = groupOf.length;
  const everybody = await createCounter({
    people,
    cells: Int32Array.from(groupOf, (group, person) => (group < 0 ? -1 : 2 * group + Number(sex[person] === 1))),
    cellCount: 2 * plan.groups.length
  });
  const groups = await Promise.all(
    plan.groups.map(async ({people: members, analyses}) => ({
      size: members.length,
      selector: await openPeopleSelector(people, members),
      counter: await createCounter({people: members.length, cells: new Int32Array(members.length), cellCount: 1}),
      testers: await Promise.all(analyses.map((analysis) => analysis && openVariantTester(analysis)))
    }))
  );
  const levels = plan.groups.map(({level}) => level);
  const withMeta = levels.length > 1 ? [...levels, metaLevel] : levels;

  return {
    associate({genotypes, count, ploidy}, variantIds) {
      const made = plan.traits.map(({id, kind}) => noRows(id, kind, variantIds, levels, withMeta));
      const all = exactCounts ? allelesOf(everybody.count(genotypes, count), ploidy, levels.length) : null;
      groups.forEach(({size, selector, counter, testers}, group) => {
        const own = selector.select(genotypes, count);
        const passed = passes(own, ploidy, size, counter, limits);
        testers.forEach((tester, trait) => {
          if (tester) put(made[trait], tester.test(own, ploidy), passed, group, levels.length, all, limits);
        });
      });
      if (levels.length > 1) for (const one of made) putMeta(one, levels.length);
      return made;
    }
  };
}

/** Copies of alt and of either allele, variants × groups, from the counts of each group's women and others, and men. */
function allelesOf(counts: Int32Array, ploidy: Uint8Array, groups: number): {ac: Int32Array; an: Int32Array} {
  const [ac, an] = [new Int32Array(ploidy.length * groups), new Int32Array(ploidy.length * groups)];
  for (let cell = 0; cell < ploidy.length * groups * 2; ++cell) {
    const [at, isMen] = [cell >> 1, (cell & 1) === 1];
    const code = ploidy[Math.floor(at / groups)];
    const copies = code === Ploidy.diploid || (code === Ploidy.menHaploid && !isMen) ? 2 : 1;
    const of = (genotype: number): number => counts[cell * 4 + genotype];
    ac[at] += copies * of(Genotype.homAlt) + (copies - 1) * of(Genotype.het);
    an[at] += copies * (of(Genotype.homAlt) + of(Genotype.homRef)) + copies * of(Genotype.het);
  }
  return {ac, an};
}

/** Which variants have enough calls in a group, and are in Hardy–Weinberg equilibrium where men and women have two copies. */
function passes(
  genotypes: Uint8Array,
  ploidy: Uint8Array,
  size: number,
  counter: GenotypeCounter,
  {callRateMin, hweMin}: VariantLimits
): Uint8Array {
  if (callRateMin === 0 && hweMin === 0) return new Uint8Array(ploidy.length).fill(1);
  const counts = counter.count(genotypes, ploidy.length);
  const mostLog10 = -Math.log10(hweMin);
  return Uint8Array.from(ploidy, (code, v) => {
    const [homAlt, missing, het, homRef] = [Genotype.homAlt, Genotype.missing, Genotype.het, Genotype.homRef].map(
      (genotype) => counts[v * 4 + genotype]
    );
    if (size - missing < callRateMin * size) return 0;
    return code !== Ploidy.diploid || !(hardyWeinberg(homRef, het, homAlt).minusLog10P > mostLog10) ? 1 : 0;
  });
}

function put(
  {rows, counts}: TraitAssociations,
  tested: Tested,
  passed: Uint8Array,
  group: number,
  groups: number,
  all: {ac: Int32Array; an: Int32Array} | null,
  {mafMin, macMin}: VariantLimits
): void {
  const width = rows.levels.length;
  for (let v = 0; v < passed.length; ++v) {
    const at = v * width + group;
    const [ac, an] = [tested.ac[v], tested.an[v]];
    const rarer = Math.min(ac, an - ac);
    if (!passed[v] || rarer < macMin || rarer < mafMin * an || Number.isNaN(tested.beta[v])) continue;
    rows.n[at] = tested.n[v];
    const copies = v * groups + group;
    counts.ac[copies] = ac;
    counts.an[copies] = an;
    if (all) {
      counts.acAll[copies] = all.ac[copies];
      counts.anAll[copies] = all.an[copies];
    }
    rows.eaf[at] = ac / an;
    rows.beta[at] = tested.beta[v];
    rows.se[at] = tested.se[v];
    rows.z[at] = tested.z[v];
    rows.minusLog10P[at] = tested.minusLog10P[v];
    rows.method[at] = methodOf[tested.method[v]];
    if (!rows.nCase) continue;
    rows.nCase[at] = tested.cases[v];
    counts.acCase![copies] = tested.caseAc[v];
    counts.anCase![copies] = tested.caseAn[v];
  }
}

const methodOf = testMethods.map((method) => associationMethods.indexOf(method));
const fixedEffect = associationMethods.indexOf("fixed-effect");

/** The last row of every variant: the groups that tested it, put together. */
function putMeta({rows}: TraitAssociations, groups: number): void {
  const width = groups + 1;
  for (let v = 0; v < rows.variantIds.length; ++v) {
    const at = v * width + groups;
    const estimates = [];
    let [alleles, weighted] = [0, 0];
    for (let row = v * width; row < at; ++row) {
      if (Number.isNaN(rows.beta[row])) continue;
      estimates.push({beta: rows.beta[row], se: rows.se[row]});
      rows.n[at] += rows.n[row];
      if (rows.nCase) rows.nCase[at] += rows.nCase[row];
      alleles += rows.n[row];
      weighted += rows.eaf[row] * rows.n[row];
    }
    if (estimates.length === 0) continue;
    rows.eaf[at] = weighted / alleles;
    rows.method[at] = fixedEffect;
    const meta = putTogether(
      estimates.map(({beta}) => beta),
      estimates.map(({se}) => se)
    );
    rows.beta[at] = meta.beta;
    rows.se[at] = meta.se;
    rows.z[at] = meta.z;
    rows.minusLog10P[at] = meta.minusLog10P;
    rows.i2[at] = meta.i2;
    rows.minusLog10PHet[at] = meta.minusLog10PHet;
    rows.betaRandom[at] = meta.betaRandom;
    rows.seRandom[at] = meta.seRandom;
  }
}

/** Effects of one variant in several groups, put together: fixed by inverse variance, random as DerSimonian and Laird. */
export function putTogether(beta: readonly number[], se: readonly number[]): MetaRow {
  const meta = metaAnalysis(beta.map((value, i) => ({beta: value, se: se[i]})));
  return {...meta, z: meta.beta / meta.se};
}

/** What a `meta` row says. NaN where there is nothing to say. */
export type MetaRow = Pick<
  MetaAnalysis,
  "beta" | "se" | "minusLog10P" | "i2" | "minusLog10PHet" | "betaRandom" | "seRandom"
> & {z: number};

function noRows(
  trait: string,
  kind: "binary" | "quantitative",
  variantIds: readonly string[],
  groups: readonly string[],
  levels: readonly string[]
): TraitAssociations {
  const size = variantIds.length * levels.length;
  const numbers = (): Float64Array => new Float64Array(size).fill(NaN);
  const counts = (): Int32Array => new Int32Array(size);
  const copies = (): Int32Array => new Int32Array(variantIds.length * groups.length);
  const binary = kind === "binary";
  return {
    rows: {
      trait,
      variantIds,
      levels,
      n: counts(),
      nCase: binary ? counts() : null,
      eaf: numbers(),
      beta: numbers(),
      se: numbers(),
      z: numbers(),
      minusLog10P: numbers(),
      method: new Uint8Array(size),
      i2: numbers(),
      minusLog10PHet: numbers(),
      betaRandom: numbers(),
      seRandom: numbers()
    },
    counts: {
      ac: copies(),
      an: copies(),
      acCase: binary ? copies() : null,
      anCase: binary ? copies() : null,
      acAll: copies(),
      anAll: copies()
    }
  };
}
