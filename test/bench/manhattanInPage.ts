import {manhattanFigure} from "../../src/components/association/manhattanFigure.js";
import type {GenomePlot} from "../../src/components/association/genomePlot.js";
import type {Locus, ManhattanPoint, TraitScan} from "../../src/model/association.js";
import type {ReleaseManifest} from "../../src/model/release.js";

interface Start {
  manifest: ReleaseManifest;
  points: ManhattanPoint[];
  loci: Locus[];
  scan: Pick<TraitScan, "rows" | "chromosomes" | "alleles">;
}

export interface ZoomTimes {
  /** Milliseconds between two frames. */
  frames: number[];
}

/** Runs in a page that was just opened: the figure from the small table, as the Association page draws it first. */
export async function firstPaint(): Promise<{plot: GenomePlot; milliseconds: number}> {
  const start = (await (await fetch("start.json")).json()) as Start;
  const {element, plot} = manhattanFigure(
    {label: null, points: start.points, loci: start.loci, load: () => readScan(start.scan)},
    {
      id: "manhattan",
      title: "A trait of nobody",
      subtitle: "Simulated",
      manifest: start.manifest,
      source: "a bench",
      onLocus: () => undefined,
      onRegion: () => undefined
    }
  );
  document.querySelector("main")!.append(element);
  for (let i = 0; i < 3; i += 1) await frame();
  return {plot, milliseconds: performance.now()};
}

/** Zooms in on a locus with the wheel, moves along the genome there, and zooms out again: one step a frame. */
export async function scriptedZoom(steps: number): Promise<ZoomTimes> {
  const board = document.querySelector<HTMLElement>(".genome-board")!;
  const box = board.getBoundingClientRect();
  board.focus();
  const frames: number[] = [];
  let last = await frame();
  for (let i = 0; i < steps; i += 1) {
    const third = Math.floor((3 * i) / steps);
    const wheel = third === 1 ? {deltaX: 30, deltaY: 0} : {deltaX: 0, deltaY: third === 0 ? -28 : 28};
    const [clientX, clientY] = [box.left + box.width * 0.62, box.top + 100];
    board.dispatchEvent(new WheelEvent("wheel", {...wheel, clientX, clientY, bubbles: true, cancelable: true}));
    const now = await frame();
    frames.push(now - last);
    last = now;
  }
  return {frames};
}

async function readScan({rows, chromosomes, alleles}: Start["scan"]): Promise<TraitScan> {
  const bytes = await (await fetch("scan.bin")).arrayBuffer();
  return {
    rows,
    chromosomes,
    alleles,
    posBp: new Int32Array(bytes, 0, rows),
    minusLog10P: new Float32Array(bytes, 4 * rows, rows),
    alleleCode: new Uint16Array(bytes, 8 * rows, rows),
    chromCode: new Uint8Array(bytes, 10 * rows, rows)
  };
}

function frame(): Promise<number> {
  return new Promise((done) => requestAnimationFrame(done));
}
