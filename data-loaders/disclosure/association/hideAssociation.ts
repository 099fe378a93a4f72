import type {AssociationRows} from "../../tables/association/associationRows.js";
import {isSmall} from "../smallCell.js";
import {addCells, type CellsOfLevel, type Tally} from "../tally.js";
import {analysedRange, copiesLeft, isCertainlySmall, type Range} from "./copiesLeft.js";
import type {AssociationPlan} from "./planAssociation.js";
import {putTogether} from "./putTogether.js";
import {effectScale, roundFigures, shownCases, shownFrequency, shownPeople} from "./roundStatistics.js";

/** Called alleles of the people analysed: variants × groups, the groups as in the plan, without `meta`. */
export interface AnalysedCopies {
  /** Copies of the alternate allele, and of either allele. */
  ac: Int32Array;
  an: Int32Array;
  /** The same among cases; null for a quantitative trait. */
  acCase: Int32Array | null;
  anCase: Int32Array | null;
  /** Exact counts of everybody in the group, analysed or not, as other tables have them; `anAll` 0 = not known. */
  acAll: Int32Array;
  anAll: Int32Array;
}

/** Statistics of a row that are withheld together: eaf, beta, se, z, minus_log10_p. */
const statistics = 5;

/** The last level, and the code of the method of its rows, `fixed-effect`. */
const metaLevel = "meta";
const fixedEffect = 5;

/**
 * Associations without what tells of a few people, and how much that was. Per variant and group:
 *
 * 1. Where at most `limit` copies of either allele were seen in the group, or among its cases or controls, all statistics
 *    are withheld, with the number of people, as where the variant was not tested. None at all counts as few here: that
 *    nobody among the cases carries an allele tells of each of them.
 * 2. The frequency is shown as the middle of a range, and effects are scaled to it: see `roundStatistics`. Numbers of
 *    people are rounded. A number that lacks is hidden among what rounding leaves open.
 *    Where the exact counts of the whole group would tell all the same that those not analysed have 1 to `limit` copies of an
 *    allele, all statistics are withheld.
 * 3. `meta` is put together anew from what is shown of the groups, so it tells nothing more: not of a withheld row either.
 *
 * Groups that the plan leaves out are not there at all. With two groups or more, and `meta` among the levels, so is it here.
 */
export function hideAssociation(
  rows: AssociationRows,
  copies: AnalysedCopies,
  plan: AssociationPlan
): {shown: AssociationRows; tally: Tally; cells: CellsOfLevel[]; smallest: number | null} {
  const {limit, levels, people, shown: groups, leftOut, rounding} = plan;
  if (limit === null) throw new Error("exact associations need no protection");
  const variants = rows.variantIds.length;
  const width = rows.levels.length;
  const all = levels.length;
  const hasMeta = rows.levels.at(-1) === metaLevel && groups.length > 1;
  const shown = emptyRows(rows, [...groups.map((g) => levels[g]), ...(hasMeta ? [metaLevel] : [])]);
  const tally: Tally = {};
  for (const {level, rule} of leftOut) addCells(tally, rule, levels.indexOf(level), all, variants * statistics);
  const withheld = new Float64Array(all);
  const subtracted = new Float64Array(all);
  let smallest = Infinity;

  for (let variant = 0, to = 0; variant < variants; ++variant) {
    const first = to;
    for (const g of groups) {
      const from = variant * width + g;
      const at = variant * all + g;
      shown.n[to] = shownPeople(rows.n[from], people[g], rounding.roundPeople);
      if (shown.nCase) shown.nCase[to] = shownCases(rows.nCase![from], rounding.roundPeople);
      shown.method[to] = rows.method[from];
      const fewest = fewestCopies(copies, at);
      const eaf =
        fewest > limit ? shownFrequency(copies.ac[at], copies.an[at], shown.n[to], limit, rounding.roundPeople) : NaN;
      const isTold = !Number.isNaN(eaf) && tellsThoseLeft(copies, at, eaf, shown.n[to], plan.analysed[g], plan);
      if (Number.isNaN(eaf) || isTold) {
        (isTold ? subtracted : withheld)[g] += statistics;
        // As where a variant was not tested: the two together would tell which had few copies, and how few.
        shown.n[to] = 0;
        if (shown.nCase) shown.nCase[to] = 0;
      } else {
        smallest = fewestPeople(shown, to, smallest);
        smallest = Math.min(smallest, fewest);
        const exact = copies.ac[at] / copies.an[at];
        const se = roundFigures(rows.se[from] * effectScale(exact, eaf), rounding.seFigures);
        shown.eaf[to] = eaf;
        shown.z[to] = roundFigures(rows.z[from], rounding.figures);
        shown.minusLog10P[to] = roundFigures(rows.minusLog10P[from], rounding.figures);
        // A fit that failed has neither.
        if (se > 0 && Number.isFinite(rows.beta[from])) {
          shown.se[to] = se;
          shown.beta[to] = roundFigures((rows.beta[from] / rows.se[from]) * se, rounding.figures);
        }
      }
      to += 1;
    }
    if (hasMeta) fillMeta(shown, first, to++, rounding.figures);
  }
  withheld.forEach((cells, g) => addCells(tally, "few-copies", g, all, cells));
  subtracted.forEach((cells, g) => addCells(tally, "subtraction", g, all, cells));
  return {
    shown,
    tally,
    cells: levels.map((level) => ({level, total: variants * statistics})),
    smallest: smallest === Infinity ? null : smallest
  };
}

/** Whether a frequency, beside the exact counts of the whole group, tells of 1 to `limit` copies of those not analysed. */
function tellsThoseLeft(
  {ac, an, acAll, anAll}: AnalysedCopies,
  at: number,
  eaf: number,
  people: number,
  analysed: number,
  {limit, rounding: {roundPeople: base}}: AssociationPlan
): boolean {
  const [others, lacking] = [acAll[at] - ac[at], anAll[at] - an[at]];
  // What is certain is true: most rows need no closer look.
  if (anAll[at] === 0 || !(isSmall(others, limit!) || isSmall(lacking - others, limit!))) return false;
  const beside = {
    shown: eaf,
    acAll: acAll[at],
    anAll: anAll[at],
    publish: (copies: number, all: number) =>
      Math.min(copies, all - copies) > limit! ? shownFrequency(copies, all, people, limit!, base) : NaN
  };
  const isFound = (analysed: Range): boolean => {
    const {alternate, reference} = copiesLeft({...beside, analysed});
    return isCertainlySmall(alternate, limit!) || isCertainlySmall(reference, limit!);
  };
  // More numbers of people only leave more open.
  return isFound([an[at], an[at]]) && isFound(analysedRange(an[at], people, analysed, base));
}

/** The fewest copies of one allele in the group, and among its cases and controls where there are such. */
export function fewestCopies({ac, an, acCase, anCase}: AnalysedCopies, at: number): number {
  const inGroup = Math.min(ac[at], an[at] - ac[at]);
  if (!acCase || !anCase) return inGroup;
  const [cases, others] = [acCase[at], anCase[at] - acCase[at]];
  return Math.min(inGroup, cases, others, ac[at] - cases, an[at] - ac[at] - others);
}

function emptyRows(like: AssociationRows, levels: string[]): AssociationRows {
  const rows = like.variantIds.length * levels.length;
  const unknown = (): Float64Array => new Float64Array(rows).fill(NaN);
  return {
    trait: like.trait,
    variantIds: like.variantIds,
    levels,
    n: new Int32Array(rows),
    nCase: like.nCase && new Int32Array(rows),
    eaf: unknown(),
    beta: unknown(),
    se: unknown(),
    z: unknown(),
    minusLog10P: unknown(),
    method: new Uint8Array(rows),
    i2: unknown(),
    minusLog10PHet: unknown(),
    betaRandom: unknown(),
    seRandom: unknown()
  };
}

function fewestPeople({n, nCase}: AssociationRows, row: number, smallest: number): number {
  let fewest = n[row] > 0 && n[row] < smallest ? n[row] : smallest;
  if (!nCase) return fewest;
  if (nCase[row] > 0 && nCase[row] < fewest) fewest = nCase[row];
  const others = n[row] - nCase[row];
  return others > 0 && others < fewest ? others : fewest;
}

/** From rows `first` up to `at`, which are as they are shown. */
function fillMeta(shown: AssociationRows, first: number, at: number, figures: number): void {
  let [known, people, copies, last] = [0, 0, 0, at];
  for (let row = first; row < at; ++row) {
    shown.n[at] += shown.n[row];
    if (shown.nCase) shown.nCase[at] += shown.nCase[row];
    if (Number.isNaN(shown.beta[row])) continue;
    known += 1;
    last = row;
    people += shown.n[row];
    copies += shown.eaf[row] * shown.n[row];
  }
  shown.method[at] = fixedEffect;
  if (known === 0) return;
  shown.eaf[at] = roundFigures(copies / people, figures);
  if (known > 1) {
    putTogether(shown, first, at);
    for (const column of numbersOf(shown)) column[at] = roundFigures(column[at], figures);
    return;
  }
  // What one group alone says was refined by its own method.
  for (const column of [shown.beta, shown.se, shown.z, shown.minusLog10P]) column[at] = column[last];
}

function numbersOf(rows: AssociationRows): Float64Array[] {
  const {beta, se, z, minusLog10P, i2, minusLog10PHet, betaRandom, seRandom} = rows;
  return [beta, se, z, minusLog10P, i2, minusLog10PHet, betaRandom, seRandom];
}
