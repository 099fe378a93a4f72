import {benjaminiHochberg, holm} from "../../../src/kernels/multipleTesting.js";
import {noisyMcnemar} from "../../../src/kernels/noisyMcnemar.js";
import {noisyShareInterval} from "../../../src/kernels/noisyShareInterval.js";
import type {
  CooccurrenceRow,
  Noisy,
  OncoprintRow,
  PairedRow,
  ResistanceRow,
  ShownTumours,
  TumourRows
} from "../../../src/model/tumours.js";
import {keyedNoise, type KeyedHash} from "../medicines/keyedNoise.js";
import {oncoprintSums} from "./oncoprintSums.js";
import {halves, noisyTest, together, type NoisyTest} from "./noisyTest.js";

/** How counts of tumours are protected; null = exact, because the consent of class `open` says so. */
export interface TumourProtection {
  /** Counts that come out at 0 to `limit` are withheld. */
  limit: number;
  /** Of the ledger. */
  hash: KeyedHash;
}

/**
 * Tables of tumours as they are shown. Each person is in many of their counts at once, and odds ratios and p-values of
 * exact counts give the counts away: so every count that a table is made of gets noise, of half the limit as its standard
 * deviation, is withheld where it comes out at the limit or less, and every statistic is made of noisy counts alone.
 * Counts of the same people have the same noise in all tables, so that nothing can be averaged.
 */
export function hideTumours(exact: TumourRows, protection: TumourProtection | null): ShownTumours {
  if (protection === null) {
    const asItIs = <Row>(rows: readonly Row[]): Noisy<Row>[] => rows.map((row) => ({...row, noiseSd: 0}));
    return {
      resistance: asItIs(exact.resistance),
      pairs: asItIs(exact.pairs),
      cooccurrence: asItIs(exact.cooccurrence),
      oncoprint: asItIs(exact.oncoprint)
    };
  }
  return {
    resistance: hideResistance(exact.resistance, protection),
    pairs: hidePairs(exact.pairs, protection),
    cooccurrence: hideCooccurrence(exact.cooccurrence, protection),
    oncoprint: hideOncoprint(exact.oncoprint, protection)
  };
}

/** Standard deviation of the noise, people. */
export function noiseSdOf({limit}: Pick<TumourProtection, "limit">): number {
  return Math.ceil(limit / 2);
}

function hideResistance(rows: readonly ResistanceRow[], protection: TumourProtection): Noisy<ResistanceRow>[] {
  const tests = rows.map((row) => {
    const count = countOf(protection);
    const [resistant, sensitive] = [`resistant to ${row.treatment}`, `sensitive to ${row.treatment}`];
    const counts = [row.mutatedResistant!, row.otherResistant!, row.mutatedSensitive!, row.otherSensitive!];
    return noisyTest(
      [
        count(resistant, counts[0]),
        count(resistant, counts[0] + counts[1]),
        count(sensitive, counts[2]),
        count(sensitive, counts[2] + counts[3])
      ],
      halves,
      adjustedOf(row, counts, [row.treatment, row.gene, row.change ?? ""], protection),
      {limit: protection.limit, noiseSd: noiseSdOf(protection)}
    );
  });
  const control = controlled(tests);
  return rows.map(({treatment, gene, change}, i) => {
    const {caseAlt, caseRef, controlAlt, controlRef} = tests[i].cells;
    return {
      treatment,
      gene,
      change,
      mutatedResistant: caseAlt,
      mutatedSensitive: controlAlt,
      otherResistant: caseRef,
      otherSensitive: controlRef,
      ...control[i],
      noiseSd: noiseSdOf(protection)
    };
  });
}

function hideCooccurrence(rows: readonly CooccurrenceRow[], protection: TumourProtection): Noisy<CooccurrenceRow>[] {
  const tests = rows.map((row) => {
    const count = (n: number): number => countOf(protection)("genes together", n);
    const counts = [row.both!, row.onlyA!, row.onlyB!, row.neither!];
    const [a, b] = [counts[0] + counts[1], counts[0] + counts[2]];
    return noisyTest(
      [counts[0], a, b, b + counts[1] + counts[3]].map(count),
      together,
      adjustedOf(row, counts, [row.geneA, row.geneB], protection),
      {limit: protection.limit, noiseSd: noiseSdOf(protection)}
    );
  });
  const control = controlled(tests);
  return rows.map(({geneA, geneB}, i) => {
    const {caseAlt: both, caseRef: onlyA, controlAlt: onlyB, controlRef: neither} = tests[i].cells;
    return {geneA, geneB, both, onlyA, onlyB, neither, ...control[i], noiseSd: noiseSdOf(protection)};
  });
}

function hidePairs(rows: readonly PairedRow[], protection: TumourProtection): Noisy<PairedRow>[] {
  const {limit} = protection;
  const noiseSd = noiseSdOf(protection);
  const found = rows.map((row) => {
    const count = countOf(protection);
    const counts = [row.both!, row.gained!, row.lost!];
    const [both, gained, lost] = counts.map((n, i) =>
      count(`${["kept", "gained", "lost"][i]} under ${row.treatment}`, n)
    );
    const pairs = count(`pairs of ${row.treatment}`, counts[0] + counts[1] + counts[2] + row.neither!);
    const neither = pairs - both - gained - lost;
    const isKnown = Math.max(gained, lost) > limit;
    // A withheld number is taken as the largest that it can be, which brings the two closer to each other.
    const test = isKnown ? noisyMcnemar(Math.max(gained, limit), Math.max(lost, limit), noiseSd) : null;
    // What is left of all pairs would tell what is withheld, and so would shown numbers that leave too little.
    const isWhole = [both, gained, lost, neither].every((n) => n > limit);
    const shown = [both, gained, lost].map((n) => shownOf(n, limit));
    if (!isWhole && mostLeft(pairs, shown, noiseSd) < limit) return {shown: [null, null, null], rest: null, test: null};
    return {shown, rest: isWhole ? neither : null, test};
  });
  const q = benjaminiHochberg(
    found.map(({test}) => test?.minusLog10P ?? NaN),
    rows.length
  );
  return rows.map(({treatment, gene, change}, i) => {
    const {shown: [both, gained, lost], rest, test} = found[i]; // prettier-ignore
    return {
      treatment,
      gene,
      change,
      both,
      gained,
      lost,
      neither: rest,
      oddsRatio: test && gained !== null && lost !== null ? test.oddsRatio : null,
      oddsRatioLow: test && gained !== null ? test.interval[0] : null,
      oddsRatioHigh: test && lost !== null ? test.interval[1] : null,
      minusLog10P: test && test.minusLog10P,
      minusLog10MidP: null,
      minusLog10Q: test && q[i],
      noiseSd
    };
  });
}

/** Shares, and where shown ones leave those that are withheld too little, the smallest of them too. */
function hideOncoprint(rows: readonly OncoprintRow[], protection: TumourProtection): Noisy<OncoprintRow>[] {
  const noiseSd = noiseSdOf(protection);
  const shown = rows.map((row) => hideShare(row, protection));
  for (const gene of new Set(rows.map((row) => row.gene))) {
    const sums = oncoprintSums(shown.filter((row) => row.gene === gene));
    for (let isDone = false; !isDone;) {
      isDone = true;
      for (const {whole, parts} of sums) {
        const left = parts.filter(({mutated}) => mutated !== null);
        if (whole.mutated === null || left.length === 0 || left.length === parts.length) continue;
        const counts = left.map(({mutated}) => mutated);
        if (mostLeft(whole.mutated, counts, noiseSd) >= protection.limit) continue;
        const smallest = left.reduce((a, b) => (b.mutated! < a.mutated! ? b : a));
        Object.assign(smallest, {mutated: null, share: null, shareLow: null, shareHigh: null});
        isDone = false;
      }
    }
  }
  return shown;
}

/** The most that a part of a noisy sum can be, with 95 % confidence, beside the parts that are shown. */
function mostLeft(whole: number, parts: readonly (number | null)[], noiseSd: number): number {
  const known = parts.filter((part) => part !== null);
  return known.reduce((left, part) => left - part, whole) + z95 * noiseSd * Math.sqrt(1 + known.length);
}

const z95 = 1.959963984540054;

function hideShare({gene, mutationClass, group, ...row}: OncoprintRow, protection: TumourProtection) {
  const noiseSd = noiseSdOf(protection);
  const count = (n: number): number => countOf(protection)(`tumours of ${group}`, n);
  const [people, mutated] = [count(row.people!), count(row.mutated!)];
  const isShown = mutated > protection.limit && people - mutated > protection.limit;
  const [shareLow, shareHigh] = isShown ? noisyShareInterval(mutated, people, noiseSd) : [null, null];
  return {
    gene,
    mutationClass,
    group,
    people: shownOf(people, protection.limit),
    mutated: isShown ? mutated : null,
    share: isShown ? mutated / people : null,
    shareLow,
    shareHigh,
    noiseSd
  };
}

/** The same number of the same population has the same noise wherever it is asked for. */
function countOf(protection: TumourProtection): (population: string, count: number) => number {
  return (population, count) =>
    count + keyedNoise(protection.hash, `tumours: ${population}`, count, noiseSdOf(protection));
}

function shownOf(count: number, limit: number): number | null {
  return count > limit ? count : null;
}

/**
 * What the covariates change, and noise of standard deviation 1 for it. How much they widen the error is told in steps of
 * 5 %, since the error itself would tell the exact counts.
 */
function adjustedOf(
  {beta, se}: Pick<ResistanceRow, "beta" | "se">,
  counts: readonly number[],
  finding: readonly string[],
  {hash}: TumourProtection
): {beta: number; widening: number; noise: number} | null {
  if (beta === null || se === null || counts.some((count) => count === 0)) return null;
  const steps = 1000;
  const key = JSON.stringify(["tumours: adjusted", ...finding, ...counts, beta.toPrecision(9)]);
  const widening = se / Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0));
  return {
    beta,
    widening: Math.max(1, Math.ceil(widening * 20) / 20),
    noise: keyedNoise(hash, key, 0, steps) / steps
  };
}

/** Columns of tests, controlled over all of them: those that are withheld count as p = 1, which errs on the safe side. */
function controlled(tests: readonly NoisyTest[]) {
  const p = tests.map(({minusLog10P}) => minusLog10P ?? NaN);
  const adjusted = tests.map(({minusLog10PAdjusted}) => minusLog10PAdjusted ?? NaN);
  const [q, familyWise] = [benjaminiHochberg(p, tests.length), holm(p, tests.length)];
  const adjustedQ = benjaminiHochberg(adjusted, tests.length);
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return tests.map((test, i) => ({
    oddsRatio: test.oddsRatio,
    oddsRatioLow: test.oddsRatioLow,
    oddsRatioHigh: test.oddsRatioHigh,
    minusLog10P: test.minusLog10P,
    beta: test.beta,
    se: test.se,
    minusLog10PAdjusted: test.minusLog10PAdjusted,
    minusLog10Q: known(q[i]),
    minusLog10Holm: known(familyWise[i]),
    minusLog10QAdjusted: known(adjustedQ[i]),
    method: test.beta === null ? null : ("wald" as const)
  }));
}
