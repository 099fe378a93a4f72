import {createHash} from "node:crypto";
import fc from "fast-check";
import {mutationClasses, type TumourRows} from "../../../src/model/tumours.js";

/** A keyed hash, as a ledger has one. */
export function hashOf(key: number): (parts: string[]) => string {
  return (parts) =>
    createHash("sha256")
      .update(JSON.stringify([key, parts]))
      .digest("hex");
}

const statistics = {
  oddsRatio: 2,
  oddsRatioLow: 1,
  oddsRatioHigh: 4,
  minusLog10P: 3.21,
  minusLog10Q: 2.5,
  minusLog10Holm: 2.1
};

const adjusted = {beta: 0.7, se: 0.5, minusLog10PAdjusted: 2.9, minusLog10QAdjusted: 2.2, method: "wald" as const};

/** Rows with these counts, as the tables of a cohort have them before they are protected. */
export function tumourRows({
  resistance = [],
  pairs = [],
  cooccurrence = [],
  shares = []
}: {
  /** Gene or `GENE:CHANGE`, and people mutated and resistant, mutated and sensitive, resistant, sensitive. */
  resistance?: [feature: string, counts: number[]][];
  /** Both, gained, lost, neither. */
  pairs?: [feature: string, counts: number[]][];
  /** Both, only A, only B, neither. */
  cooccurrence?: [a: string, b: string, counts: number[]][];
  /** Per gene and group, people and those of each class. */
  shares?: [gene: string, group: string, people: number, classes: number[]][];
}): TumourRows {
  const featureOf = (feature: string) => {
    const [gene, change = null] = feature.split(":");
    return {treatment: "Erlotinib", gene, change};
  };
  return {
    resistance: resistance.map(([feature, [mutatedResistant, mutatedSensitive, otherResistant, otherSensitive]]) => ({
      ...featureOf(feature),
      mutatedResistant,
      mutatedSensitive,
      otherResistant,
      otherSensitive,
      ...statistics,
      ...adjusted
    })),
    pairs: pairs.map(([feature, [both, gained, lost, neither]]) => {
      const {minusLog10Holm: _, ...own} = statistics;
      return {...featureOf(feature), both, gained, lost, neither, ...own, minusLog10MidP: 3.3};
    }),
    cooccurrence: cooccurrence.map(([geneA, geneB, [both, onlyA, onlyB, neither]]) => ({
      geneA,
      geneB,
      both,
      onlyA,
      onlyB,
      neither,
      ...statistics,
      ...adjusted
    })),
    oncoprint: shares.flatMap(([gene, group, people, classes]) =>
      [classes.reduce((sum, count) => sum + count, 0), ...classes].map((mutated, i) => ({
        gene,
        mutationClass: i === 0 ? null : mutationClasses[i - 1],
        group,
        people,
        mutated,
        share: mutated / people,
        shareLow: 0,
        shareHigh: 1
      }))
    )
  };
}

const counts = (cells: number) => fc.array(fc.oneof(fc.nat(60), fc.nat(2000)), {minLength: cells, maxLength: cells});

/** Any tables of one treatment, two changes of a gene, three genes and two groups, which need not add up otherwise. */
export const anyTumourRows = fc
  .record({
    changes: fc.array(counts(2), {minLength: 2, maxLength: 2}),
    others: counts(2),
    pairs: fc.array(counts(3), {minLength: 2, maxLength: 2}),
    neither: fc.nat(500),
    together: fc.array(counts(4), {minLength: 3, maxLength: 3}),
    classes: fc.array(counts(6), {minLength: 2, maxLength: 2}),
    rest: counts(2)
  })
  .map(({changes: [a, b], others, pairs: [c, d], neither, together, classes, rest}) => {
    const gene = a.map((count, i) => count + b[i]);
    const all = gene.map((count, i) => count + others[i]);
    const withOthers = (mutated: number[]): number[] => [...mutated, ...all.map((count, i) => count - mutated[i])];
    const pairTotal = [...c, ...d].reduce((sum, count) => sum + count, neither);
    const paired = (own: number[]): number[] => [...own, pairTotal - own.reduce((sum, count) => sum + count, 0)];
    const sums = classes[0].map((count, i) => count + classes[1][i]);
    const peopleOf = (own: number[], more: number): number => own.reduce((sum, count) => sum + count, more);
    return tumourRows({
      resistance: [
        ["EGFR", withOthers(gene)],
        ["EGFR:L858R", withOthers(a)],
        ["EGFR:T790M", withOthers(b)]
      ],
      pairs: [
        ["EGFR", paired(c.map((count, i) => count + d[i]))],
        ["EGFR:L858R", paired(c)],
        ["EGFR:T790M", paired(d)]
      ],
      cooccurrence: [
        ["EGFR", "KRAS", together[0]],
        ["EGFR", "TP53", together[1]],
        ["KRAS", "TP53", together[2]]
      ],
      shares: [
        ["EGFR", "all", peopleOf(sums, rest[0] + rest[1]), sums],
        ["EGFR", "AFR", peopleOf(classes[0], rest[0]), classes[0]],
        ["EGFR", "EUR", peopleOf(classes[1], rest[1]), classes[1]]
      ]
    });
  });
