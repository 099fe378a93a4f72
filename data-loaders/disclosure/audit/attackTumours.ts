import {noisyTwoByTwo} from "../../../src/kernels/noisyTwoByTwo.js";
import type {Finding} from "../../../src/model/privacy.js";
import type {
  CooccurrenceRow,
  MutationFeature,
  Noisy,
  OncoprintRow,
  ShownTumours,
  TumourTableName
} from "../../../src/model/tumours.js";
import {oncoprintSums} from "../tumours/oncoprintSums.js";
import {halves, together, type MadeOf} from "../tumours/noisyTest.js";
import {leastSquaresVariances} from "./leastSquares.js";

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;

/**
 * Attacks the tables of tumours with subtraction: every shown number is an equation about numbers of people, those of all
 * groups together also about pairs of genes, and the attacker solves all of them for each withheld number, by least
 * squares. Treatments are not added up to groups, since people without a known response are in none of them. In the
 * attacker's favour, the named changes of a gene are taken to be all of its mutations and nobody to have two of them, so
 * that one follows from the others.
 *
 * A withheld number is worked out where the noise leaves a 95 % range narrower than `limit`; where what shown parts leave
 * of a shown sum is less than that, since no number of people is below 0; and where a statistic is not made of the shown
 * numbers with their noise, as it would tell exact ones.
 */
export function attackTumours(shown: ShownTumours, limit: number, tier: string): Finding[] {
  const noise = Object.values(shown).flatMap((rows) => (rows as Noisy<object>[]).map((row) => row.noiseSd));
  const noiseSd = noise.length === 0 ? 0 : noise.reduce((a, b) => Math.min(a, b));
  const told = {
    tumour_resistance: groupedBy(shown.resistance, ({treatment, gene}) => [treatment, gene]).flatMap((rows) => [
      systemOf(rows, [({mutatedResistant}) => mutatedResistant], ({otherResistant}) => otherResistant),
      systemOf(rows, [({mutatedSensitive}) => mutatedSensitive], ({otherSensitive}) => otherSensitive)
    ]),
    tumour_pairs: groupedBy(shown.pairs, ({treatment, gene}) => [treatment, gene]).map((rows) => ({
      ...systemOf(rows, [({both}) => both, ({gained}) => gained, ({lost}) => lost], ({neither}) => neither),
      most: rows.flatMap((row) => mostOfPairs(row, shown.pairs, noiseSd))
    })),
    tumour_cooccurrence: systemsOfPairs(shown.cooccurrence, shown.oncoprint),
    tumour_oncoprint: groupedBy(shown.oncoprint, ({gene}) => [gene]).map((rows) => systemOfGene(rows, noiseSd))
  };
  const telling = {
    tumour_resistance: shown.resistance.filter((row) =>
      tells(row, [row.mutatedResistant, row.otherResistant, row.mutatedSensitive, row.otherSensitive], halves)
    ).length,
    tumour_cooccurrence: shown.cooccurrence.filter((row) =>
      tells(row, [row.both, row.onlyA, row.onlyB, row.neither], together)
    ).length,
    tumour_pairs: shown.pairs.filter(pairsTell).length,
    tumour_oncoprint: shown.oncoprint.filter(
      ({mutated, people, share}) =>
        share !== null && (mutated === null || people === null || share !== mutated / people)
    ).length
  };
  return (Object.keys(told) as (keyof typeof told)[]).map((table) =>
    findingOf(table, told[table], telling[table], {limit, noiseSd, tier})
  );
}

/** Equations, and what is wanted, as sums of some unknown numbers of people: 0 or 1 for each. */
interface System {
  unknowns: number;
  equations: number[][];
  wanted: number[][];
  /** The most that some of the wanted ones can be, with 95 % confidence: the rest of a shown sum; the least is none. */
  most?: number[];
}

function findingOf(
  table: TumourTableName,
  systems: readonly System[],
  telling: number,
  {limit, noiseSd, tier}: {limit: number; noiseSd: number; tier: string}
): Finding {
  let [recovered, hidden] = [telling, telling];
  let narrowest: number | null = telling > 0 ? 0 : null;
  for (const {unknowns, equations, wanted, most = []} of systems) {
    hidden += wanted.length;
    for (const width of most.map((value) => Math.max(0, Math.floor(value)))) {
      if (width < limit) ++recovered;
      narrowest = Math.min(narrowest ?? Infinity, width);
    }
    if (wanted.length === 0) continue;
    for (const variance of leastSquaresVariances(equations, unknowns, wanted)) {
      if (variance === Infinity) continue;
      const width = Math.floor(2 * z95 * noiseSd * Math.sqrt(variance));
      if (width < limit) ++recovered;
      narrowest = Math.min(narrowest ?? Infinity, width);
    }
  }
  return {
    table: `${tier}/${table}`,
    attack: "subtraction",
    pool: "all",
    figures: {kind: "recovery", recovered: Math.min(recovered, hidden), hidden, narrowest, least: limit},
    withstood: recovered === 0,
    standing: "enforced"
  };
}

/**
 * Of the features of one gene: per feature, what became of its mutated people, and the rest of all people. The gene's own
 * numbers are the sums of those of its changes, if it has any.
 */
function systemOf<Row extends MutationFeature>(
  rows: readonly Row[],
  outcomes: readonly ((row: Row) => number | null)[],
  restOf: (row: Row) => number | null
): System {
  const changes = rows.filter(({change}) => change !== null);
  const atoms = changes.length > 0 ? changes : rows;
  const size = outcomes.length;
  const unknowns = atoms.length * size + rows.length;
  const sum = (own: readonly Row[], kept: readonly number[], rest: number | null): number[] => {
    const weights = Array.from({length: unknowns}, () => 0);
    for (const row of own) for (const outcome of kept) weights[atoms.indexOf(row) * size + outcome] = 1;
    if (rest !== null) weights[atoms.length * size + rest] = 1;
    return weights;
  };
  const system: System = {unknowns, equations: [], wanted: []};
  rows.forEach((row, r) => {
    const own = row.change === null ? atoms : [row];
    outcomes.forEach((of, outcome) => {
      (of(row) === null ? system.wanted : system.equations).push(sum(own, [outcome], null));
    });
    const isWhole = restOf(row) !== null && outcomes.every((of) => of(row) !== null);
    // Everybody is known from any row that is shown whole; there, the rest is what everybody leaves.
    system.equations.push(sum(own, [...outcomes.keys()], r));
    if (restOf(row) !== null && !isWhole) system.equations.push(sum([], [], r));
  });
  return system;
}

/** Of two genes: people with both, with either and with none, where those with each are known from elsewhere. */
function systemsOfPairs(rows: readonly CooccurrenceRow[], oncoprint: readonly OncoprintRow[]): System[] {
  const known = new Set<string>();
  for (const {geneA, geneB, both, onlyA, onlyB} of rows) {
    if (both !== null && onlyA !== null) known.add(geneA);
    if (both !== null && onlyB !== null) known.add(geneB);
  }
  const again = new Set(
    oncoprint.flatMap(({gene, mutationClass, mutated}) => (mutationClass === null && mutated !== null ? gene : []))
  );
  return rows.map(({geneA, geneB, ...row}) => {
    const cells = [row.both, row.onlyA, row.onlyB, row.neither];
    const one = cells.map((_, i) => cells.map((_, j) => Number(i === j)));
    const margins: [string, number[]][] = [
      [geneA, [1, 1, 0, 0]],
      [geneB, [1, 0, 1, 0]]
    ];
    return {
      unknowns: 4,
      equations: [
        ...one.filter((_, i) => cells[i] !== null && i !== 3),
        [1, 1, 1, 1],
        ...margins.flatMap(([gene, sum]) => [...(known.has(gene) ? [sum] : []), ...(again.has(gene) ? [sum] : [])])
      ],
      wanted: one.filter((_, i) => cells[i] === null)
    };
  });
}

/** Of one gene: people of each group by class of mutation, which add up to all mutated ones, and to all groups. */
function systemOfGene(rows: readonly OncoprintRow[], noiseSd: number): System {
  const groups = [...new Set(rows.map(({group}) => group))];
  const divided = groups.filter((group) => group !== "all");
  const own = divided.length > 0 ? divided : groups;
  const classes = [...new Set(rows.flatMap(({mutationClass}) => mutationClass ?? []))];
  const unknowns = own.length * classes.length;
  const most = oncoprintSums(rows).flatMap(({whole, parts}) => {
    const shown = parts.flatMap(({mutated}) => mutated ?? []);
    return whole.mutated === null || shown.length === parts.length ? [] : restOf(whole.mutated, shown, noiseSd);
  });
  const system: System = {unknowns, equations: [], wanted: [], most};
  for (const {group, mutationClass, mutated} of rows) {
    const sum = own.flatMap((one) =>
      classes.map((name) =>
        Number((one === group || group === "all") && (mutationClass === null || name === mutationClass))
      )
    );
    (mutated === null ? system.wanted : system.equations).push(sum);
  }
  return system;
}

/** What is left for the withheld numbers of a row, where all pairs of its treatment are known from another row. */
function mostOfPairs(row: ShownTumours["pairs"][number], rows: ShownTumours["pairs"], noiseSd: number): number[] {
  if (row.neither !== null) return [];
  const whole = rows.find(({treatment, neither}) => treatment === row.treatment && neither !== null);
  if (!whole) return [];
  const shown = [row.both, row.gained, row.lost].filter((n) => n !== null);
  return [restOf(whole.both! + whole.gained! + whole.lost! + whole.neither!, shown, noiseSd)];
}

function restOf(whole: number, parts: readonly number[], noiseSd: number): number {
  return parts.reduce((left, part) => left - part, whole) + z95 * noiseSd * Math.sqrt(1 + parts.length);
}

/** Whether statistics say more than the shown numbers. */
function tells(
  row: Pick<
    Noisy<CooccurrenceRow>,
    "oddsRatio" | "oddsRatioLow" | "oddsRatioHigh" | "minusLog10P" | "beta" | "se" | "noiseSd"
  >,
  cells: readonly (number | null)[],
  made: MadeOf
): boolean {
  const {oddsRatio, oddsRatioLow, oddsRatioHigh, minusLog10P, beta, se, noiseSd} = row;
  if (minusLog10P === null) return [oddsRatio, oddsRatioLow, oddsRatioHigh, beta, se].some((value) => value !== null);
  const [caseAlt, caseRef, controlAlt, controlRef] = cells;
  if (caseAlt === null || caseRef === null || controlAlt === null || controlRef === null)
    return oddsRatio !== null || (oddsRatioLow === null) === (oddsRatioHigh === null) || beta !== null || se !== null;
  const made2 = noisyTwoByTwo({caseAlt, caseRef, controlAlt, controlRef}, made, noiseSd);
  const least = Math.hypot(made2.samplingSe, made2.noiseSe);
  return (
    !isClose(oddsRatio, made2.oddsRatio) ||
    !isClose(oddsRatioLow, made2.interval[0]) ||
    !isClose(oddsRatioHigh, made2.interval[1]) ||
    !isClose(minusLog10P, made2.minusLog10P) ||
    (se !== null && se < least * (1 - 1e-9)) ||
    (se === null) !== (beta === null)
  );
}

function pairsTell({gained, lost, ...row}: ShownTumours["pairs"][number]): boolean {
  const ends = [row.oddsRatioLow !== null, row.oddsRatioHigh !== null];
  if (row.minusLog10P === null) return row.oddsRatio !== null || ends.includes(true) || row.minusLog10MidP !== null;
  if (row.minusLog10MidP !== null) return true;
  if (gained !== null && lost !== null) return !isClose(row.oddsRatio, gained / lost);
  return row.oddsRatio !== null || ends[0] !== (gained !== null) || ends[1] !== (lost !== null);
}

function isClose(shown: number | null, made: number): boolean {
  return shown !== null && Math.abs(shown - made) <= 1e-6 * Math.max(1, Math.abs(made));
}

function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
