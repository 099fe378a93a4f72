import {html} from "htl";
import {genomeWide, type Locus} from "../../model/association.js";
import {formatMinusLog10P} from "../formatNumber.js";
import {svgElement} from "./svgElement.js";

export interface PlacedLocus {
  locus: Locus;
  /** Of its lead variant, in CSS pixels of the chart. */
  x: number;
  y: number;
  /** The name goes below the point. */
  below: boolean;
}

/** A stretch of a line of text, from x0 to x1 at the height y. */
export interface TakenLine {
  x0: number;
  x1: number;
  y: number;
}

/** The gene, or where there is none the place. */
export function locusName({gene, chrom, posBp}: Locus): string {
  return gene ?? `${chrom}:${(posBp / 1e6).toFixed(1)} Mb`;
}

/**
 * Names of loci, the strongest first where there is no room for all, and a button over each lead variant: Tab and the
 * arrow keys walk through them, Enter chooses.
 */
export function locusLabels({
  onChoose,
  onPoint
}: {
  onChoose(locus: Locus): void;
  onPoint(placed: PlacedLocus | null): void;
}): {
  element: HTMLElement;
  /** Moves the buttons, and returns the names that there is room for beside what is `reserved`. */
  place(
    loci: readonly PlacedLocus[],
    frame: {left: number; right: number; top: number},
    reserved: readonly TakenLine[]
  ): SVGElement[];
} {
  const element = html`<div class="genome-loci"></div>` as HTMLElement;
  const buttons = new Map<Locus, HTMLButtonElement>();
  const places = new Map<Locus, PlacedLocus>();
  const buttonOf = (locus: Locus): HTMLButtonElement => {
    const {chrom, posBp, minusLog10P} = locus;
    const words = `Locus ${locusName(locus)}, ${chrom}:${posBp}, p = ${formatMinusLog10P(minusLog10P)}`;
    const told = (): void => onPoint(places.get(locus) ?? null);
    return html`<button
      type="button"
      aria-label=${words}
      onclick=${() => onChoose(locus)}
      onfocus=${told}
      onpointerenter=${told}
      onblur=${() => onPoint(null)}
      onpointerleave=${() => onPoint(null)}
    ></button>` as HTMLButtonElement;
  };
  element.addEventListener("keydown", (event) => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = [...element.children] as HTMLElement[];
    all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  });
  return {
    element,
    place(loci, frame, reserved) {
      places.clear();
      for (const placed of loci) places.set(placed.locus, placed);
      for (const [locus, button] of buttons) {
        if (places.has(locus)) continue;
        button.remove();
        buttons.delete(locus);
      }
      loci.forEach(({locus, x, y}, i) => {
        const button = buttons.get(locus) ?? buttonOf(locus);
        buttons.set(locus, button);
        button.style.left = `${x - 12}px`;
        button.style.top = `${y - 12}px`;
        if (element.children[i] !== button) element.insertBefore(button, element.children[i] ?? null);
      });
      return namesOf(loci, frame, reserved);
    }
  };
}

function namesOf(
  loci: readonly PlacedLocus[],
  {left, right, top}: {left: number; right: number; top: number},
  reserved: readonly TakenLine[]
): SVGElement[] {
  const taken = [...reserved];
  const names: SVGElement[] = [];
  for (const {locus, x, y, below} of [...loci].sort((a, b) => b.locus.minusLog10P - a.locus.minusLog10P)) {
    const name = locusName(locus);
    const half = 4 * name.length + 4;
    const at = Math.min(right - half, Math.max(left + half, x));
    const line = below ? y + 16 : Math.max(top + 2, y - 8);
    if (taken.some((other) => Math.abs(other.y - line) < 14 && at - half < other.x1 && at + half > other.x0)) continue;
    taken.push({x0: at - half, x1: at + half, y: line});
    names.push(
      svgElement(
        "text",
        {x: at, y: line, "text-anchor": "middle", class: isGenomeWide(locus) ? "locus-name" : "locus-name locus-weak"},
        name
      )
    );
  }
  return names;
}

function isGenomeWide({minusLog10P}: Locus): boolean {
  return minusLog10P >= -Math.log10(genomeWide);
}

/** The strongest loci, at most so many. */
export function strongestOf(loci: readonly Locus[], most: number): Locus[] {
  return [...loci].sort((a, b) => b.minusLog10P - a.minusLog10P).slice(0, most);
}
