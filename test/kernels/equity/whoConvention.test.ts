import {readFileSync} from "node:fs";
import {describe, expect} from "vitest";
import {measure, type MeasureId} from "../../../src/kernels/equity/measures.js";
import {isRefused, type Inequality, type Measured, type Subgroup} from "../../../src/kernels/equity/subgroup.js";
import {whoMeasure} from "../../../src/kernels/equity/whoConvention.js";
import {itWith} from "../../require.js";

const folder = new URL("../../../../shared/data/healthequal/", import.meta.url);

/** Its values come from single-precision arithmetic, which shows most in sums of logarithms. */
const precision = (id: MeasureId): number => (id === "ti" || id === "mld" ? 1.3e-5 : 3e-7);

/**
 * Its standard errors of these are of shares where the measure is in per cent or × 1000 (for RII, as here, of the
 * logarithm).
 */
const unitOfError: Partial<Record<MeasureId, number>> = {sii: 100, paf: 100, ti: 1000, mld: 1000};

describe("whoMeasure(id, input)", () => {
  const it = itWith("healthequal/expected.tsv");

  it("reproduces all values and standard errors of the tests of WHO healthequal 1.0.1", () => {
    const rows = tableOf("expected.tsv", "\t");
    expect(rows).toHaveLength(20);
    for (const row of rows) {
      const id = row.measure.toLowerCase().replace("_x1000", "") as MeasureId;
      const found = measured(whoMeasure(id, inputOf(row.input)));
      expectWithin(`${id} of ${row.input}`, found.estimate, Number(row.estimate), precision(id));
      if (row.se) expectWithin(`se of ${id}`, found.se! / (unitOfError[id] ?? 1), Number(row.se), 2.5e-6);
    }
  });

  it("measure(id, input) has the same estimates, but for SII and RII, which fit the estimates as they are", () => {
    for (const row of tableOf("expected.tsv", "\t")) {
      const id = row.measure.toLowerCase().replace("_x1000", "") as MeasureId;
      const input = inputOf(row.input);
      const found = measured(measure(id, input)).estimate;
      if (id === "sii" || id === "rii")
        expect(Math.abs(found / measured(whoMeasure(id, input)).estimate - 1)).toBeLessThan(0.025);
      else expectWithin(id, found, Number(row.estimate), precision(id));
    }
  });
});

function inputOf(name: string): Inequality {
  const ordered = name.startsWith("ordered");
  const subgroups = tableOf(`test_input_${name}.csv`, ",").map((row): Subgroup => ({
    estimate: Number(row.est),
    se: Number(row.se),
    population: Number(row.pop),
    order: ordered ? Number(row.subgroup_order) : null,
    reference: row.reference_subgroup === "1"
  }));
  return {subgroups, favourable: true, ordered, scale: 100, settingAverage: null};
}

function tableOf(file: string, separator: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(new URL(file, folder), "utf8").trimEnd().replaceAll('"', "").split(/\r?\n/);
  const names = head.split(separator);
  return lines.map((line) => Object.fromEntries(line.split(separator).map((value, i) => [names[i], value])));
}

function measured(result: object): Measured {
  if (isRefused(result)) throw new Error(result.refused);
  return result as Measured;
}

/** Within a share of the expected value. */
function expectWithin(what: string, found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${what}: ${found}, not ${expected}`).toBeLessThanOrEqual(share);
}
