import {cochranArmitage} from "./cochranArmitage.js";
import {cochranMantelHaenszel, type StratifiedAssociation} from "./cochranMantelHaenszel.js";
import {fisherExact, fisherExactGenotypes} from "./fisherExact.js";
import {
  allelicTable,
  dominantTable,
  heterozygousTable,
  homozygousTable,
  recessiveTable,
  type CaseControlGenotypes
} from "./genotypeModels.js";
import {hardyWeinberg} from "./hardyWeinberg.js";
import type {CaseControlTable} from "./mantelHaenszel.js";
import {oddsRatio, type OddsRatio} from "./oddsRatio.js";
import {pearson, type ChiSquared} from "./pearson.js";
import {stratifiedGenotypes, stratifiedTrend} from "./stratifiedGenotypes.js";

export const geneticModels = ["allelic", "dominant", "recessive", "genotypic", "trend"] as const;
export type GeneticModel = (typeof geneticModels)[number];

/** Released counts of people by genotype in one combination of strata; null = withheld. */
export interface GroupGenotypes {
  levels: Readonly<Record<string, string>>;
  homRef: number | null;
  het: number | null;
  homAlt: number | null;
}

/** A released count of people in one combination of strata; null = withheld. */
export interface GroupPeople {
  levels: Readonly<Record<string, string>>;
  n: number | null;
}

export interface AnalysisChoice {
  model: GeneticModel;
  /** The stratum variable that tells cases from controls, and which of its levels they are. */
  comparison: {variable: string; cases: string; controls: string};
  /** Other stratum variables, within whose levels cases are compared with controls. */
  adjustFor: readonly string[];
}

/** A comparison of cases with controls; odds ratios are those of `contrasts`. */
export interface Comparison {
  genotypes: CaseControlGenotypes;
  test: ChiSquared;
  /** By Fisher's exact test; null for the trend, which has none. */
  exactMinusLog10P: number | null;
  oddsRatios: OddsRatio[];
}

export interface StratumComparison {
  /** Of the variables adjusted for, in their order. */
  levels: string[];
  /** Null where a count of the stratum is withheld. */
  compared: Comparison | null;
  /** Exact test of Hardy–Weinberg proportions in the controls; NaN without controls, or where they are withheld. */
  controlsHardyWeinberg: number;
}

export interface CountAnalysis {
  /** What the odds ratios are of, e.g. `each alternate allele`. */
  contrasts: string[];
  strata: StratumComparison[];
  /** All strata without withheld counts taken together. */
  crude: Comparison;
  /** Within strata; the test is Cochran–Mantel–Haenszel's, Mantel's of trend, or of general association. */
  adjusted: {test: ChiSquared; oddsRatios: StratifiedAssociation[]};
  /** How each variable goes together with case status; those not adjusted for come from the counts of people. */
  statusAssociations: StatusAssociation[];
  warnings: CountWarning[];
}

export interface StatusAssociation extends ChiSquared {
  variable: string;
  /** Cramér's V, 0–1. */
  strength: number;
  /** Cells whose count is withheld and left out. */
  withheld: number;
}

export type CountWarning =
  /** Crude and adjusted odds ratio differ by more than a tenth. */
  | {kind: "confounded"; contrast: string; crude: number; adjusted: number; change: number}
  /** A variable and case status go together strongly. */
  | {kind: "goes-with-status"; variable: string; adjustedFor: boolean; strength: number; minusLog10P: number}
  /** Strata in which a genotype or allele is expected fewer than five times among cases or controls. */
  | {kind: "sparse"; strata: string[][]}
  | {kind: "withheld"; strata: string[][]}
  /** Strata without cases, controls or both alleles, which the adjusted result does not use. */
  | {kind: "uninformative"; strata: string[][]}
  /** The strata do not share one odds ratio. */
  | {kind: "heterogeneous"; contrast: string; tarone: ChiSquared}
  /** The allelic test takes Hardy–Weinberg proportions for granted; these controls do not have them. */
  | {kind: "no-hardy-weinberg"; strata: string[][]};

/** A change of the odds ratio by adjustment that calls for a warning. Greenland 1989, Am J Public Health 79:340. */
const confoundingChange = 0.1;
/** Above this Cramér's V, and below this p, a variable counts as strongly associated with case status. */
const strongAssociation = 0.1;
const strongMinusLog10P = 3;
/** Expected counts below which χ² is not trusted. Cochran 1954, Biometrics 10:417. */
const leastExpected = 5;
/** −log10 p from which strata are said to differ, and controls not to be in Hardy–Weinberg proportions. */
const differing = -Math.log10(0.05);
const outOfProportion = 4;

/**
 * Compares cases with controls at one variant on released counts: in each stratum, taken together, and adjusted.
 * A stratum with a withheld count among its cases or controls is left out everywhere, and named in a warning: crude and
 * adjusted results are about the same strata, but for those that have nobody to compare, which are named too.
 * `people` tells of variables that `counts` are not divided by.
 */
export function analyseCounts(
  counts: readonly GroupGenotypes[],
  {model, comparison, adjustFor}: AnalysisChoice,
  people: readonly GroupPeople[] = []
): CountAnalysis {
  const {contrasts, tables} = models[model];
  const strata = divide(counts, comparison, adjustFor).map(({levels, cases, controls}): StratumComparison => {
    const complete = isKnown(cases) && isKnown(controls);
    return {
      levels,
      compared: complete ? compare({cases, controls}, model) : null,
      controlsHardyWeinberg: isKnown(controls) ? hardyWeinberg(...controls).minusLog10P : NaN
    };
  });
  const known = strata.flatMap(({levels, compared}) => (compared ? [{levels, compared}] : []));
  const genotypes = known.map(({compared}) => compared.genotypes);
  const crude = compare(together(genotypes), model);
  const oddsRatios = tables.map((table) => cochranMantelHaenszel(genotypes.map(table)));
  const adjusted = {test: adjustedTest(genotypes, model, oddsRatios), oddsRatios};
  const statusAssociations = associationsWithStatus(counts, people, comparison);
  return {
    contrasts,
    strata,
    crude,
    adjusted,
    statusAssociations,
    warnings: [
      ...contrasts.flatMap((contrast, i) => confounding(contrast, crude.oddsRatios[i], oddsRatios[i], known)),
      ...statusAssociations
        .filter(({strength, minusLog10P}) => strength >= strongAssociation && minusLog10P >= strongMinusLog10P)
        .map(({variable, strength, minusLog10P}) => ({
          kind: "goes-with-status" as const,
          variable,
          adjustedFor: adjustFor.includes(variable),
          strength,
          minusLog10P
        })),
      ...contrasts.flatMap((contrast, i) =>
        oddsRatios[i].tarone.minusLog10P >= differing
          ? [{kind: "heterogeneous" as const, contrast, tarone: oddsRatios[i].tarone}]
          : []
      ),
      ...named(
        "withheld",
        strata.filter(({compared}) => !compared)
      ),
      ...named(
        "uninformative",
        known.filter(({compared}) => adjustFor.length > 0 && !tells(compared.genotypes))
      ),
      ...named(
        "sparse",
        known.filter(({compared}) => tells(compared.genotypes) && isSparse(compared.genotypes, model))
      ),
      ...(model === "allelic"
        ? named(
            "no-hardy-weinberg",
            strata.filter(({controlsHardyWeinberg}) => controlsHardyWeinberg >= outOfProportion)
          )
        : [])
    ]
  };
}

interface Model {
  contrasts: string[];
  tables: ((genotypes: CaseControlGenotypes) => CaseControlTable)[];
}

const perAllele: Model = {contrasts: ["each alternate allele"], tables: [allelicTable]};

const models: Record<GeneticModel, Model> = {
  allelic: perAllele,
  dominant: {contrasts: ["one or two alternate alleles against none"], tables: [dominantTable]},
  recessive: {contrasts: ["two alternate alleles against one or none"], tables: [recessiveTable]},
  genotypic: {
    contrasts: ["one alternate allele against none", "two alternate alleles against none"],
    tables: [heterozygousTable, homozygousTable]
  },
  // The trend has no odds ratio of its own; that of alleles points the same way.
  trend: perAllele
};

type Genotypes = [homRef: number, het: number, homAlt: number];

interface DividedStratum {
  levels: string[];
  /** NaN where withheld. */
  cases: Genotypes;
  controls: Genotypes;
}

/** Genotypes of cases and controls in each stratum, summed over the variables that are not adjusted for. */
function divide(
  counts: readonly GroupGenotypes[],
  {variable, cases, controls}: AnalysisChoice["comparison"],
  adjustFor: readonly string[]
): DividedStratum[] {
  const strata = new Map<string, DividedStratum>();
  for (const {levels, homRef, het, homAlt} of counts) {
    const side = levels[variable] === cases ? "cases" : levels[variable] === controls ? "controls" : null;
    if (!side) continue;
    const own = adjustFor.map((name) => levels[name] ?? "unknown");
    const key = JSON.stringify(own);
    const stratum = strata.get(key) ?? {levels: own, cases: [0, 0, 0], controls: [0, 0, 0]};
    [homRef, het, homAlt].forEach((count, i) => (stratum[side][i] += count ?? NaN));
    strata.set(key, stratum);
  }
  return [...strata.values()];
}

function isKnown(genotypes: Genotypes): boolean {
  return genotypes.every((count) => !Number.isNaN(count));
}

function together(genotypes: readonly CaseControlGenotypes[]): CaseControlGenotypes {
  const sum = (side: "cases" | "controls", i: number): number =>
    genotypes.reduce((total, stratum) => total + stratum[side][i], 0);
  return {
    cases: [sum("cases", 0), sum("cases", 1), sum("cases", 2)],
    controls: [sum("controls", 0), sum("controls", 1), sum("controls", 2)]
  };
}

function compare(genotypes: CaseControlGenotypes, model: GeneticModel): Comparison {
  const oddsRatios = models[model].tables.map((table) => oddsRatio(table(genotypes)));
  if (model === "genotypic") {
    const exactMinusLog10P = fisherExactGenotypes(genotypes);
    return {genotypes, test: pearson([genotypes.cases, genotypes.controls]), exactMinusLog10P, oddsRatios};
  }
  if (model === "trend") {
    const {z, minusLog10P} = cochranArmitage(genotypes);
    return {genotypes, test: oneDegree(z * z, minusLog10P), exactMinusLog10P: null, oddsRatios};
  }
  const table = models[model].tables[0](genotypes);
  return {genotypes, test: pearson(rowsOf(table)), exactMinusLog10P: fisherExact(table).minusLog10P, oddsRatios};
}

function adjustedTest(
  genotypes: readonly CaseControlGenotypes[],
  model: GeneticModel,
  [first]: readonly StratifiedAssociation[]
): ChiSquared {
  if (model === "genotypic") return stratifiedGenotypes(genotypes);
  const {z, minusLog10P} = model === "trend" ? stratifiedTrend(genotypes) : first;
  return oneDegree(z * z, minusLog10P);
}

function oneDegree(chiSquared: number, minusLog10P: number): ChiSquared {
  return {chiSquared, df: Number.isNaN(chiSquared) ? 0 : 1, minusLog10P};
}

function rowsOf({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): number[][] {
  return [
    [caseAlt, caseRef],
    [controlAlt, controlRef]
  ];
}

/** Whether a stratum has cases, controls and both alleles. */
function tells({cases, controls}: CaseControlGenotypes): boolean {
  const {caseAlt, caseRef, controlAlt, controlRef} = allelicTable({cases, controls});
  return caseAlt + caseRef > 0 && controlAlt + controlRef > 0 && caseAlt + controlAlt > 0 && caseRef + controlRef > 0;
}

function isSparse(genotypes: CaseControlGenotypes, model: GeneticModel): boolean {
  const rows =
    model === "genotypic" || model === "trend"
      ? [[...genotypes.cases], [...genotypes.controls]]
      : rowsOf(models[model].tables[0](genotypes));
  const columns = rows[0].map((count, i) => count + rows[1][i]);
  const n = columns.reduce((a, b) => a + b);
  return rows.some((row) => {
    const size = row.reduce((a, b) => a + b);
    return columns.some((column) => column > 0 && (size * column) / n < leastExpected);
  });
}

function confounding(
  contrast: string,
  {oddsRatio: crude}: OddsRatio,
  {oddsRatio: adjusted}: StratifiedAssociation,
  strata: readonly unknown[]
): CountWarning[] {
  const change = crude / adjusted - 1;
  if (strata.length < 2 || !Number.isFinite(change) || Math.abs(change) <= confoundingChange) return [];
  return [{kind: "confounded", contrast, crude, adjusted, change}];
}

function named(
  kind: "withheld" | "uninformative" | "sparse" | "no-hardy-weinberg",
  strata: readonly {levels: string[]}[]
): CountWarning[] {
  return strata.length > 0 ? [{kind, strata: strata.map(({levels}) => levels)}] : [];
}

function associationsWithStatus(
  counts: readonly GroupGenotypes[],
  people: readonly GroupPeople[],
  {variable: status, cases, controls}: AnalysisChoice["comparison"]
): StatusAssociation[] {
  const known: readonly GroupPeople[] =
    people.length > 0
      ? people
      : counts.map(({levels, homRef, het, homAlt}) => ({
          levels,
          n: homRef === null || het === null || homAlt === null ? null : homRef + het + homAlt
        }));
  const variables = [...new Set(known.flatMap(({levels}) => Object.keys(levels)))].filter((name) => name !== status);
  return variables.map((variable) => {
    const cells = new Map<string, [cases: number, controls: number]>();
    let withheld = 0;
    for (const {levels, n} of known) {
      const side = levels[status] === cases ? 0 : levels[status] === controls ? 1 : null;
      if (side === null) continue;
      const level = levels[variable] ?? "unknown";
      const cell = cells.get(level) ?? [0, 0];
      if (n === null) withheld++;
      cell[side] += n ?? 0;
      cells.set(level, cell);
    }
    const rows = [...cells.values()];
    const test = pearson(rows);
    const total = rows.reduce((sum, [a, b]) => sum + a + b, 0);
    return {variable, ...test, strength: Math.sqrt(test.chiSquared / total), withheld};
  });
}
