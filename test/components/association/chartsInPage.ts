import {comparedColumns, effectsPlot} from "../../../src/components/association/effectsPlot.js";
import {forestColumns, forestPlot, forestRows} from "../../../src/components/association/forestPlot.js";
import {geneColumns, geneView} from "../../../src/components/association/geneView.js";
import {manhattanFigure, miamiFigure} from "../../../src/components/association/manhattanFigure.js";
import {densityColumns, pcaDensity} from "../../../src/components/association/pcaDensity.js";
import {phewasColumns, phewasPlot} from "../../../src/components/association/phewasPlot.js";
import {qqColumns, qqPlot} from "../../../src/components/association/qqPlot.js";
import {regionalFigure} from "../../../src/components/association/regionalFigure.js";
import {gridColumns, traitGrid} from "../../../src/components/association/traitGrid.js";
import {figure} from "../../../src/components/Figure.js";
import type {TableColumn} from "../../../src/components/dataTable.js";
import type {VariantTest} from "../../../src/model/association.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import {
  sampleDensity,
  sampleGenes,
  sampleLd,
  sampleLoci,
  sampleManhattan,
  samplePhewas,
  sampleQq,
  sampleRegion,
  sampleScan,
  sampleTests
} from "../../fixtures/sampleAssociation.js";

/** Charts by name, each as it stands on its page; runs in a browser. */
export async function draw(name: string): Promise<void> {
  const manifest = (await (await fetch("manifest.json")).json()) as ReleaseManifest;
  const place = {manifest, source: "simulated"};
  const plain = <Row>(
    title: string,
    chart: (width: number) => Element,
    columns: readonly TableColumn<Row>[],
    rows: readonly Row[]
  ): HTMLElement => figure({id: name, title, chart, columns, rows, tables: ["association"], ...place});
  const scan = sampleScan({variants: 60_000, strength: name === "steep" ? 5 : 1});
  const panel = (label: string | null, of = scan) => ({
    label,
    points: sampleManhattan(of),
    loci: sampleLoci(of),
    load: async () => of
  });
  const actions = {id: name, title: name, subtitle: "Simulated", ...place, onLocus: say, onRegion: say};
  const region = sampleRegion();
  const tests = sampleTests("19-44840226-G-A");
  const charts: Record<string, () => HTMLElement> = {
    manhattan: () => manhattanFigure(panel(null), actions).element,
    steep: () => manhattanFigure(panel(null), actions).element,
    miami: () => miamiFigure([panel("AFR"), panel("EUR", sampleScan({seed: 2, variants: 60_000}))], actions).element,
    region: () =>
      regionalFigure(
        {...region, genes: sampleGenes, ld: sampleLd(region.ids), onReference: say},
        {...place, id: name, title: name}
      ),
    stacked: () =>
      regionalFigure(
        {...region, ancestries: ["AFR", "EUR"], genes: sampleGenes, ld: sampleLd(region.ids), onReference: say},
        {...place, id: name, title: name}
      ),
    qq: () => plain("QQ", (width) => qqPlot(sampleQq(), width), qqColumns, sampleQq()),
    forest: () =>
      plain(
        "Forest",
        (width) => forestPlot(forestRows(tests), {kind: "quantitative", unit: "mg/dL"}, width),
        forestColumns({kind: "quantitative"}),
        forestRows(tests)
      ),
    odds: () =>
      plain(
        "Odds",
        (width) => forestPlot(forestRows(tests), {kind: "binary"}, width),
        forestColumns({kind: "binary"}),
        forestRows(tests)
      ),
    phewas: () => plain("PheWAS", (width) => phewasPlot(samplePhewas(), width), phewasColumns, samplePhewas()),
    gene: () => {
      const rows = samplePhewas().flatMap(({label, test}, t) =>
        test
          ? region.tests
              .filter(({ancestry}) => ancestry === "EUR")
              .map((of, i) => ({
                ...of,
                label,
                beta: i % 3 ? of.beta : -of.beta!,
                minusLog10P: of.minusLog10P! / (t + 1)
              }))
          : []
      );
      const labels = samplePhewas()
        .filter(({test}) => test)
        .map(({label}) => label);
      return plain(
        "Gene",
        (width) =>
          geneView(
            rows,
            labels.map((label) => ({label, refused: null})),
            region.region,
            width
          ),
        geneColumns,
        rows
      );
    },
    effects: () => {
      const rows = ["PCSK9", "APOE"].flatMap((label, i) =>
        sampleTests("1-5-A-G", "T", i + 1).map((test): VariantTest & {label: string} => ({...test, label}))
      );
      return plain("Effects", (width) => effectsPlot(rows, "mg/dL", width), comparedColumns, rows);
    },
    traits: () => {
      const cells = ["PCSK9", "APOB", "LPA", "APOE"].flatMap((locus, l) =>
        samplePhewas().map(({label, test, refused}) => ({
          locus,
          trait: label,
          variantId: "1-5-A-G",
          refused,
          test: test && {...test, beta: l % 2 ? -test.beta! : test.beta, minusLog10P: test.minusLog10P! / (l + 1)}
        }))
      );
      return plain("Traits", (width) => traitGrid(cells, width), gridColumns, cells);
    },
    pca: () => plain("PCA", (width) => pcaDensity(sampleDensity(), width), densityColumns, sampleDensity())
  };
  document.querySelector("main")!.append(charts[name]());
}

export const said: unknown[] = [];

function say(what: unknown): void {
  said.push(what);
}
