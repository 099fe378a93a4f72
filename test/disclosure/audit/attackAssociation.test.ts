import {describe, expect, it} from "vitest";
import type {AnalysedCopies} from "../../../data-loaders/disclosure/association/hideAssociation.js";
import type {AssociationPlan} from "../../../data-loaders/disclosure/association/planAssociation.js";
import {attackAssociation} from "../../../data-loaders/disclosure/audit/attackAssociation.js";
import {drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {protectAssociation, type ProtectedAssociation} from "../../../data-loaders/disclosure/protect.js";
import {associationRowsTable, type AssociationRows} from "../../../data-loaders/tables/association/associationRows.js";
import {seeded} from "./seeded.js";
import {commonFrequencies, copiesAt, normal} from "./simulated.js";
import {limits, random} from "./strictLimits.js";

const [people, variants, lacking] = [400, 600, 7];

/** A quantity that none of the variants has an effect on and seven of 400 people lack, as a linear model sees it. */
function study() {
  const chance = seeded(21);
  const frequencies = commonFrequencies(variants, chance);
  const genotypes = drawGenotypes(frequencies, people, chance);
  const trait = Float64Array.from({length: people}, (_, i) => (i < lacking ? NaN : normal(chance)));
  const n = people - lacking;
  const mean = trait.slice(lacking).reduce((sum, value) => sum + value, 0) / n;
  const column = () => new Float64Array(variants).fill(NaN);
  const rows: AssociationRows = {
    trait: "t",
    variantIds: Array.from({length: variants}, (_, v) => `1-${v + 1}-A-C`),
    levels: ["all"],
    n: new Int32Array(variants).fill(n),
    nCase: null,
    eaf: column(),
    beta: column(),
    se: column(),
    z: column(),
    minusLog10P: column(),
    method: new Uint8Array(variants).fill(4),
    i2: column(),
    minusLog10PHet: column(),
    betaRandom: column(),
    seRandom: column()
  };
  const counts = () => new Int32Array(variants);
  const beside = {ac: counts(), an: counts().fill(2 * people)};
  const copies: AnalysedCopies = {
    ac: counts(),
    an: counts().fill(2 * n),
    acCase: null,
    anCase: null,
    acAll: beside.ac,
    anAll: beside.an
  };
  for (let v = 0; v < variants; ++v) {
    const x = Array.from({length: people}, (_, i) => copiesAt(genotypes, people, v, i));
    beside.ac[v] = x.reduce((sum, copies) => sum + copies, 0);
    copies.ac[v] = x.slice(lacking).reduce((sum, copies) => sum + copies, 0);
    const expected = copies.ac[v] / n;
    let [xy, xx] = [0, 0];
    for (let i = lacking; i < people; ++i) {
      xy += (x[i] - expected) * (trait[i] - mean);
      xx += (x[i] - expected) ** 2;
    }
    rows.eaf[v] = expected / 2;
    rows.beta[v] = xy / xx;
    rows.se[v] = 1 / Math.sqrt(xx);
    rows.z[v] = rows.beta[v] / rows.se[v];
    rows.minusLog10P[v] = 1;
  }
  return {rows, copies, beside, genotypes, trait, frequencies};
}

const plan: AssociationPlan = {
  limit: 20,
  levels: ["all"],
  people: [people],
  analysed: [people - lacking],
  shown: [0],
  leftOut: [],
  rounding: {roundPeople: 25, figures: 4, seFigures: 3}
};

function attack(how: AssociationPlan, replace?: (rows: AssociationRows) => ProtectedAssociation["shown"]) {
  const {rows, copies, beside, genotypes, trait, frequencies} = study();
  const {shown} = protectAssociation(rows, copies, how, associationRowsTable);
  const findings = attackAssociation(
    {
      table: "registered/association",
      shown: replace ? replace(rows) : shown,
      plan: how,
      copies,
      beside,
      people,
      genotypes,
      trait,
      groupOf: new Int16Array(people),
      frequencyOf: (v) => frequencies[v]
    },
    limits,
    random
  );
  return new Map(findings.map((finding) => [finding.attack, finding]));
}

const auc = (found: ReturnType<typeof attack>, id: "likelihood-ratio" | "homer" | "effects"): number => {
  const figures = found.get(id)!.figures;
  return figures.kind === "membership" ? figures.auc : NaN;
};

describe("attackAssociation(attacked, limits, random)", () => {
  it("finds no alleles of the few who were not analysed, and reports how far frequencies and effects lead", () => {
    const found = attack(plan);
    expect([...found.keys()]).toEqual(["subtraction", "likelihood-ratio", "homer", "relatives", "effects"]);
    expect(found.get("subtraction")).toMatchObject({standing: "enforced", withstood: true});
    for (const id of ["likelihood-ratio", "homer", "effects"] as const)
      expect(found.get(id)).toMatchObject({standing: "reported", pool: "all"});
    expect(auc(found, "effects")).toBeGreaterThan(0.6);
  });

  it("finds participants by exact frequencies of open data more easily than by ranges", () => {
    const open = attack({...plan, limit: null});
    expect(open.has("subtraction")).toBe(false);
    // √(600 / 393) standard deviations apart: 0.81.
    expect(auc(open, "likelihood-ratio")).toBeGreaterThan(0.76);
    expect(auc(attack(plan), "likelihood-ratio")).toBeLessThan(auc(open, "likelihood-ratio"));
  });

  it("refuses frequencies that its own rule does not give", () => {
    expect(() => attack(plan, (rows) => rows as ProtectedAssociation["shown"])).toThrow(/none that the rule gives/);
  });

  it("has nothing to attack where no group is shown", () => {
    expect(attack({...plan, shown: [], leftOut: [{level: "all", rule: "few-people"}]}).size).toBe(0);
  });
});
