import {beforeAll, describe, expect, it} from "vitest";
import {hideTumours} from "../../../data-loaders/disclosure/tumours/hideTumours.js";
import {countTumours} from "../../../data-loaders/release/tumoursSide.js";
import type {People} from "../../../data-loaders/sources/cohort.js";
import {drawTumours} from "../../../data-loaders/sources/synthetic/drawTumours.js";
import {openSynthetic} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {diseases, rb1} from "../../../data-loaders/sources/synthetic/tumourModel.js";
import type {Tumours} from "../../../data-loaders/sources/tumours/tumours.js";
import type {ShownTumours, TumourRows} from "../../../src/model/tumours.js";
import {hashOf} from "../../disclosure/tumours/tumourRows.js";

let people: People;
let tumours: Tumours;
let exact: TumourRows;
let shown: ShownTumours;

/** −log10 of a false discovery rate of 5 %. */
const found = -Math.log10(0.05);

beforeAll(async () => {
  ({people} = await openSynthetic({seed: 1, people: 20_000, variants: 100, build: "GRCh37"}));
  tumours = drawTumours(1, people);
  exact = await countTumours({tumours, people}, 20);
  shown = hideTumours(exact, {limit: 20, hash: hashOf(1)});
}, 60_000);

describe("drawTumours(seed, people)", () => {
  it("draws the same tumours from the same seed, of people who are counted", () => {
    expect(drawTumours(1, people)).toEqual(tumours);
    expect(drawTumours(2, people)).not.toEqual(tumours);
    expect(tumours.samples.filter(({person}) => people.included[person] === 0)).toEqual([]);
    expect(tumours.left.samplesOfOthers).toBeGreaterThan(0);
  });

  it("gives each disease its share of people and each driver its share of tumours", () => {
    for (const {treatment, share} of diseases) {
      const treated = tumours.treatments.filter((one) => one.treatment === treatment).length;
      expect(treated / 20_000).toBeCloseTo(share, 1);
    }
    const kit = exact.resistance.find(({gene, change}) => gene === "KIT" && change === "V559D")!;
    const all = kit.mutatedResistant! + kit.mutatedSensitive! + kit.otherResistant! + kit.otherSensitive!;
    // Four standard deviations of a share of 1,500 tumours.
    expect(Math.abs((kit.mutatedResistant! + kit.mutatedSensitive!) / all - 0.2)).toBeLessThan(0.042);
  });

  it("plants resistance that the exact test and the protected one find, and none where none was planted", () => {
    const planted = new Map(
      diseases.flatMap(({treatment, drivers, beside, others}) =>
        [...drivers, ...beside, ...others].flatMap(({gene, change, effect}) =>
          change === null ? [] : [[`${treatment} ${gene} ${change}`, effect] as const]
        )
      )
    );
    const strong = [...planted].filter(([, effect]) => Math.abs(effect) >= 1.2);
    for (const rows of [exact.resistance, shown.resistance])
      for (const {treatment, gene, change, minusLog10Q, ...row} of rows) {
        const effect = planted.get(`${treatment} ${gene} ${change}`);
        if (effect === 0) expect([gene, change, minusLog10Q! > found]).toEqual([gene, change, false]);
        if (effect === undefined || Math.abs(effect) < 1.2 || change === "V600K") continue;
        expect([gene, change, minusLog10Q! > found]).toEqual([gene, change, true]);
        const direction = row.oddsRatioLow !== null && row.oddsRatioLow > 1 ? 1 : -1;
        expect([gene, change, direction]).toEqual([gene, change, Math.sign(effect)]);
      }
    expect(strong.length).toBeGreaterThan(8);
    const t790m = shown.resistance.find(({change}) => change === "T790M")!;
    expect(t790m.oddsRatioLow).toBeGreaterThan(2);
    for (const gene of ["TTN", "STK11", "RB1", "CDKN2A"])
      for (const row of shown.resistance.filter((one) => one.gene === gene))
        expect(row.minusLog10Q).toBeLessThan(found);
  });

  it("plants what resistant tumours gain, and nothing that they lose", () => {
    const gained = shown.pairs.filter(({minusLog10Q, oddsRatioLow}) => minusLog10Q! > found && oddsRatioLow! > 1);
    const names = gained.map(({gene, change}) => `${gene} ${change}`);
    const planted = diseases.flatMap(({gained}) =>
      gained.flatMap(({gene, change}) => [`${gene} ${change}`, `${gene} null`])
    );
    expect(names.filter((name) => !planted.includes(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["EGFR T790M", "KIT V654A"]));
    expect(shown.pairs.filter(({lost}) => lost !== null)).toEqual([]);
    expect(exact.pairs.filter(({lost}) => lost! > 0)).toEqual([]);
  });

  it("plants one pair of genes that go together, and drivers that exclude each other", () => {
    const together = shown.cooccurrence.filter(({minusLog10QAdjusted}) => minusLog10QAdjusted! > found);
    expect(together.filter(({beta}) => beta! > 0).map(({geneA, geneB}) => [geneA, geneB])).toContainEqual([
      "RB1",
      "TP53"
    ]);
    const pair = exact.cooccurrence.find(({geneA, geneB}) => geneA === "RB1" && geneB === "TP53")!;
    const logOdds = (share: number): number => Math.log(share / (1 - share));
    expect(Math.abs(pair.beta! - (logOdds(rb1.withTp53) - logOdds(rb1.withoutTp53)))).toBeLessThan(4 * pair.se!);
    const apart = shown.cooccurrence.find(({geneA, geneB}) => geneA === "EGFR" && geneB === "KRAS")!;
    expect(apart).toMatchObject({both: null, oddsRatioLow: null});
    expect(apart.oddsRatioHigh).toBeLessThan(1);
  });

  it("has a driver in EGFR more often in the group where it was planted", () => {
    const shareOf = (group: string): number =>
      shown.oncoprint.find((row) => row.gene === "EGFR" && row.mutationClass === null && row.group === group)!.share!;
    expect(shareOf("EAS")).toBeGreaterThan(shareOf("EUR"));
  });
});
