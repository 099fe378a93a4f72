import {describe, expect, it} from "vitest";
import {associationMethods, type AssociationRows} from "../../../data-loaders/tables/association/associationRows.js";
import {carryOverRows} from "../../../data-loaders/tables/equity/carryOverRows.js";
import {foundByOthers, leadVariants} from "../../../data-loaders/tables/equity/leadVariants.js";
import {powerRows} from "../../../data-loaders/tables/equity/powerRows.js";
import {normalMinusLog10P} from "../../../src/kernels/tails.js";
import {winnersCurse} from "../../../src/kernels/winnersCurse.js";

const levels = ["AFR", "EUR", "SAS", "meta"];
type Effect = [beta: number, se: number];

/** Rows of variants with the effects of AFR, EUR and SAS; NaN = withheld. */
function rowsWith(
  variants: [id: string, afr: Effect, eur: Effect, sas: Effect][],
  {n = [1000, 8000, 500, 9500], nCase = null as number[] | null} = {}
): AssociationRows {
  const cells = variants.flatMap(([, ...effects]) => [...effects, [NaN, NaN] as Effect]);
  const float = (of: (effect: Effect) => number) => Float64Array.from(cells, of);
  const unknown = () => new Float64Array(cells.length).fill(NaN);
  return {
    trait: "EFO_1",
    variantIds: variants.map(([id]) => id),
    levels,
    n: Int32Array.from(cells, (_, i) => n[i % 4]),
    nCase: nCase && Int32Array.from(cells, (_, i) => nCase[i % 4]),
    eaf: unknown(),
    beta: float(([beta]) => beta),
    se: float(([, se]) => se),
    z: float(([beta, se]) => beta / se),
    minusLog10P: float(([beta, se]) => normalMinusLog10P(beta / se)),
    method: new Uint8Array(cells.length).fill(associationMethods.indexOf("linear")),
    i2: unknown(),
    minusLog10PHet: unknown(),
    betaRandom: unknown(),
    seRandom: unknown()
  };
}

const lociBp = 250_000;
const hidden: Effect = [NaN, NaN];
/** Four loci of EUR, one of them seen in AFR with four times the effect, one that is hidden in SAS. */
const batches = [
  rowsWith([
    ["1-1000000-A-C", [0.4, 0.05], [0.1, 0.01], [0.1, 0.04]],
    ["1-1100000-A-C", [0.1, 0.05], [0.08, 0.01], hidden],
    ["1-9000000-A-C", [0.1, 0.05], [0.1, 0.01], hidden]
  ]),
  rowsWith([
    ["2-1000000-A-C", [-0.1, 0.05], [-0.12, 0.01], [-0.1, 0.04]],
    ["3-1000000-A-C", [0.02, 0.05], [0.2, 0.01], [-0.01, 0.02]]
  ])
];

describe("leadVariants(batches, lociBp)", () => {
  const leads = leadVariants(batches, lociBp);

  it("are the clearest of each locus and group, with what every group says of them", () => {
    expect(leads.map(({discovery, variantId}) => `${discovery} ${variantId}`)).toEqual([
      "AFR 1-1000000-A-C",
      "EUR 1-1000000-A-C",
      "EUR 1-9000000-A-C",
      "EUR 2-1000000-A-C",
      "EUR 3-1000000-A-C"
    ]);
    expect(leads[1].effects.get("AFR")).toMatchObject({beta: 0.4, se: 0.05});
    expect(leads[1].effects.has("meta")).toBe(false);
    expect(leads[2].effects.get("SAS")!.beta).toBeNaN();
    expect(leadVariants([], lociBp)).toEqual([]);
  });

  it("foundByOthers(leads, target, lociBp) counts a locus that two groups found once", () => {
    expect(foundByOthers(leads, "SAS", lociBp).map(({discovery, pos}) => [discovery, pos])).toEqual([
      ["EUR", 1_000_000],
      ["EUR", 1_000_000],
      ["EUR", 1_000_000],
      ["EUR", 9_000_000]
    ]);
    expect(foundByOthers(leads, "EUR", lociBp).map(({discovery}) => discovery)).toEqual(["AFR"]);
  });
});

describe("carryOverRows(trait, levels, leads, lociBp)", () => {
  const groups = levels.slice(0, 3);
  const rows = carryOverRows("EFO_1", groups, leadVariants(batches, lociBp), lociBp);
  const of = (measure: string, ancestry: string, other: string | null, bin: string | null = null) =>
    rows.find(
      (row) => row.measure === measure && row.ancestry === ancestry && row.otherAncestry === other && row.bin === bin
    );

  it("counts what a group found, and what became in it of what another found", () => {
    expect(groups.map((group) => of("loci-found", group, null)!.estimate)).toEqual([1, 4, 0]);
    const fates = (group: string, other: string) =>
      ["found", "missed-with-power", "missed-without-power", "not-shown"].map(
        (bin) => of("loci-elsewhere", group, other, bin)!.estimate
      );
    // The locus on 3 has 0.2 / 0.02 = 10 standard errors in SAS, where 5.45 are needed, and 4 in AFR.
    expect(fates("SAS", "EUR")).toEqual([0, 1, 2, 1]);
    expect(fates("AFR", "EUR")).toEqual([1, 0, 3, 0]);
    expect(fates("EUR", "AFR")).toEqual([1, 0, 0, 0]);
    expect(of("loci-elsewhere", "AFR", "SAS", "found")).toBeUndefined();
  });

  it("compares how many are seen again with how many would be", () => {
    // scipy: corrected effects are those found, to 1e-6 (10 standard errors and more); norm.sf(1.959964 - [.1/.04, .12/.04,
    // .2/.02]).sum() = 0.70541 + 0.85084 + 1.00000; seen again at p < 0.05 in the same direction: the first two
    expect(winnersCurse({beta: 0.1, se: 0.01}, 5e-8).beta).toBeCloseTo(0.1, 6);
    expect(of("replicated-observed", "SAS", "EUR")).toMatchObject({estimate: 2, nVariants: 3});
    expect(of("replicated-expected", "SAS", "EUR")!.estimate).toBeCloseTo(2.5562523182382613, 4);
    const ratio = of("replication", "SAS", "EUR")!;
    expect(ratio.estimate).toBeCloseTo(2 / 2.5562523182382613, 4);
    // chi2.ppf(.025, 4) / 2 = 0.24220928; chi2.ppf(.975, 6) / 2 = 7.22 is more than there are.
    expect(ratio.low).toBeCloseTo(0.24220927854396496 / 2.5562523182382613, 4);
    expect(ratio.high).toBeCloseTo(3 / 2.5562523182382613, 4);
    expect(of("same-direction", "SAS", "EUR")).toMatchObject({estimate: 2 / 3, nVariants: 3});
  });

  it("finds the effects that differ, and a slope only from three loci on", () => {
    // 0.4 ± 0.05 against 0.1 ± 0.01, and 0.02 ± 0.05 against 0.2 ± 0.01.
    expect(of("effects-differ", "AFR", "EUR")).toMatchObject({estimate: 2, nVariants: 4});
    expect(of("effects-differ", "SAS", "EUR")).toMatchObject({estimate: 1, nVariants: 3});
    expect(of("effect-slope", "AFR", "EUR")!.nVariants).toBe(4);
    expect(of("effect-slope", "EUR", "AFR")).toBeUndefined();
  });

  it("says nothing of groups that found nothing, and nothing beyond the pair of two groups", () => {
    expect(carryOverRows("EFO_1", groups, [], lociBp).map(({measure}) => measure)).toEqual(
      groups.map(() => "loci-found")
    );
    const two = carryOverRows("EFO_1", ["AFR", "EUR"], leadVariants(batches, lociBp), lociBp);
    expect(two.filter(({measure, otherAncestry}) => measure === "replication" && otherAncestry === null)).toEqual([]);
  });
});

describe("powerRows(batches)", () => {
  const find = (rows: ReturnType<typeof powerRows>, ancestry: string, bin: string | null) =>
    rows.find((row) => row.ancestry === ancestry && row.bin === bin)?.estimate;

  it("is the power for an odds ratio of 1.2 with the cases and controls that are shown", () => {
    const binary = rowsWith([["1-5-A-C", hidden, hidden, hidden]], {
      n: [30000, 60000, 0, 90000],
      nCase: [10000, 20000, 0, 30000]
    });
    const rows = powerRows([binary]);
    expect(find(rows, "EUR", null)).toBeCloseTo(4 / (1 / 20000 + 1 / 40000), 6);
    // scipy: ncx2.sf(chi2.isf(5e-8, 1), 1, 2 f (1 - f) log(1.2)**2 * 20000 * 40000 / 60000), f = .05 and .01
    expect(find(rows, "EUR", "0.05")).toBeCloseTo(0.8502628343973541, 8);
    expect(find(rows, "EUR", "0.01")).toBeCloseTo(0.006406305379630787, 8);
    expect(rows.some(({ancestry}) => ancestry === "SAS" || ancestry === "meta")).toBe(false);
  });

  it("is that for a tenth of a standard deviation where the trait is a quantity", () => {
    // scipy: ncx2.sf(chi2.isf(5e-8, 1), 1, 2 * .2 * .8 * .01 * 8000)
    expect(find(powerRows(batches), "EUR", "0.2")).toBeCloseTo(0.34765244040273724, 8);
    expect(powerRows([])).toEqual([]);
  });
});
