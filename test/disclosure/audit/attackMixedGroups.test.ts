import {describe, expect, it} from "vitest";
import {
  attackFrequencies,
  type PublishedFrequencies
} from "../../../data-loaders/disclosure/audit/attackFrequencies.js";
import {joinPeople} from "../../../data-loaders/disclosure/audit/joinPeople.js";
import {exactRatios, noisyRatios, type Ratios} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {ratiosWithout} from "../../../data-loaders/disclosure/audit/withoutPerson.js";
import {clipNorm} from "../../../data-loaders/disclosure/noise/clippedSums.js";
import type {MembershipFigures} from "../../../src/model/privacy.js";
import {seeded} from "./seeded.js";
import {alternateAlleles, commonFrequencies, driftedFrequencies, normal} from "./simulated.js";
import {limits, random} from "./strictLimits.js";

const variants = 2000;
const chance = seeded(20);
const ancestral = commonFrequencies(variants, chance);
const populations = [0.1, 0.1].map((fst) => driftedFrequencies(ancestral, fst, chance));
/** What is public: the frequency of a group of which either population is one half. */
const frequencies = Float64Array.from(ancestral, (_, v) => (populations[0][v] + populations[1][v]) / 2);

function drawMixed(sizes: readonly number[], random: () => number): Uint8Array {
  return joinPeople(
    sizes.map((people, p) => ({people, genotypes: drawGenotypes(populations[p], people, random)})),
    variants
  );
}

/** Counts of a group of so many people of either population; `noiseSd` 0 = exact. */
function publish(sizes: readonly number[], noiseSd: number): PublishedFrequencies {
  const people = sizes[0] + sizes[1];
  const genotypes = drawMixed(sizes, chance);
  const ac = Array.from(alternateAlleles(genotypes, people, variants), (n) => n + noiseSd * normal(chance));
  const ratiosOf = (copies: number, an: number, p: number): Ratios =>
    noiseSd > 0 ? noisyRatios(copies, an, p, noiseSd) : exactRatios(copies, an, p);
  return {
    table: "public/allele_counts",
    standing: "enforced",
    groups: ["AMR"],
    groupOf: new Int16Array(people),
    variants,
    people,
    genotypes,
    frequencyOf: (v) => frequencies[v],
    ratiosOf: (v) => ratiosOf(ac[v], 2 * people, frequencies[v]),
    ratiosWithoutOf: (v) => ratiosWithout((copies) => ratiosOf(ac[v] - copies, 2 * people - 2, frequencies[v])),
    shownOf: (v) => ac[v] / (2 * people)
  };
}

/** Noise of ρ = 0.0158. */
const noiseSd = clipNorm(frequencies) / Math.sqrt(2 * 0.0158);

describe("attackFrequencies of a group of two populations", () => {
  it("adds what being counted gives a member to simulated people, where these are not like members", () => {
    const found = attackFrequencies(publish([600, 200], noiseSd), limits, random);
    expect(found.map(({attack}) => attack)).toEqual(["likelihood-ratio"]);
    expect(found[0].figures).toMatchObject({people: 800, nonMembers: 20_000});
    expect(found[0].withstood).toBe(true);
  });

  it("holds them against simulated people of their populations where those are known", () => {
    const mixed = (_: number, people: number, random: () => number): Uint8Array =>
      drawMixed([people / 2, people / 2], random);
    const found = attackFrequencies({...publish([400, 400], noiseSd), drawOthers: mixed}, limits, random);
    expect(found.map(({attack}) => attack)).toEqual(["likelihood-ratio", "homer", "relatives"]);
    expect(found[0].figures).toMatchObject({people: 800, nonMembers: 20_000});
    expect(found[0].withstood).toBe(true);
  });

  it.each([
    ["in equal parts, as the reference has them", [400, 400], 0.8],
    // A wrong reference makes the attack weak, though an attacker may have a better one; it is still seen.
    ["in other parts than the reference has them", [600, 200], 0.57]
  ])("finds exact counts broken with two populations %s", (_, sizes, least) => {
    const [ratio] = attackFrequencies(publish(sizes, 0), limits, random);
    expect(ratio.figures).toMatchObject({people: 800, nonMembers: 20_000});
    expect((ratio.figures as MembershipFigures).auc).toBeGreaterThan(least);
    expect(ratio.withstood).toBe(false);
  });
});
