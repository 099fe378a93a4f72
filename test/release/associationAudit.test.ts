import {describe, expect, it} from "vitest";
import type {AssociationPlan} from "../../data-loaders/disclosure/association/planAssociation.js";
import {drawGenotypes} from "../../data-loaders/disclosure/audit/nonMembers.js";
import {protectAssociation} from "../../data-loaders/disclosure/protect.js";
import {auditAssociations, type AuditedAssociations} from "../../data-loaders/release/associationAudit.js";
import type {AuditSetting} from "../../data-loaders/release/auditSide.js";
import type {PublicPlan} from "../../data-loaders/release/publicSide.js";
import type {PanelGenotypes} from "../../data-loaders/release/watchedGenotypes.js";
import {associationRowsTable, type AssociationRows} from "../../data-loaders/tables/association/associationRows.js";
import {seeded} from "../disclosure/audit/seeded.js";
import {commonFrequencies, copiesAt, normal} from "../disclosure/audit/simulated.js";
import {limits, random} from "../disclosure/audit/strictLimits.js";

const [people, variants, lacking, left] = [400, 300, 7, 3];

/** A cohort without ancestries; three people are left out of the analysis, and seven others lack the trait. */
function release(limit: number | null, frequencyShown: (exact: number) => number = (exact) => exact) {
  const chance = seeded(77);
  const frequencies = commonFrequencies(variants, chance);
  const genotypes = drawGenotypes(frequencies, people, chance);
  const members = Int32Array.from({length: people - left}, (_, i) => i + left);
  const values = Float64Array.from({length: people}, (_, i) => (i < left + lacking ? NaN : normal(chance)));
  const analysed = Int32Array.from({length: people - left - lacking}, (_, i) => i + lacking);
  const n = analysed.length;
  const watched = Array.from({length: variants}, (_, v) => ({
    chrom: "1",
    pos: v + 1,
    ref: "A",
    alt: "C",
    frequencies: [frequencies[v]]
  }));
  const column = (of: (v: number) => number) => Float64Array.from({length: variants}, (_, v) => of(v));
  const ac = Int32Array.from({length: variants}, (_, v) =>
    analysed.reduce((sum, i) => sum + copiesAt(genotypes, people, v, members[i]), 0)
  );
  const rows: AssociationRows = {
    trait: "t",
    variantIds: watched.map(({pos}) => `1-${pos}-A-C`),
    levels: ["all"],
    n: new Int32Array(variants).fill(n),
    nCase: null,
    eaf: column((v) => ac[v] / n / 2),
    beta: column(() => normal(chance) / 10),
    se: column(() => 0.1),
    z: column(() => 1),
    minusLog10P: column(() => 1),
    method: new Uint8Array(variants),
    i2: column(() => NaN),
    minusLog10PHet: column(() => NaN),
    betaRandom: column(() => NaN),
    seRandom: column(() => NaN)
  };
  const plan: AssociationPlan = {
    limit,
    levels: ["all"],
    people: [people],
    shown: [0],
    leftOut: [],
    rounding: {roundPeople: 25, figures: 4, seFigures: 3}
  };
  const copies = {ac, an: new Int32Array(variants).fill(2 * n), acCase: null, anCase: null};
  const {shown} = protectAssociation(rows, copies, plan, associationRowsTable);
  const audited = {
    tier: limit === null ? "public" : "registered",
    plan: {
      traits: [{id: "t", label: "t", kind: "quantitative"}],
      groups: [{level: "all", people: members, analyses: [{design: {people: analysed}}]}],
      skipped: []
    },
    protection: [plan],
    shown: [[{...shown, eaf: shown.eaf.map(frequencyShown)}]]
  } as unknown as AuditedAssociations;
  return auditAssociations(
    {
      pools: {pools: [{level: "all", shares: [1]}], poolOf: new Int16Array(people)},
      watched,
      reference: {source: "", levels: ["all"], populations: null, variants: watched}
    } as unknown as PublicPlan,
    {places: [...watched.keys()], genotypes, people, rsid: [], gene: []} satisfies PanelGenotypes,
    audited,
    {
      people: {total: people, included: new Uint8Array(people).fill(1), strata: [], traits: [{id: "t", values}]},
      limits,
      random
    } as unknown as AuditSetting
  );
}

describe("auditAssociations(plan, genotypes, audited, setting)", () => {
  it("attacks what named readers have: differences must tell nothing, the rest is reported", () => {
    const found = release(20);
    const [first, ...others] = found.map(({attack, standing}) => [attack, standing]);
    expect(first).toEqual(["subtraction", "enforced"]);
    expect(others).toContainEqual(["likelihood-ratio", "reported"]);
    expect(others).toContainEqual(["effects", "reported"]);
    expect(others.every(([, standing]) => standing === "reported")).toBe(true);
    expect(found[0]).toMatchObject({table: "registered/association", withstood: true});
  });

  it("reports only, of open data", () => {
    const found = release(null);
    expect(found.every(({table, standing}) => table === "public/association" && standing === "reported")).toBe(true);
  });

  it("stops a release whose frequencies are not those of its rule", () => {
    expect(() => release(20, (frequency) => frequency + 1e-4)).toThrow(/none that the rule gives/);
  });
});
