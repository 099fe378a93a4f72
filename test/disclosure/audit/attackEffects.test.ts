import {describe, expect, it} from "vitest";
import {roundFigures} from "../../../data-loaders/disclosure/association/roundStatistics.js";
import {attackEffects} from "../../../data-loaders/disclosure/audit/attackEffects.js";
import {drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {aucOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {seeded} from "./seeded.js";
import {commonFrequencies, copiesAt, normal} from "./simulated.js";
import {limits, random} from "./strictLimits.js";

/** Effects of unlinked variants on a trait that none of them has an effect on, as a linear model finds them. */
function study(people: number, variants: number, publish: (beta: number) => number) {
  const chance = seeded(people + variants);
  const frequencies = commonFrequencies(variants, chance);
  const genotypes = drawGenotypes(frequencies, people, chance);
  const trait = Float64Array.from({length: people}, () => normal(chance));
  const mean = trait.reduce((sum, value) => sum + value, 0) / people;
  const effects = Float64Array.from({length: variants}, (_, v) => {
    const copies = Array.from({length: people}, (_, i) => copiesAt(genotypes, people, v, i));
    const expected = copies.reduce((sum, x) => sum + x, 0) / people;
    const [xy, xx] = copies.reduce(
      ([xy, xx], x, i) => [xy + (x - expected) * (trait[i] - mean), xx + (x - expected) ** 2],
      [0, 0]
    );
    return publish(xy / xx);
  });
  return attackEffects(
    {
      table: "registered/association",
      standing: "reported",
      groups: ["all"],
      groupOf: new Int16Array(people),
      variants,
      people,
      genotypes,
      trait,
      frequencyOf: (v) => frequencies[v],
      effectOf: (v) => effects[v]
    },
    limits,
    random
  );
}

const auc = (finding: ReturnType<typeof study>): number =>
  finding.figures.kind === "membership" ? finding.figures.auc : NaN;

describe("attackEffects(published, limits, random)", () => {
  it("finds participants by many effects on a quantity, as many more by many more", () => {
    const few = study(300, 60, (beta) => beta);
    const many = study(300, 1200, (beta) => beta);
    expect(few).toMatchObject({attack: "effects", pool: "all", standing: "reported"});
    expect(auc(many)).toBeGreaterThan(auc(few) + 0.1);
    // A participant’s score is larger by m/n times the squared trait: less than by frequencies, of which √(m/n) = 2.
    expect(auc(many)).toBeGreaterThan(0.75);
    expect(auc(many)).toBeLessThan(aucOf(2));
    expect(many.withstood).toBe(false);
  });

  it("is not kept off by rounding, but by withholding", () => {
    expect(auc(study(300, 1200, (beta) => roundFigures(beta, 2)))).toBeGreaterThan(0.75);
    expect(auc(study(300, 1200, () => NaN))).toBeCloseTo(0.5, 2);
  });
});
