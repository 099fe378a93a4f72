import {html} from "htl";
import {metaLevel, type AssociationTables, type Locus} from "../../model/association.js";
import type {ReleaseManifest} from "../../model/release.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import type {AssociationEffects, Trait} from "./associationEffects.js";
import {comparedColumns, effectsPlot} from "./effectsPlot.js";
import {exportQuestions} from "./exportQuestions.js";
import {guardExport} from "./guardExport.js";
import {locusName, strongestOf} from "./locusLabels.js";
import {miamiFigure} from "./manhattanFigure.js";
import {aboutTests, readTests} from "./traitQuestions.js";

export interface CompareOptions {
  trait: Trait;
  groups: readonly string[];
  loci: readonly Locus[];
  tables: AssociationTables;
  manifest: ReleaseManifest;
  source: string;
  effects: AssociationEffects;
  onLocus(locus: Locus): void;
}

/** The same trait in several groups: two mirrored scans, and the effects at its loci. Nothing where there is one group. */
export function compareGroups(options: CompareOptions): HTMLElement | null {
  const own = options.groups.filter((group) => group !== metaLevel);
  if (own.length < 2) return null;
  return html`<section aria-labelledby="groups-title">
    <h2 id="groups-title">Is it the same in every group?</h2>
    ${mirrored(own, options)} ${sideBySide(options)}
  </section>` as HTMLElement;
}

function mirrored(
  own: readonly string[],
  {trait, tables, manifest, source, effects, onLocus}: CompareOptions
): HTMLElement {
  const place = html`<div class="miami-place"></div>` as HTMLElement;
  const pair = [own[0], own[1]];
  const draw = async (): Promise<void> => {
    const panels = await Promise.all(
      pair.map(async (group) => ({
        label: group,
        points: await tables.manhattan(trait.id, group),
        loci: await tables.loci(trait.id, group),
        load: () => tables.scan(trait.id, group)
      }))
    );
    const {element, plot} = miamiFigure([panels[0], panels[1]], {
      id: "miami",
      title: `${pair[0]} above, ${pair[1]} below`,
      subtitle: "One scale for both, so that heights compare; the larger group has more power.",
      manifest,
      source,
      onLocus,
      onRegion: () => undefined
    });
    place.replaceChildren(guardExport(element, () => exportQuestions(effects, trait).points(plot.inView())));
  };
  const choice = (at: 0 | 1, label: string): HTMLElement =>
    html`<label
      >${label}
      <select
        onchange=${(event: Event) => {
          pair[at] = (event.target as HTMLSelectElement).value;
          void draw();
        }}
      >
        ${own.map((group) => html`<option value=${group} selected=${group === pair[at]}>${group}</option>`)}
      </select></label
    >` as HTMLElement;
  void draw();
  return html`<div>
    <div class="association-bar">${choice(0, "Above")} ${choice(1, "Below")}</div>
    ${place}
  </div>` as HTMLElement;
}

function sideBySide({trait, loci, manifest, source, effects}: CompareOptions): HTMLElement {
  const place = html`<div class="effects-place"></div>` as HTMLElement;
  const leads = strongestOf(loci, 8);
  const where = {variants: leads.map(({variantId}) => variantId)};
  const draw = async (): Promise<void> => {
    const {decision, value} = await effects.ask(
      trait,
      "view",
      aboutTests(where, false),
      readTests(trait.id, where, false)
    );
    if (!value) return place.replaceChildren(decisionPanel(decision));
    const rows = leads.flatMap((locus) =>
      value
        .filter(({variantId}) => variantId === locus.variantId)
        .map((test) => ({...test, label: `${locusName(locus)}  ${locus.variantId}`}))
    );
    const chart = figure({
      id: "effects",
      title: "The strongest loci in each genetic ancestry group",
      subtitle:
        "Effects of lead variants with 95 % intervals. Where intervals do not overlap, the effect or what it is linked to differs.",
      chart: (width) => effectsPlot(rows, trait.kind === "binary" ? "log odds" : "unit of the trait", width),
      manifest,
      source,
      tables: ["association"],
      columns: comparedColumns,
      rows
    });
    place.replaceChildren(guardExport(chart, () => exportQuestions(effects, trait).tests(where, leads.length)));
  };
  if (leads.length > 0) void draw();
  return place;
}
