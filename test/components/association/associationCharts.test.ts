// @vitest-environment jsdom
import fc from "fast-check";
import {describe, expect, it, vi} from "vitest";
import {genomeWideSentence, winnersCurseSentence} from "../../../src/components/association/associationNotes.js";
import {comparedColumns, effectsPlot} from "../../../src/components/association/effectsPlot.js";
import {
  forestColumns,
  forestPlot,
  forestRows,
  heterogeneitySentence
} from "../../../src/components/association/forestPlot.js";
import {geneColumns, geneView} from "../../../src/components/association/geneView.js";
import {geneRows} from "../../../src/components/association/geneRows.js";
import {ldGroup, ldStep, ldWith} from "../../../src/components/association/ldColours.js";
import {densityColumns, pcaDensity} from "../../../src/components/association/pcaDensity.js";
import {multipleTestingSentence, phewasColumns, phewasPlot} from "../../../src/components/association/phewasPlot.js";
import {lambdaSentence, qqColumns, qqPlot} from "../../../src/components/association/qqPlot.js";
import {regionalColumns} from "../../../src/components/association/regionalFigure.js";
import {regionalPlot, regionalPoints} from "../../../src/components/association/regionalPlot.js";
import {toCsv, type TableColumn} from "../../../src/components/dataTable.js";
import {
  sampleDensity,
  sampleGenes,
  sampleLd,
  samplePhewas,
  sampleQq,
  sampleRegion,
  sampleTests
} from "../../fixtures/sampleAssociation.js";

const texts = (chart: Element): string[] => [...chart.querySelectorAll("text")].map(({textContent}) => textContent!);
const cells = <Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string[][] =>
  toCsv(columns, rows, [])
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(","));

describe("LD colours", () => {
  it("ldStep(r2) has five steps, 1 in the last, and none for what is not known", () => {
    expect([0, 0.19, 0.2, 0.59, 0.6, 0.8, 1, null].map(ldStep)).toEqual([0, 0, 1, 2, 3, 4, 4, null]);
  });

  it("ldWith(pairs, reference, group) reads pairs both ways, and of that group only", () => {
    const pairs = [
      {ancestry: "EUR", variantA: "a", variantB: "b", r2: 0.5},
      {ancestry: "EUR", variantA: "c", variantB: "a", r2: 0.3},
      {ancestry: "AFR", variantA: "a", variantB: "d", r2: 0.9}
    ];
    expect(["a", "b", "c", "d"].map(ldWith(pairs, "a", "EUR"))).toEqual([1, 0.5, 0.3, null]);
    expect([ldGroup(pairs, "AFR", "EUR"), ldGroup(pairs, "meta", "EUR")]).toEqual(["AFR", "EUR"]);
  });
});

describe("geneRows(genes, region, x)", () => {
  it("keeps genes of a row apart, names included, and counts those that find no row", () => {
    const gene = fc.record({
      chrom: fc.constant("1"),
      start: fc.integer({min: 0, max: 900}),
      end: fc.integer({min: 901, max: 1000}),
      name: fc.string({minLength: 2, maxLength: 8})
    });
    fc.assert(
      fc.property(fc.array(gene, {maxLength: 30}), (genes) => {
        const {placed, left} = geneRows(genes, {chrom: "1", start: 1, end: 1000}, (bp) => bp);
        expect(placed.length + left).toBe(genes.length);
        for (const a of placed)
          for (const b of placed)
            if (a !== b && a.row === b.row) expect(Math.min(a.x1, b.x1)).toBeLessThanOrEqual(Math.max(a.x0, b.x0));
      })
    );
  });

  it("takes genes of the region only", () => {
    const {placed} = geneRows(sampleGenes, sampleRegion().region, (bp) => bp / 1000);
    expect(placed.map(({name}) => name)).toEqual(["TOMM40", "APOE", "APOC1", "BCAM"]);
  });
});

describe("regionalPlot(options, width)", () => {
  const region = sampleRegion();
  const onReference = vi.fn();
  const options = {...region, genes: sampleGenes, ld: sampleLd(region.ids), onReference};

  it("draws each variant of the region once, the reference as a diamond, the credible set ringed", () => {
    const chart = regionalPlot(options, 900);
    expect(chart.querySelectorAll("circle.ld-point:not(:nth-child(-n + 13)), path.ld-point").length).toBeGreaterThan(
      200
    );
    expect(chart.querySelectorAll("path.ld-reference")).toHaveLength(1);
    expect(chart.querySelectorAll(".credible")).toHaveLength(3);
    expect(texts(chart)).toEqual(
      expect.arrayContaining([
        "APOE",
        "0.8–1",
        "unknown",
        `r² with ${region.reference} in EUR`,
        "All groups (meta-analysis), 95 % credible set of 3 variants ringed",
        "Position on chromosome 19 (Mb)"
      ])
    );
  });

  it("colours a panel by the LD of its own group, and lists what it draws", () => {
    const points = regionalPoints({...options, ancestries: ["AFR", "meta"]});
    expect([...new Set(points.map(({ancestry, ldFrom}) => `${ancestry} ${ldFrom}`))]).toEqual(["AFR AFR", "meta EUR"]);
    const rows = cells(regionalColumns, points);
    expect(rows).toHaveLength(points.length);
    const lead = rows.find(([group, variant]) => group === "meta" && variant === region.reference)!;
    expect(lead.slice(2, 7)).toEqual(["44840226", "1.0 × 10⁻¹⁸", "18", "1", "EUR"]);
    expect(lead.at(-1)).toBe("0.71");
  });

  it("walks through variants with the arrow keys, and Enter makes one the reference", () => {
    const chart = regionalPlot(options, 900);
    const board = chart.querySelector(".region-board")!;
    const press = (key: string) => board.dispatchEvent(new KeyboardEvent("keydown", {key}));
    press("ArrowRight");
    expect(board.querySelector("[role=status]")!.textContent).toContain(region.reference);
    press("ArrowRight");
    press("Enter");
    const points = regionalPoints(options);
    const next = points[points.findIndex(({role}) => role === "reference") + 1];
    expect(onReference).toHaveBeenCalledWith(next.variantId);
  });

  it("leaves withheld tests out", () => {
    const tests = region.tests.map((test, i) => (i % 2 ? test : {...test, minusLog10P: null}));
    expect(regionalPoints({...options, tests}).every(({minusLog10P}) => minusLog10P !== null)).toBe(true);
  });
});

describe("qqPlot(points, width) and lambdaSentence(points)", () => {
  it("have a panel for each stratum with its λ and a band", () => {
    const chart = qqPlot(sampleQq(), 900);
    expect(texts(chart)).toEqual(
      expect.arrayContaining(["MAF 0.01–0.05", "λ = 1.08, 8\u202f000 variants", "Expected −log₁₀ p"])
    );
    expect(chart.querySelectorAll("[aria-label=area] path")).toHaveLength(2);
    expect(cells(qqColumns, sampleQq())).toHaveLength(120);
  });

  it("say what λ means", () => {
    expect(lambdaSentence(sampleQq())).toMatch(
      /^λ is 1\.08 \(MAF 0\.01–0\.05\), 1\.00 .*: for MAF 0\.01–0\.05 above 1/
    );
    // With 331 variants chance takes λ to 1 ± 0.25.
    expect(lambdaSentence(sampleQq().map((point) => ({...point, variants: 331, lambda: 1.2})))).toMatch(/no further/);
    expect(lambdaSentence(sampleQq().map((point) => ({...point, lambda: 1.01})))).toMatch(
      /no further from 1 than chance/
    );
    expect(lambdaSentence([])).toMatch(/too few variants/);
  });
});

describe("forestPlot(rows, options, width) and heterogeneitySentence(tests)", () => {
  const tests = sampleTests("1-5-A-G");

  it("have groups in alphabetical order, then both meta-analyses", () => {
    const rows = forestRows([...tests].reverse());
    expect(rows.map(({label}) => label)).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS", "All (fixed)", "All (random)"]);
    expect(texts(forestPlot(rows, {kind: "quantitative", unit: "mg/dL"}, 900))).toContain(
      "Effect per alternate allele (mg/dL)"
    );
    expect(texts(forestPlot(rows, {kind: "binary"}, 390))).toContain("Odds ratio (log scale)");
    expect(Number(cells(forestColumns({kind: "binary"}), rows)[3][3])).toBe(tests[3].beta);
  });

  it("keep a withheld group, and say so", () => {
    const rows = forestRows(tests.map((test) => (test.ancestry === "AMR" ? {...test, beta: null, se: null} : test)));
    expect(texts(forestPlot(rows, {kind: "binary"}, 900))).toContain("withheld or not tested");
  });

  it("say whether the groups differ", () => {
    // python3: b, se of two groups; w = 1 / se**2; (w * (b - (w * b).sum() / w.sum())**2).sum() = 8.0
    const two = [
      {...tests[0], beta: 0, se: 0.1},
      {...tests[1], beta: 0.4, se: 0.1},
      {...tests[5], i2: 0.875, minusLog10PHet: 2.33}
    ];
    expect(heterogeneitySentence(two)).toMatch(
      /differ by more than chance.*Q = 8\.0 with 1 degree of freedom, p = 0\.0047, I² = 88/
    );
    expect(heterogeneitySentence(two.map((test) => ({...test, minusLog10PHet: 0.2})))).toMatch(/no more than chance/);
    expect(heterogeneitySentence([two[0]])).toMatch(/nothing to compare/);
    expect(heterogeneitySentence(two.map((test) => ({...test, i2: null})))).toMatch(/withheld/);
  });
});

describe("phewasPlot(rows, width)", () => {
  const rows = samplePhewas();

  it("keeps a refused trait in its place, hatched and named, with the reason in the table", () => {
    const chart = phewasPlot(rows, 900);
    expect(texts(chart)).toEqual(expect.arrayContaining(["Intelligence (simulated)", "✕ Not permitted", "0.05 / 5"]));
    expect(chart.outerHTML).toMatch(/fill="url\(#hatch-phewas-/);
    const refused = cells(phewasColumns, rows).find(([label]) => label.startsWith("Intelligence"))!;
    expect(refused.slice(2, 7)).toEqual(["✕ Not permitted", "–", "", "", ""]);
    expect(refused.join(",")).toContain("serves enhancement");
  });

  it("shows the direction by where the triangle points, and in words", () => {
    const turned = [...phewasPlot(rows, 390).querySelectorAll("[aria-label=dot] path")].map((path) =>
      /rotate\(180\)/.test(path.getAttribute("transform") ?? "")
    );
    expect(turned.filter(Boolean)).toHaveLength(2);
    expect(
      cells(phewasColumns, rows)
        .map((row) => row[2])
        .slice(0, 3)
    ).toEqual(["▲ more", "▲ more", "▼ less"]);
  });

  it("multipleTestingSentence(tested, refused) counts what was tested", () => {
    expect(multipleTestingSentence(5, 1)).toMatch(/^5 traits are .* 0\.05 \/ 5 = 0\.01 .*One trait is kept back/);
    expect(multipleTestingSentence(0, 2)).toBe("No trait was tested.");
  });
});

describe("the other charts", () => {
  it("geneView(tests, labels, width) has a strip for each trait", () => {
    const tests = ["LDL", "HDL"].flatMap((label) => sampleTests("1-5000000-A-G").map((test) => ({...test, label})));
    expect(
      texts(
        geneView(
          tests,
          [
            {label: "LDL", refused: null},
            {label: "HDL", refused: null},
            {label: "Intelligence", refused: "✕ Not permitted"}
          ],
          {chrom: "1", start: 4_900_000, end: 5_100_000},
          390
        )
      )
    ).toEqual(expect.arrayContaining(["LDL", "HDL", "✕ Not permitted", "Position on chromosome 1 (Mb)"]));
    expect(cells(geneColumns, tests)).toHaveLength(12);
  });

  it("effectsPlot(tests, unit, width) compares groups in one colour each", () => {
    const tests = sampleTests("1-5-A-G").map((test) => ({...test, label: "APOE"}));
    const chart = effectsPlot(tests, "mg/dL", 800);
    expect(chart.outerHTML).toContain("#0072B2");
    expect(cells(comparedColumns, tests).map((row) => row[2])).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS", "meta"]);
  });

  it("pcaDensity(squares, width) draws squares only, and hatches those withheld", () => {
    const chart = pcaDensity(sampleDensity(), 600);
    expect(chart.querySelectorAll("circle")).toHaveLength(0);
    expect(chart.querySelectorAll("rect").length).toBeGreaterThanOrEqual(sampleDensity().length);
    expect(cells(densityColumns, sampleDensity()).some((row) => row.at(-1) === "withheld")).toBe(true);
  });
});

describe("notes beside an association", () => {
  const test = sampleTests("1-5-A-G")[5];

  it("winnersCurseSentence(test) shrinks what was picked, and says nothing of what was not", () => {
    expect(winnersCurseSentence({...test, beta: 0.6, se: 0.1, minusLog10P: 8.7})).toMatch(
      /about 0\.457 \(95 % interval .* to .*\) rather than 0\.600, 24/
    );
    expect(winnersCurseSentence({...test, beta: 2, se: 0.1, minusLog10P: 88})).toMatch(/hardly inflates/);
    expect(winnersCurseSentence({...test, beta: 0.2, se: 0.1, minusLog10P: 1.3})).toBeNull();
    expect(winnersCurseSentence({...test, beta: null})).toBeNull();
  });

  it("genomeWideSentence(variants, loci) says what chance gives", () => {
    expect(genomeWideSentence(1_000_000, 3)).toMatch(/about 10 variants beyond 10⁻⁵.*3 loci pass it/);
    expect(genomeWideSentence(20_000, 0)).toMatch(/less than one variant.*No locus passes it/);
  });
});
