// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {frequencyChart, frequencyColumns, togetherFrequency} from "../../../src/components/variants/frequencyChart.js";
import {formatCell} from "../../../src/components/variants/formatCell.js";
import {noiseWords} from "../../../src/components/variants/noise.js";

const noisy = [
  {group: "AFR", ac: 600, an: 2400, noiseSd: 30},
  {group: "AMR", ac: null, an: null, noiseSd: 400},
  {group: "EUR", ac: 3000, an: 24000, noiseSd: 40}
];
const rows = (groups: typeof noisy) =>
  groups.map((group) =>
    frequencyColumns(true).map(({cell}) => {
      const shown = cell(group);
      return typeof shown === "string" ? shown : shown.textContent!.trim();
    })
  );

describe("frequencyColumns(noisy) and togetherFrequency(groups)", () => {
  it("give counts with how far noise carries them, and intervals for sampling and noise together", () => {
    // python3: z = 1.959963984540054; p = 600 / 2400; z * 30; p ± z * sqrt(p * (1 - p) / 2400 + (30 / 2400) ** 2)
    expect(rows(noisy)[0].slice(1)).toEqual(["600 ± 59", "2\u202f400", "≈\u202f0.250", "0.220 to 0.280", "30"]);
    expect(rows(noisy)[1].slice(1, 4)).toEqual(Array(3).fill("noise too large to show"));
  });

  it("add up the groups that are shown, and their noises as variances", () => {
    expect(togetherFrequency(noisy)).toEqual({group: "All groups shown", ac: 3600, an: 26400, noiseSd: 50});
    expect(togetherFrequency([noisy[0], noisy[2]]).group).toBe("Everybody");
  });

  it("export plain numbers", () => {
    const texts = frequencyColumns(true).map(({text, cell}) => (text ? text(noisy[0]) : cell(noisy[0])));
    expect(texts).toEqual(["AFR", "600", "2400", "0.25", "0.220 to 0.280", "30"]);
  });

  it("leave exact counts without signs of noise", () => {
    const exact = {group: "AFR", ac: 600, an: 2400};
    const shown = frequencyColumns(false).map(({cell}) => cell(exact));
    expect(shown.slice(1)).toEqual(["600", "2\u202f400", "0.250", "0.233 to 0.268"]);
  });
});

describe("frequencyChart(groups, width)", () => {
  const texts = (width: number) =>
    [...frequencyChart(noisy, width).querySelectorAll("text")].map(({textContent}) => textContent);

  it("says ± beside a count with noise, and why a group is hidden", () => {
    expect(texts(900)).toEqual(
      expect.arrayContaining(["≈\u202f0.250  (600 ± 59 of 2\u202f400)", "noise too large to show"])
    );
    expect(texts(360)).toContain("≈\u202f0.125");
  });

  it("hatches the group that is hidden", () => {
    expect(frequencyChart(noisy, 900).outerHTML).toMatch(/fill="url\(#hatch-frequency-/);
  });
});

describe("formatCell(value, kind, noisy) and noiseWords(label, kind, value, noise)", () => {
  it("mark a number with noise, never a missing one or text", () => {
    expect(formatCell(1234, "count", true)).toBe("≈\u202f1\u202f234");
    expect(formatCell(0.25, "frequency", true)).toBe("≈\u202f0.250");
    expect(formatCell(NaN, "count", true)).toBe("–");
    expect(formatCell("APOE", "text", true)).toBe("APOE");
    expect(formatCell(1234, "count")).toBe("1\u202f234");
  });

  it("say how far noise carries it", () => {
    const noise = {sd: 30, an: 2400};
    expect(noiseWords("AC AFR", "count", 600, noise)).toBe("AC AFR: 600 ± 59 (95 % of the noise)");
    expect(noiseWords("AF AFR", "frequency", 0.25, noise)).toMatch(/^AF AFR: 0\.220 to 0\.280 \(95 % interval/);
  });
});
