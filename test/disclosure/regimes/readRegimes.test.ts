import {describe, expect, it} from "vitest";
import {acroDefaults} from "../../../data-loaders/disclosure/regimes/dominance.js";
import {parseRegimes, readRegimes} from "../../../data-loaders/disclosure/regimes/readRegimes.js";
import {applyRegime} from "../../../data-loaders/disclosure/regimes/regimes.js";
import {readThresholds} from "../../../data-loaders/disclosure/thresholds.js";

const policies = new URL("../../../policies/", import.meta.url);
const regimes = await readRegimes(new URL("regimes.yaml", policies));
const regime = (id: string) => regimes.find((one) => one.id === id)!;

describe("readRegimes(file)", () => {
  it("reads eight bodies' rules, each with its source", () => {
    expect(regimes.map(({id}) => id)).toEqual([
      "gnomad",
      "datashield",
      "opensafely",
      "acro",
      "all-of-us",
      "cms",
      "cell-key",
      "covenant"
    ]);
    for (const {sentence, source, url} of regimes) {
      expect(sentence).toMatch(/\.$/);
      expect(source.length).toBeGreaterThan(10);
      expect(url).toMatch(/^https:\/\//);
    }
  });

  it("has Covenant's limit from thresholds.yaml and ACRO's from its defaults", async () => {
    const {smallCell} = await readThresholds(new URL("thresholds.yaml", policies));
    expect(regime("covenant").withheldMax).toBe(smallCell.maxWithheld);
    expect(regime("acro").withheldMax).toBe(acroDefaults.threshold - 1);
    expect(regime("acro").zeros).toBe("withheld");
  });

  it("says where a file is wrong", async () => {
    await expect(readRegimes(new URL("none.yaml", policies))).rejects.toThrow("regimes.yaml: cannot be read (ENOENT)");
    expect(() => parseRegimes("- id: [")).toThrow(/regimes\.yaml:\d+: not YAML/);
    expect(() => parseRegimes("")).toThrow("regimes.yaml: the file");
    expect(() => parseRegimes("- id: A")).toThrow("regimes.yaml: 0.id: must be lower-case");
    const one = `- {id: a, title: A, sentence: S., withheld_max: 1, zeros: shown, round_base: 1, complement: false,
      noise: null, source: S, url: "https://a.org/"}\n`;
    expect(parseRegimes(one)).toHaveLength(1);
    expect(() => parseRegimes(one.replace("https", "http"))).toThrow("0.url");
    expect(() => parseRegimes(one.replace("withheld_max: 1", "withheld_max: -1"))).toThrow("0.withheld_max");
    expect(() => parseRegimes(one + one)).toThrow("a is there twice");
  });
});

describe("applyRegime(regime, ac, an)", () => {
  const shownBy = (id: string, counts: number[], an = 1000) =>
    counts.map((ac) => applyRegime(regime(id), ac, an).value);

  it("draws each body's line where it draws it", () => {
    expect(shownBy("gnomad", [0, 1, 999, 1000])).toEqual([0, 1, 999, 1000]);
    expect(shownBy("datashield", [0, 1, 2, 3, 998])).toEqual([0, null, null, 3, 998]);
    expect(shownBy("opensafely", [0, 1, 7, 8, 12, 13, 998])).toEqual([0, null, null, 10, 10, 15, 1000]);
    expect(shownBy("acro", [0, 1, 9, 10, 1000])).toEqual([null, null, null, 10, 1000]);
    expect(shownBy("all-of-us", [0, 1, 20, 21, 999])).toEqual([0, null, null, 21, 999]);
    expect(shownBy("cms", [0, 1, 10, 11])).toEqual([0, null, null, 11]);
    expect(shownBy("covenant", [0, 1, 20, 21, 979, 980, 999, 1000])).toEqual([
      0,
      null,
      null,
      21,
      979,
      null,
      null,
      1000
    ]);
  });

  it("changes a count by its key, and needs the key", () => {
    expect(applyRegime(regime("cell-key"), 1, 1000, 0.5)).toEqual({withheld: false, value: 0});
    expect(applyRegime(regime("cell-key"), 1, 1000, 0.99)).toEqual({withheld: false, value: 6});
    expect(() => applyRegime(regime("cell-key"), 1, 1000)).toThrow("needs the key");
    expect(applyRegime(regime("acro"), 0, 1000)).toEqual({withheld: true, value: null});
  });
});
