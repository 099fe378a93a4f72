// @vitest-environment jsdom
import fc from "fast-check";
import {describe, expect, it, vi} from "vitest";
import {coverPoints} from "../../../src/kernels/pointCover.js";
import {zoomed} from "../../../src/components/association/genomeGestures.js";
import {layoutGenome, placeAt, regionOf, spanAround, spanOf} from "../../../src/components/association/genomeLayout.js";
import {genomePlot, regionWidth} from "../../../src/components/association/genomePlot.js";
import {layoutOfTracks, startsOf, trackOfPoints, trackOfScan} from "../../../src/components/association/genomeTrack.js";
import {manhattanFigure, pointColumns} from "../../../src/components/association/manhattanFigure.js";
import {pScale} from "../../../src/components/association/pScale.js";
import {emptyRaster, rasterTrack, type Raster} from "../../../src/components/association/rasterTrack.js";
import {toCsv} from "../../../src/components/dataTable.js";
import {sampleLoci, sampleManhattan, sampleScan} from "../../fixtures/sampleAssociation.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

const scan = sampleScan({variants: 40_000, withheld: 0.01});
const points = sampleManhattan(scan);
const loci = sampleLoci(scan);
const nobody = {onLocus: () => undefined, onRegion: () => undefined};
const layout = layoutGenome(["1", "2", "X"], [100, 50, 30]);

describe("pScale(largest)", () => {
  it("is linear while the largest −log10 p is at most 20", () => {
    const scale = pScale(20);
    expect(scale.bend).toBeNull();
    expect(scale.share(10.6)).toBeCloseTo(0.5, 12);
  });

  it("turns logarithmic above 10 beyond that, and never goes down", () => {
    const scale = pScale(300);
    expect(scale.bend).toBe(10);
    expect(scale.ticks).toEqual([0, 2, 4, 6, 8, 10, 20, 50, 100, 200]);
    expect(scale.share(100) - scale.share(10)).toBeCloseTo(scale.share(10) * Math.LN10, 12);
    fc.assert(
      fc.property(fc.double({min: 0, max: 318, noNaN: true}), fc.double({min: 0, max: 318, noNaN: true}), (a, b) => {
        expect(scale.share(Math.max(a, b))).toBeGreaterThanOrEqual(scale.share(Math.min(a, b)));
        expect(scale.share(a)).toBeLessThanOrEqual(1);
      })
    );
  });
});

describe("the layout of a genome", () => {
  it("placeAt, spanOf and regionOf go there and back", () => {
    expect(placeAt(layout, 120)).toEqual({chrom: 1, posBp: 20});
    expect(spanOf(layout, {chrom: "X", start: 5, end: 900})).toEqual({from: 155, to: 180});
    expect(spanOf(layout, {chrom: "Y", start: 1, end: 2})).toBeNull();
    expect(regionOf(layout, {from: 110, to: 130})).toEqual({chrom: "2", start: 10, end: 30});
  });

  it("spanAround and zoomed stay on it, and keep the place that is pointed at", () => {
    expect(spanAround(layout, 2, 20)).toEqual({from: 0, to: 20});
    expect(spanAround(layout, 178, 20)).toEqual({from: 160, to: 180});
    expect(zoomed(layout, {from: 0, to: 180}, 2, 60, 1)).toEqual({from: 30, to: 120});
    expect(zoomed(layout, {from: 30, to: 120}, 0.1, 60, 1)).toEqual({from: 0, to: 180});
    expect(zoomed(layout, {from: 30, to: 120}, 1e9, 60, 9)).toEqual({from: 57, to: 66});
  });
});

describe("rasterTrack(raster, track, layout, span, band, colours, size)", () => {
  const track = trackOfScan(scan);
  const whole = layoutOfTracks([track]);
  const starts = startsOf(track, whole);
  const scale = pScale(18.5);
  const cover = coverPoints(
    track.rows,
    (i) => (starts[track.chromCode[i]] + track.posBp[i]) / whole.total,
    (i) => scale.share(track.minusLog10P[i])
  );
  const picture = (covered: boolean, span: {from: number; to: number}): Raster => {
    const raster = emptyRaster(1000, 512);
    const drawn = {track, starts, scale, cover: covered ? cover : null};
    rasterTrack(raster, drawn, whole, span, {top: 0, height: 512, flipped: false}, [1, 2], 1);
    return raster;
  };
  const lit = ({pixels, width, rim}: Raster): [number, number][] =>
    [...pixels.keys()]
      .filter((i) => pixels[i] > 0)
      .map((i) => [i % (width + 2 * rim), Math.floor(i / (width + 2 * rim))]);

  it("draws from the cover what it draws point by point, to a pixel", () => {
    for (const span of [
      {from: 0, to: whole.total},
      {from: 0.3 * whole.total, to: 0.4 * whole.total}
    ]) {
      const [covered, exact] = [picture(true, span), picture(false, span)];
      const near = ({pixels, width, rim}: Raster, [x, y]: [number, number]): boolean =>
        [-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => pixels[(y + dy) * (width + 2 * rim) + x + dx] > 0));
      const inside = ([x]: [number, number]): boolean => x > 8 && x < 1004;
      expect(lit(exact).length).toBeGreaterThan(500);
      expect(
        lit(exact)
          .filter(inside)
          .filter((pixel) => !near(covered, pixel))
      ).toEqual([]);
      expect(
        lit(covered)
          .filter(inside)
          .filter((pixel) => !near(exact, pixel))
      ).toEqual([]);
    }
  });

  it("hangs a flipped track from the top, and colours chromosomes by turns", () => {
    const raster = emptyRaster(100, 100, 0);
    const two = trackOfPoints([
      {chrom: "2", posBp: 50, minusLog10P: 5, variantId: null, variants: 3},
      {chrom: "1", posBp: 50, minusLog10P: 5, variantId: "1-50-A-G", variants: 1},
      {chrom: "2", posBp: 100, minusLog10P: 0, variantId: null, variants: 9}
    ]);
    const small = layoutOfTracks([two]);
    const drawn = {track: two, starts: startsOf(two, small), scale: pScale(8), cover: null};
    rasterTrack(raster, drawn, small, {from: 0, to: 150}, {top: 0, height: 100, flipped: true}, [7, 9], 1);
    const y = Math.round(100 * pScale(8).share(5));
    expect(raster.pixels[y * 100 + 33]).toBe(7);
    expect(raster.pixels[y * 100 + 67]).toBe(9);
  });
});

describe("genomePlot(options)", () => {
  it("names loci, and has a button over each that Tab and the arrow keys reach", () => {
    const onLocus = vi.fn();
    const plot = genomePlot({panels: [{label: null, points, loci}], ...nobody, onLocus});
    const chart = plot.chart(900);
    document.body.append(chart);
    const names = [...chart.querySelectorAll(".locus-name")].map(({textContent}) => textContent);
    expect(names).toEqual(expect.arrayContaining(["APOE", "PCSK9", "APOA5"]));
    const buttons = [...chart.querySelectorAll<HTMLButtonElement>(".genome-loci button")];
    expect(buttons).toHaveLength(loci.length);
    buttons[0].focus();
    buttons[0].dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
    expect(document.activeElement).toBe(buttons[1]);
    expect(chart.querySelector(".point-tip")!.textContent).toContain(loci[1].variantId);
    buttons[1].click();
    expect(onLocus).toHaveBeenCalledWith(loci[1]);
  });

  it("reads all variants once, when the reader looks closer, and then shows them as they are", async () => {
    const load = vi.fn(async () => scan);
    const plot = genomePlot({panels: [{label: null, points, loci, load}], ...nobody});
    const board = plot.chart(900).querySelector<HTMLElement>(".genome-board")!;
    expect([...plot.shown(Infinity)]).toHaveLength(points.length);
    board.dispatchEvent(new KeyboardEvent("keydown", {key: "+"}));
    board.dispatchEvent(new KeyboardEvent("keydown", {key: "+"}));
    await plot.closer();
    expect(load).toHaveBeenCalledTimes(1);
    plot.show(null);
    const tested = scan.minusLog10P.filter((p) => !Number.isNaN(p));
    const shown = [...plot.shown(Infinity)];
    expect(shown.map(({minusLog10P}) => minusLog10P)).toEqual([...tested]);
    expect(shown.every(({variantId}) => variantId !== null)).toBe(true);
  });

  it("shown(most) leaves out the lowest, of equal ones the last", () => {
    const at = (posBp: number, minusLog10P: number) => ({
      chrom: "1",
      posBp,
      minusLog10P,
      variantId: `1-${posBp}-A-G`,
      variants: 1
    });
    const few = [at(1, 2), at(2, 1), at(3, 2), at(4, 2), at(5, 3)];
    const plot = genomePlot({panels: [{label: null, points: few, loci: []}], ...nobody});
    const shown = (most: number) => [...plot.shown(most)].map(({posBp}) => posBp);
    expect([1, 2, 3, 4, 5, 9].map(shown)).toEqual([
      [5],
      [1, 5],
      [1, 3, 5],
      [1, 3, 4, 5],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5]
    ]);
  });

  it("offers the regional plot when the reader has come close, and not before", async () => {
    const onRegion = vi.fn();
    const plot = genomePlot({panels: [{label: null, points, loci, load: async () => scan}], ...nobody, onRegion});
    const board = plot.chart(900).querySelector<HTMLElement>(".genome-board")!;
    await plot.closer();
    plot.show({chrom: "19", start: 44_000_000, end: 44_000_000 + 3.8 * regionWidth});
    board.dispatchEvent(new KeyboardEvent("keydown", {key: "+"}));
    expect(onRegion).not.toHaveBeenCalled();
    board.dispatchEvent(new KeyboardEvent("keydown", {key: "+"}));
    expect(onRegion).toHaveBeenCalledTimes(1);
    expect(onRegion.mock.calls[0][0]).toMatchObject({chrom: "19"});
  });

  it("offers it also when the reader came close before all variants were read", async () => {
    const onRegion = vi.fn();
    const plot = genomePlot({panels: [{label: null, points, loci, load: async () => scan}], ...nobody, onRegion});
    const board = plot.chart(900).querySelector<HTMLElement>(".genome-board")!;
    plot.show({chrom: "19", start: 44_000_000, end: 44_000_000 + 1.5 * regionWidth});
    board.dispatchEvent(new KeyboardEvent("keydown", {key: "+"}));
    expect(onRegion).not.toHaveBeenCalled();
    await plot.closer();
    expect(onRegion).toHaveBeenCalledTimes(1);
  });

  it("says in the chart when all variants cannot be read", async () => {
    const load = async () => Promise.reject(new Error("the file is gone"));
    const plot = genomePlot({panels: [{label: null, points, loci, load}], ...nobody});
    const chart = plot.chart(900);
    await plot.closer();
    expect(chart.querySelector("[role=status]")!.textContent).toBe("All variants could not be read: the file is gone.");
  });
});

describe("manhattanFigure(panel, options)", () => {
  it("has a table of the points in view with the numbers that are drawn, made when it is asked for", async () => {
    const {manifest} = await sampleRelease({variants: 1});
    const {element, plot} = manhattanFigure(
      {label: null, points, loci, load: async () => scan},
      {id: "manhattan", title: "T", subtitle: "", manifest, source: "a test", ...nobody}
    );
    expect(element.querySelector("td")).toBeNull();
    await plot.closer();
    plot.show({chrom: "19", start: 44_800_000, end: 44_880_000});
    const toggle = element.querySelector<HTMLButtonElement>(".figure-tools button")!;
    toggle.click();
    const lead = loci.find(({gene}) => gene === "APOE")!;
    const row = [...element.querySelectorAll("tbody tr")].find(({textContent}) =>
      textContent!.includes(lead.variantId)
    )!;
    expect([...row.children].map(({textContent}) => textContent!.trim())).toEqual([
      lead.variantId,
      "19",
      String(lead.posBp).replace(/\B(?=(\d{3})+$)/g, "\u202f"),
      "3.2 × 10⁻¹⁹",
      "18.50",
      "1"
    ]);
    expect(toCsv(pointColumns(1), plot.shown(Infinity), [])).toContain(
      `${lead.variantId},19,${lead.posBp},3.2 × 10⁻¹⁹,18.5,1`
    );
  });
});
