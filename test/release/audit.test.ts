import {beforeAll, describe, expect, it} from "vitest";
import {auditExact, auditHits, auditPanel, countWatched} from "../../data-loaders/release/auditSide.js";
import {makePublic, publicProtections, type PublicSide} from "../../data-loaders/release/publicSide.js";
import {poolFrequency} from "../../data-loaders/disclosure/pools.js";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import type {Finding, MembershipFigures} from "../../src/model/privacy.js";
import {seededBits} from "../disclosure/noise/seededBits.js";
import {openDefault, type OpenedDefault} from "./defaultCohort.js";

const replicates = 20;

describe("the default cohort as public-safe, over 20 replicates of noise and of people who are not members", () => {
  let opened: OpenedDefault;
  let sides: PublicSide[];
  let findings: Finding[][];

  beforeAll(async () => {
    opened = await openDefault();
    const {plan, watched, hits, cohort, layout, trait, thresholds} = opened;
    sides = [];
    findings = [];
    for (let replicate = 0; replicate < replicates; ++replicate) {
      const protections = {...publicProtections, bits: () => seededBits(replicate)};
      const side = makePublic(plan, watched, hits, cohort.people, [], 20, protections);
      const setting = {
        people: cohort.people,
        layout,
        shown: layout.combinations.map(() => true),
        limits: thresholds.membership,
        random: (key: string) => randomStream(replicate, key)
      };
      sides.push(side);
      findings.push([
        ...auditPanel(plan, side, [], setting),
        auditHits(side.hits.kept, new Uint8Array(), trait.status, setting)
      ]);
    }
  });

  it("withstands every attack: TPR at FPR 0.05 at most 0.10, AUC at most 0.55 + 2 s.e., in every group", () => {
    for (const found of findings) {
      expect(found.map(({attack}) => attack)).toEqual([
        "likelihood-ratio",
        "homer",
        "relatives",
        "beacon",
        "case-control"
      ]);
      for (const {attack, pool, figures, withstood} of found) {
        const {auc, aucSe, tpr} = figures as MembershipFigures;
        expect(auc, `${attack} ${pool}`).toBeLessThanOrEqual(0.55 + 2 * aucSe);
        expect(tpr, `${attack} ${pool}`).toBeLessThanOrEqual(0.1);
        expect(withstood).toBe(true);
      }
    }
  });

  it("loses no more of a frequency than the noise that it says", () => {
    const {plan} = opened;
    const exact = sides[0].pools.map(() => 0);
    const {genotypes, rows, variants} = sides[0];
    const bytes = Math.ceil(genotypes.people / 4);
    const copies = [2, NaN, 1, 0];
    plan.pools.pools.forEach((pool, k) => {
      const errors = variants.flatMap((variant, v) => {
        let alt = 0;
        let called = 0;
        for (let person = 0; person < genotypes.people; ++person) {
          if (plan.pools.poolOf[person] !== k) continue;
          const code = (genotypes.genotypes[rows[v] * bytes + (person >> 2)] >> (2 * (person & 3))) & 3;
          if (code === 1) continue;
          alt += copies[code];
          called += 2;
        }
        const p = poolFrequency(pool, variant.frequencies);
        // Where a call is missing the public frequency stands for it.
        const af = (alt + p * (2 * pool.people - called)) / (2 * pool.people);
        return sides.map(({counts}) => Math.abs(counts.ac[v * sides[0].pools.length + k] / (2 * pool.people) - af));
      });
      exact[k] = errors.reduce((a, b) => a + b, 0) / errors.length;
    });
    const expected = sides[0].pools.map(({frequencySd}) => frequencySd * Math.sqrt(2 / Math.PI));
    const words = sides[0].pools.map(
      ({level}, k) => `${level} ${(100 * exact[k]).toFixed(2)} (noise alone ${(100 * expected[k]).toFixed(2)})`
    );
    console.log(`mean error of a public frequency, percentage points: ${words.join(", ")}`);
    console.log(`associations kept: ${sides[0].hits.kept.length} of ${sides[0].hits.significant}`);
    exact.forEach((error, k) => expect(Math.abs(error / expected[k] - 1)).toBeLessThan(0.05));
  });

  it("would be found with certainty in the exact tables of an open release: the audit works", async () => {
    const {plan, layout, cohort, thresholds} = opened;
    const setting = {
      people: cohort.people,
      layout,
      shown: layout.combinations.map(() => true),
      limits: thresholds.membership,
      random: (key: string) => randomStream(1, key)
    };
    const exact = await countWatched(plan, sides[0].genotypes, layout);
    const [ratio] = auditExact(exact, "public/genotype_counts", null, setting);
    expect(ratio).toMatchObject({attack: "likelihood-ratio", withstood: false, standing: "reported"});
    expect((ratio.figures as MembershipFigures).tpr).toBeGreaterThanOrEqual(0.99);
  });
});
