import {html} from "htl";
import {
  metaLevel,
  type AssociationTables,
  type GeneInterval,
  type LdPair,
  type Region,
  type VariantTest
} from "../../model/association.js";
import type {ReleaseManifest} from "../../model/release.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import type {AssociationEffects, Trait} from "./associationEffects.js";
import {winnersCurseSentence} from "./associationNotes.js";
import {credibleByGroup} from "./credibleByGroup.js";
import {forestColumns, forestPlot, forestRows, heterogeneitySentence} from "./forestPlot.js";
import {exportQuestions} from "./exportQuestions.js";
import {guardExport} from "./guardExport.js";
import {regionalFigure} from "./regionalFigure.js";
import {groupLabel, positionOf} from "./regionalPlot.js";
import {aboutTests, readTests} from "./traitQuestions.js";

interface RegionOptions {
  trait: Trait;
  ancestry: string;
  groups: readonly string[];
  together: boolean;
  manifest: ReleaseManifest;
  effects: AssociationEffects;
  tables: AssociationTables;
  source: string;
  /** What is shown changed: for the address, and for the marks in other charts. */
  onShown(region: Region, variant: string): void;
  /** The reader went so far out that the whole genome shows more. */
  onGenome(): void;
}

/** Widths in bases. */
const [narrowest, widest] = [20_000, 4_000_000];

/** A region with its genes and LD, and one variant of it in every group. */
export function regionSection(options: RegionOptions): {
  element: HTMLElement;
  /** Without a variant the strongest is the reference. */
  show(region: Region, variant: string | null): Promise<void>;
} {
  const {trait, ancestry, groups, together, manifest, effects, tables, source} = options;
  const place = html`<div class="region-place">
    <p class="association-empty">Zoom in on the genome, or choose a locus, to see a region.</p>
  </div>` as HTMLElement;
  const forest = html`<div class="forest-place" aria-live="polite"></div>` as HTMLElement;
  const said = html`<p class="genome-said" role="status"></p>` as HTMLElement;
  let now: {region: Region; variant: string; tests: VariantTest[]; ld: LdPair[]; genes: GeneInterval[]} | null = null;
  let stacked = false;
  let ldFrom = groups.find((group) => group === ancestry && group !== metaLevel) ?? largestGroup(manifest, groups);
  let serial = 0;

  const show = async (region: Region, variant: string | null): Promise<void> => {
    const mine = (serial += 1);
    said.textContent = "Reading the region…";
    try {
      const {decision, value} = await effects.ask(
        trait,
        "view",
        aboutTests(region, together),
        readTests(trait.id, region, together)
      );
      if (mine !== serial) return;
      if (!value) return place.replaceChildren(decisionPanel(decision));
      const [ld, genes] = await Promise.all([tables.ld(region).catch(() => []), tables.genes().catch(() => [])]);
      if (mine !== serial) return;
      said.textContent = "";
      const shown = value.filter((test) => test.ancestry === ancestry && test.minusLog10P !== null);
      if (shown.length === 0) {
        now = null;
        forest.replaceChildren();
        return place.replaceChildren(
          html`<p class="association-empty">
            No variant of ${region.chrom}:${region.start}–${region.end} was tested in this group. Move on, or zoom out.
          </p>` as Node
        );
      }
      const strongest = shown.reduce((a, b) => (b.minusLog10P! > a.minusLog10P! ? b : a)).variantId;
      const reference = shown.some(({variantId}) => variantId === variant) ? variant! : strongest;
      now = {region, variant: reference, tests: value, ld, genes};
      draw();
    } catch (error) {
      if (mine === serial)
        said.textContent = `The region could not be read: ${error instanceof Error ? error.message : String(error)}.`;
    }
  };

  const draw = (): void => {
    if (!now) return;
    const {region, variant, tests, ld, genes} = now;
    const focused = place.contains(document.activeElement);
    const shown = stacked ? groups.filter((group) => group !== metaLevel) : [ancestry];
    const element = regionalFigure(
      {
        region,
        ancestries: shown,
        tests,
        ld,
        ldFrom,
        genes,
        reference: variant,
        credible: credibleByGroup(tests, trait.kind),
        onReference(next) {
          if (now) now.variant = next;
          draw();
        }
      },
      {
        id: "region",
        title: `${trait.label} around ${variant}`,
        manifest,
        source
      }
    );
    place.replaceChildren(guardExport(element, () => mayTake.tests(region, variantsOf(tests))));
    if (focused) place.querySelector<HTMLElement>(".region-board")?.focus({preventScroll: true});
    forest.replaceChildren(...forestOf(variant, tests));
    options.onShown(region, variant);
  };

  const mayTake = exportQuestions(effects, trait, together);
  const forestOf = (variant: string, tests: readonly VariantTest[]): Node[] => {
    const own = tests.filter(({variantId}) => variantId === variant);
    const rows = forestRows(own);
    const kind = {kind: trait.kind, unit: "unit of the trait"};
    const chart = figure({
      id: "forest",
      title: `${variant} in each genetic ancestry group`,
      subtitle: "Effect of a copy of the alternate allele; bars are 95 % intervals.",
      chart: (width) => forestPlot(rows, kind, width),
      source,
      manifest,
      tables: ["association"],
      columns: forestColumns(kind),
      rows
    });
    const notes = [
      heterogeneitySentence(own),
      ...own.filter((test) => test.ancestry === ancestry).map(winnersCurseSentence)
    ];
    return [
      guardExport(chart, () => mayTake.tests({variants: [variant]}, 1)),
      ...notes.filter((note) => note !== null).map((note) => html`<p>${note}</p>` as Node),
      html`<p><a href=${`./phewas?variant=${encodeURIComponent(variant)}`}>${variant} over all traits</a></p>` as Node
    ];
  };

  const move = (shift: number, zoom: number) => (): void => {
    if (!now) return;
    const {start, end, chrom} = now.region;
    const width = Math.max(narrowest, (end - start) / zoom);
    if (width > widest) return options.onGenome();
    const middle = zoom > 1 ? positionOf(now.variant) : (start + end) / 2;
    const from = Math.max(1, Math.round(middle + shift * (end - start) - width / 2));
    void show({chrom, start: from, end: Math.round(from + width)}, shift === 0 ? now.variant : null);
  };
  const tool = (label: string, words: string, act: () => void): HTMLElement =>
    html`<button type="button" aria-label=${words} title=${words} onclick=${act}>${label}</button>` as HTMLElement;
  const own = groups.filter((group) => group !== metaLevel);
  const ldChoice = html`<select
    onchange=${(event: Event) => {
      ldFrom = (event.target as HTMLSelectElement).value;
      draw();
    }}
  >
    ${own.map((group) => html`<option value=${group} selected=${group === ldFrom}>${group}</option>`)}
  </select>` as HTMLSelectElement;
  const stack = html`<input
    type="checkbox"
    onchange=${(event: Event) => {
      stacked = (event.target as HTMLInputElement).checked;
      draw();
    }}
  />` as HTMLInputElement;
  const element = html`<section class="region-section" aria-label="Region">
    <div class="genome-tools">
      ${tool("◀", "Move to the left", move(-0.5, 1))} ${tool("▶", "Move to the right", move(0.5, 1))}
      ${tool("+", "Zoom in", move(0, 2))} ${tool("−", "Zoom out", move(0, 1 / 2))}
      ${tool("Whole genome", "Back to the whole genome", options.onGenome)}
      ${own.length > 1 && !together ? html`<label class="choice">${stack} Each group on its own</label>` : null}
      ${ancestry === metaLevel && own.length > 0 ? html`<label class="choice">LD of ${ldChoice}</label>` : null} ${said}
    </div>
    ${place} ${forest}
  </section>` as HTMLElement;
  return {element, show};
}

function variantsOf(tests: readonly VariantTest[]): number {
  return new Set(tests.map(({variantId}) => variantId)).size;
}

/** For the LD of the meta-analysis: most of its people are of that group. */
function largestGroup({people}: ReleaseManifest, groups: readonly string[]): string {
  const at = people.strata.indexOf("ancestry");
  const size = (group: string): number =>
    people.rows.filter(({levels}) => levels[at] === group).reduce((sum, {n}) => sum + (n ?? 0), 0);
  const own = groups.filter((group) => group !== metaLevel);
  return own.reduce((a, b) => (size(b) > size(a) ? b : a), own[0] ?? "");
}

/** A group, or all of them, for a heading. */
export function inGroup(ancestry: string): string {
  return ancestry === metaLevel ? "all groups together" : groupLabel(ancestry);
}
