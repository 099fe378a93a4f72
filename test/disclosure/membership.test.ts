import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {separationOf} from "../../data-loaders/disclosure/audit/separation.js";
import {
  budgetReport,
  limitsOf,
  planMembership,
  rhoOf,
  settingReports
} from "../../data-loaders/disclosure/membership.js";
import {spread, type Panel} from "../../data-loaders/disclosure/panel.js";
import type {Pool} from "../../data-loaders/disclosure/pools.js";

const words = {sentence: "s", source: "s"};
const membership = {
  ...words,
  aucMax: 0.55,
  tprMax: 0.1,
  fpr: 0.05,
  beyondMax: 0.005,
  nonMembersPerGroup: 1000,
  nonMembers: 20_000
};
const panelLimits = {
  ...words,
  peopleMin: 100,
  mafMin: 0.05,
  spacingBp: 500_000,
  variantsMax: 10_000,
  variantsMin: 100,
  noisyVariantsMin: 30,
  frequencySdMax: 0.05
};
const versions = {...words, share: 0.5, associationShare: 0.25, changeMin: 100};
const limits = {membership, panel: panelLimits, versions};
/** A version that may spend everything. */
const allAtOnce = {...limits, versions: {...versions, share: 1}};

/** Variants whose frequency is the same in both levels of the reference. */
function panelOf(frequencies: ArrayLike<number>): Panel {
  const variants = Array.from(frequencies, (p, i) => ({
    chrom: "1",
    pos: i + 1,
    ref: "A",
    alt: "C",
    frequencies: [p, p],
    block: String(i),
    linkage: 0
  }));
  return {candidates: variants.length, common: variants.length, variants};
}

function poolsOf(...sizes: number[]): Pool[] {
  return sizes.map((people, i) => ({level: `L${i}`, merged: [], people, shares: [1, 0]}));
}

const halves = (count: number): Panel => panelOf(new Float64Array(count).fill(0.5));
const spending = {rhoTotal: 0.0158, rhoSpent: 0, mode: "strict" as const, association: false, exact: true};

describe("rhoOf(mode, limits)", () => {
  // privacy notes, section 4: rho_total = 0.0158 for AUC <= .55, 0.0660 for TPR <= .10 at FPR .05
  it("is .0158 for an area of .55, and .0660 for a rate of .10 at .05", () => {
    expect(rhoOf("strict", membership)).toBeCloseTo(0.0158, 4);
    expect(rhoOf("relaxed", membership)).toBeCloseTo(0.066, 4);
  });

  it("grows with the limit it holds to, and does not depend on the other", () => {
    expect(rhoOf("strict", {...membership, aucMax: 0.56})).toBeGreaterThan(rhoOf("strict", membership));
    expect(rhoOf("strict", {...membership, tprMax: 0.2})).toBe(rhoOf("strict", membership));
    expect(rhoOf("relaxed", {...membership, aucMax: 0.7})).toBe(rhoOf("relaxed", membership));
  });
});

it("limitsOf(mode, limits) allows relaxed releases the area that goes with their rate", () => {
  expect(limitsOf("strict", membership)).toEqual(membership);
  // privacy notes, section 0.3: TPR .10 at FPR .05 corresponds to AUC 0.601
  const relaxed = limitsOf("relaxed", membership);
  expect(relaxed.aucMax).toBeCloseTo(0.601, 3);
  expect(relaxed).toEqual({...membership, aucMax: relaxed.aucMax});
});

describe("planMembership of a panel within the budget", () => {
  // privacy notes, section 6, "Theory limits for planning"; section 7.5 for strict ones.
  it.each([
    {mode: "relaxed", people: 2504, most: 330},
    {mode: "relaxed", people: 1252, most: 165},
    {mode: "relaxed", people: 661, most: 87},
    {mode: "relaxed", people: 347, most: 45},
    {mode: "relaxed", people: 127, most: 16},
    {mode: "relaxed", people: 82, most: 10},
    {mode: "strict", people: 2504, most: 79},
    {mode: "strict", people: 1252, most: 39},
    {mode: "strict", people: 347, most: 10}
  ] as const)("gives $most variants of $people people exactly, and not one more, $mode", ({mode, people, most}) => {
    const budget = {...spending, mode, rhoTotal: rhoOf(mode, membership)};
    const plan = (count: number) => planMembership(halves(count), poolsOf(people), budget, allAtOnce);
    expect(plan(most).form).toBe("exact");
    expect(plan(most).variants).toHaveLength(most);
    expect(plan(most + 1).form).toBe("noisy");
  });

  it("goes by the smallest pool, and spends what the variants cost there", () => {
    const plan = planMembership(halves(10), poolsOf(5000, 347), {...spending, rhoTotal: 0.0158}, allAtOnce);
    expect(plan).toMatchObject({form: "exact", clips: [0, 0], noiseSds: [0, 0], shown: [true, true]});
    expect(Math.sqrt(2 * plan.rhoAlleles)).toBeCloseTo(separationOf(10, 347), 12);
    expect(plan.rhoAlleles).toBeLessThanOrEqual(0.0158);
    expect(planMembership(halves(11), poolsOf(5000, 347), spending, allAtOnce).form).toBe("noisy");
  });

  it("never gives exact counts where a version before gave some", () => {
    expect(planMembership(halves(1), poolsOf(100_000), spending, limits).form).toBe("exact");
    expect(planMembership(halves(1), poolsOf(100_000), {...spending, exact: false}, limits).form).toBe("noisy");
  });
});

describe("planMembership of a panel beyond the budget", () => {
  const sizes = [3000, 1500];
  const frequencies = Float64Array.from({length: 4000}, (_, i) => 0.05 + (0.9 * ((i * 37) % 4000)) / 4000);

  it("takes as many variants as leave every pool within the limit, and one more would not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 600, max: 20_000}), {minLength: 1, maxLength: 4}),
        fc.double({min: 0.002, max: 0.06, noNaN: true}),
        (people, rhoTotal) => {
          const panel = panelOf(frequencies);
          const plan = planMembership(panel, poolsOf(...people), {...spending, rhoTotal, exact: false}, limits);
          const n = plan.variants.length;
          // 1.1 √Σ2p(1-p) / √(2ρ) copies of noise, of 2n copies.
          const sdOf = (count: number, size: number): number => {
            const norm = spread(frequencies as unknown as number[], count).reduce((sum, p) => sum + 2 * p * (1 - p), 0);
            return (1.1 * Math.sqrt(norm / (2 * plan.rhoAlleles))) / (2 * size);
          };
          const bearing = people.filter((size) => sdOf(100, size) <= 0.05);
          expect(plan.rhoAlleles).toBeCloseTo(rhoTotal / 2, 12);
          expect(plan.shown).toEqual(people.map((size) => sdOf(n, size) <= 0.05));
          expect(plan.shown.filter(Boolean)).toHaveLength(bearing.length);
          plan.noiseSds.forEach((sd, k) => expect(sd / (2 * people[k])).toBeCloseTo(sdOf(n, people[k]), 9));
          if (bearing.length > 0 && n < 4000) expect(bearing.some((size) => sdOf(n + 1, size) > 0.05)).toBe(true);
        }
      ),
      {numRuns: 40}
    );
  });

  it("hides a pool that cannot bear the least panel, and does not cut the others for it", () => {
    const alone = planMembership(panelOf(frequencies), poolsOf(...sizes), spending, limits);
    const beside = planMembership(panelOf(frequencies), poolsOf(...sizes, 120), spending, limits);
    expect(alone.shown).toEqual([true, true]);
    expect(beside.shown).toEqual([true, true, false]);
    expect(beside.variants).toEqual(alone.variants);
  });

  it("shows nothing where no pool can bear the least panel, and takes no more than the most", () => {
    expect(planMembership(panelOf(frequencies), poolsOf(120, 130), spending, limits).shown).toEqual([false, false]);
    const many = planMembership(halves(12_000), poolsOf(1e7), {...spending, exact: false}, limits);
    expect(many.variants).toHaveLength(10_000);
  });

  it("hides all pools when the budget is spent", () => {
    const plan = planMembership(halves(200), poolsOf(1e6), {...spending, rhoSpent: 0.0158}, limits);
    expect(plan).toMatchObject({rhoAlleles: 0, rhoAssociation: 0, form: "noisy", shown: [false]});
  });
});

it("planMembership never spends more than the budget over 20 versions", () => {
  fc.assert(
    fc.property(
      fc.double({min: 1e-4, max: 0.066, noNaN: true}),
      fc.double({min: 0.05, max: 0.95, noNaN: true}),
      fc.boolean(),
      fc.array(fc.integer({min: 100, max: 30_000}), {minLength: 1, maxLength: 5}),
      fc.integer({min: 1, max: 400}),
      (rhoTotal, share, association, people, variants) => {
        let rhoSpent = 0;
        for (let version = 1; version <= 20; ++version) {
          const plan = planMembership(
            halves(variants),
            poolsOf(...people),
            {rhoTotal, rhoSpent, mode: "strict", association, exact: version === 1},
            {panel: panelLimits, versions: {...versions, share}}
          );
          const rho = plan.rhoAlleles + plan.rhoAssociation;
          expect(rho).toBeLessThanOrEqual((rhoTotal - rhoSpent) * share * (1 + 1e-12));
          if (plan.form === "noisy") expect(rho).toBeCloseTo((rhoTotal - rhoSpent) * share, 12);
          expect(plan.rhoAssociation).toBeCloseTo(association ? (rhoTotal - rhoSpent) * share * 0.25 : 0, 12);
          rhoSpent += rho;
        }
        expect(rhoSpent).toBeLessThanOrEqual(rhoTotal);
      }
    ),
    {numRuns: 50}
  );
});

it("budgetReport(plan, versions) tells what is spent and left, and on what", () => {
  const parts = {rhoTotal: 0.0158, rhoAlleles: 0.003, rhoAssociation: 0.001};
  const before = [
    {version: 1, date: "2025-01-01", rho: 0.0079},
    {version: 3, date: "2026-01-01", rho: 0.004}
  ];
  const report = budgetReport(parts, before);
  expect(report.rhoLeft).toBeCloseTo(0.0039, 12);
  // AUC .55: d' = 0.1777, privacy notes section 0.3
  expect(report.separationTotal).toBeCloseTo(0.1777, 3);
  expect(report.parts).toEqual([
    {table: "public/allele_counts", rho: 0.003},
    {table: "public/association", rho: 0.001}
  ]);
  expect(budgetReport({...parts, rhoAssociation: 0}, before).parts).toHaveLength(1);
  expect(budgetReport(parts, [{version: 1, date: "2025-01-01", rho: 0.02}]).rhoLeft).toBe(0);
});

describe("settingReports(plan, pools, limits)", () => {
  const pools = poolsOf(20_000, 1000);
  const plan = planMembership(halves(2000), pools, {...spending, rhoTotal: rhoOf("strict", membership)}, limits);
  const reports = settingReports(plan, pools, limits);

  it("at the limit of the plan says what the plan does", () => {
    const here = reports.find(({auc}) => auc === 0.55)!;
    expect(here.rho).toBeCloseTo(0.0158, 4);
    // AUC .55 is a rate of .071 at .05, privacy notes section 0.3
    expect(here.tpr).toBeCloseTo(0.071, 3);
    here.groups.forEach(({level, frequencySd, shown}, k) => {
      expect(level).toBe(pools[k].level);
      expect(frequencySd).toBeCloseTo(plan.noiseSds[k] / (2 * pools[k].people), 12);
      expect(shown).toBe(plan.shown[k]);
    });
  });

  it("needs less noise and allows more exact variants the laxer it is", () => {
    for (const [i, next] of reports.slice(1).entries()) {
      expect(next.auc).toBeGreaterThan(reports[i].auc);
      expect(next.exactVariants).toBeGreaterThanOrEqual(reports[i].exactVariants);
      next.groups.forEach(({frequencySd}, k) => expect(frequencySd).toBeLessThan(reports[i].groups[k].frequencySd));
    }
  });

  it("counts the exact variants that planMembership would give", () => {
    for (const {rho, exactVariants} of reports) {
      const form = (count: number) => planMembership(halves(count), pools, {...spending, rhoTotal: rho}, limits).form;
      if (exactVariants > 0) expect(form(exactVariants)).toBe("exact");
      expect(form(exactVariants + 1)).toBe("noisy");
    }
  });

  it("leaves to alleles what associations do not take", () => {
    const both = planMembership(halves(2000), pools, {...spending, association: true}, limits);
    const rows = settingReports(both, pools, limits);
    rows.forEach(({exactVariants, rho}) => expect(exactVariants).toBe(Math.floor(2 * rho * 0.5 * 0.75 * 1000)));
  });
});
