import {html} from "htl";
import {
  genomeWide,
  metaLevel,
  type AssociationTables,
  type AssociationView,
  type DensitySquare,
  type Locus,
  type ManhattanPoint,
  type PublicAssociation,
  type QqPoint,
  type Region
} from "../../model/association.js";
import type {Decision} from "../../model/decision.js";
import {tierView} from "../../model/tierView.js";
import type {ReleaseManifest} from "../../model/release.js";
import type {Request} from "../../model/request.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView, moveLoading} from "../variants/workbenchView.js";
import type {AssociationEffects, Trait} from "./associationEffects.js";
import {followTables} from "./followTables.js";
import {genomeWideSentence} from "./associationNotes.js";
import {compareGroups} from "./compareGroups.js";
import {compareTraits} from "./compareTraits.js";
import {exportQuestions} from "./exportQuestions.js";
import type {GenomePlot} from "./genomePlot.js";
import {guardExport} from "./guardExport.js";
import {lociTable} from "./lociTable.js";
import {manhattanFigure} from "./manhattanFigure.js";
import {pcaSection} from "./pcaSection.js";
import {publicHits} from "./publicHits.js";
import {lambdaSentence, qqColumns, qqPlot} from "./qqPlot.js";
import {problemView} from "./problemView.js";
import {refusedTrait} from "./refusedTrait.js";
import {groupLabel} from "./regionalPlot.js";
import {inGroup, regionSection} from "./regionSection.js";
import {aboutGenome} from "./traitQuestions.js";

/** Of a trait’s table: fewer are read at once, others when the reader looks closer. About half a second’s work. */
const fewRows = 500_000;

interface PageOptions {
  manifest: ReleaseManifest;
  view: AssociationView;
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  effects: AssociationEffects;
}

/** What is read of a trait before anything is drawn. */
interface Genome {
  tables: AssociationTables;
  groups: string[];
  points: ManhattanPoint[];
  loci: Locus[];
  qq: QqPoint[];
  density: DensitySquare[];
}

/**
 * One trait: the genome, a region of it, a variant of that in every group, and whether the statistics can be trusted. A
 * choice in one chart moves the others.
 */
export function associationPage({manifest: release, view, why, demoKey, effects}: PageOptions): HTMLElement {
  const {traits} = release;
  /** The release as it concerns the trait that is shown. */
  let manifest = release;
  if (traits.length === 0)
    return html`<p class="association-empty">
      This cohort has no trait: there is nothing to associate variants with.
    </p>` as HTMLElement;
  const source = manifest.cohort.source ?? manifest.cohort.title;
  let chosen: AssociationView = {...view, trait: traits.find(({id}) => id === view.trait)?.id ?? traits[0].id};
  let together = false;
  let serial = 0;
  const stage = html`<div class="association-stage"></div>` as HTMLElement;
  const locked = unlockPanel({title: "Associations are locked", why, demoKey, unlock: effects.unlock});
  const traitOf = (): Trait => traits.find(({id}) => id === chosen.trait)!;
  const traitChoice = html`<select
    onchange=${(event: Event) => choose({trait: (event.target as HTMLSelectElement).value, region: null, variant: null})}
  >
    ${traits.map(({id, label}) => html`<option value=${id} selected=${id === chosen.trait}>${label}</option>`)}
  </select>` as HTMLSelectElement;
  const groupChoice = html`<select
    disabled
    onchange=${(event: Event) => choose({ancestry: (event.target as HTMLSelectElement).value})}
  ></select>` as HTMLSelectElement;
  const element = html`<div class="association-page">
    <div class="association-bar">
      <label>Trait ${traitChoice}</label> <label>Genetic ancestry group ${groupChoice}</label>
    </div>
    ${stage}
  </div>` as HTMLElement;

  const keep = (next: Partial<AssociationView>): void => {
    chosen = {...chosen, ...next};
    effects.onView({...chosen, gene: null});
  };
  function choose(next: Partial<AssociationView>): void {
    if (next.trait !== undefined) together = false;
    keep(next);
    traitChoice.value = chosen.trait!;
    void open();
  }

  async function open(): Promise<void> {
    if (effects.status.phase !== "ready") return;
    const mine = (serial += 1);
    const trait = traitOf();
    const step = `Asking about ${trait.label}`;
    if (!moveLoading(stage.firstElementChild, step, 0)) stage.replaceChildren(loadingView(step, 0));
    try {
      const shown = await (effects.status.whole ? openAll(trait, mine) : openPublic(trait));
      if (mine === serial) stage.replaceChildren(...shown);
    } catch (error) {
      if (mine === serial) stage.replaceChildren(problemView(error, () => void open()));
    }
  }

  async function openPublic(trait: Trait): Promise<Node[]> {
    const {request, decision, value} = await effects.ask<PublicAssociation[]>(
      trait,
      "view",
      {columns: ["variant_id", "odds_ratio", "p_bin"], filters: [], variants: null, together: true},
      async (tables) => {
        const hits = await tables.publicHits(trait.id);
        const counts = hits
          .flatMap(({nCase, nControl}) => [nCase, nControl])
          .filter((n): n is number => n !== null && n > 0);
        return {value: hits, smallestCell: counts.length > 0 ? Math.min(...counts) : null};
      }
    );
    offerNoGroups("Everybody together");
    return [
      value ? decisionPanel(decision) : refusal(trait, request, decision),
      ...(value ? [publicHits(trait.label, value, release)] : []),
      ...(effects.status.phase === "ready" && effects.status.unlockable ? [locked] : [])
    ];
  }

  async function openAll(trait: Trait, mine: number): Promise<Node[]> {
    manifest = aboutTrait(release, trait.id);
    const {request, decision, value} = await effects.ask(trait, "view", aboutGenome(together), readGenome(trait.id));
    if (mine !== serial) return [];
    if (!value) return [refusal(trait, request, decision)];
    offerGroups(together ? [metaLevel] : value.groups);
    if (value.points.length === 0)
      return [
        decisionPanel(decision),
        html`<p class="association-empty">
          ${trait.label} was not tested in ${inGroup(chosen.ancestry)}: too few people have it measured, or too few of
          them are cases.
        </p>` as Node
      ];
    return [decisionPanel(decision), ...sections(trait, value)];
  }

  function readGenome(trait: string) {
    return async (tables: AssociationTables) => {
      const groups = await tables.groups(trait);
      if (together || !groups.includes(chosen.ancestry))
        keep({ancestry: groups.includes(metaLevel) ? metaLevel : (groups[0] ?? metaLevel)});
      const {ancestry} = chosen;
      const [points, loci, qq, density] = await Promise.all([
        tables.manhattan(trait, ancestry),
        tables.loci(trait, ancestry),
        tables.qq(trait, ancestry).catch(() => []),
        tables.density().catch(() => [])
      ]);
      return {value: {tables, groups, points, loci, qq, density} satisfies Genome, smallestCell: null};
    };
  }

  function refusal(trait: Trait, request: Request, decision: Decision): HTMLElement {
    offerNoGroups("not shown");
    return refusedTrait({
      trait,
      decision,
      others: traits.filter(({id}) => id !== trait.id),
      onTrait: (id) => choose({trait: id, region: null, variant: null}),
      onRemedy(change) {
        if (!("query.group_by" in change)) return;
        together = true;
        void open();
      },
      onRefer: effects.refer && (() => effects.refer!({request, decision}))
    });
  }

  function offerGroups(groups: readonly string[]): void {
    groupChoice.disabled = groups.length < 2;
    groupChoice.replaceChildren(
      ...groups.map(
        (group) =>
          html`<option value=${group} selected=${group === chosen.ancestry}>${groupLabel(group)}</option>` as Node
      )
    );
  }

  function offerNoGroups(words: string): void {
    groupChoice.disabled = true;
    groupChoice.replaceChildren(html`<option value="">${words}</option>` as Node);
  }

  function sections(trait: Trait, genome: Genome): Node[] {
    const {tables, groups, points, loci, qq, density} = genome;
    const {ancestry} = chosen;
    const place = {manifest, source};
    const mayTake = exportQuestions(effects, trait, together);
    const load = () => tables.scan(trait.id, ancestry);
    let plot: GenomePlot | null = null;
    const toGenome = (): void => {
      genomePlace.hidden = false;
      plot?.show(null);
      genomePlace.querySelector<HTMLElement>(".genome-board")?.focus();
    };
    const region = regionSection({
      trait,
      ancestry,
      groups,
      together,
      manifest,
      effects,
      tables,
      source,
      onGenome: toGenome,
      onShown(shown, variant) {
        keep({region: shown, variant});
        table.mark({chrom: shown.chrom, posBp: (shown.start + shown.end) / 2});
      }
    });
    const toLocus = (locus: Locus): void => void region.show(regionAround(locus), locus.variantId);
    const table = lociTable(loci, trait.kind, (locus) => {
      toLocus(locus);
      region.element.scrollIntoView({block: "start", behavior: "instant"});
      region.element.querySelector<HTMLElement>(".region-board")?.focus({preventScroll: true});
    });
    const drawn = manhattanFigure(
      {label: null, points, loci, load},
      {
        id: "manhattan",
        title: `${trait.label}: associations along the genome, ${inGroup(ancestry)}`,
        subtitle:
          "Each point is a variant. Wheel, pinch or + and − zoom in; far enough in, the region takes its place.",
        ...place,
        onLocus: toLocus,
        onRegion(close) {
          genomePlace.hidden = true;
          void region.show(close, null).then(() => region.element.querySelector<HTMLElement>(".region-board")?.focus());
        }
      }
    );
    plot = drawn.plot;
    const genomePlace = html`<div class="genome-place">
      ${guardExport(drawn.element, () => mayTake.points(drawn.plot.inView()))}
    </div>` as HTMLElement;
    const first = firstRegion(chosen, loci);
    // What the region opens is then there for the whole genome too, and few variants are soon read.
    const opened = first ? region.show(first.region, first.variant) : Promise.resolve();
    const rows =
      release.tables.find(({name, trait: of}) => name === "association" && of === trait.id)?.rows ?? Infinity;
    if (rows <= fewRows) void opened.then(() => plot?.closer());
    const compared = together
      ? null
      : compareGroups({trait, groups, loci, tables, manifest, source, effects, onLocus: toLocus});
    const passed = loci.filter(({minusLog10P}) => minusLog10P >= -Math.log10(genomeWide)).length;
    const variants = points.reduce((sum, point) => sum + point.variants, 0);
    return [
      html`<h2>The whole genome</h2>` as Node,
      genomePlace,
      html`<p>${genomeWideSentence(variants, passed)}</p>` as Node,
      html`<h2>A region, and one variant of it</h2>` as Node,
      region.element,
      html`<section aria-labelledby="loci-title">
        <h2 id="loci-title">Loci</h2>
        ${table.element}
      </section>` as Node,
      ...(qq.length > 0
        ? [
            html`<section aria-labelledby="trust-title">
              <h2 id="trust-title">Can these statistics be trusted?</h2>
              ${guardExport(
                figure({
                  id: "qq",
                  title: "Observed against expected p-values",
                  subtitle:
                    "By minor allele frequency; the grey band holds 95 of 100 quantiles when nothing is associated.",
                  chart: (width) => qqPlot(qq, width),
                  ...place,
                  tables: ["qq"],
                  columns: qqColumns,
                  rows: qq
                }),
                () => mayTake.shape("qq")
              )}
              <p>${lambdaSentence(qq)}</p>
            </section>` as Node
          ]
        : []),
      ...(compared ? [compared] : []),
      ...(loci.length > 0 && traits.length > 1
        ? [compareTraits({trait, traits, ancestry, loci, manifest: release, source, effects})]
        : []),
      ...(density.length > 0
        ? [
            pcaSection(density, {
              ...place,
              guard: (chart) => guardExport(chart, () => mayTake.shape("pca_density"))
            })
          ]
        : [])
    ];
  }

  followTables(effects, release, {stage, locked, open});
  return element;
}

/** What was withheld of other traits is not counted below a chart of this one. */
function aboutTrait(release: ReleaseManifest, trait: string): ReleaseManifest {
  const view = tierView(release, "registered");
  return {...view, withheld: view.withheld.filter((entry) => entry.trait === undefined || entry.trait === trait)};
}

/** Half a megabase to each side of a lead variant. */
function regionAround({chrom, posBp}: Locus): Region {
  return {chrom, start: Math.max(1, posBp - 500_000), end: posBp + 500_000};
}

/** The region of a link, else that of the strongest locus; null where there is none. */
function firstRegion(
  {region, variant}: AssociationView,
  loci: readonly Locus[]
): {region: Region; variant: string | null} | null {
  if (region) return {region, variant};
  if (loci.length === 0) return null;
  const strongest = loci.reduce((a, b) => (b.minusLog10P > a.minusLog10P ? b : a));
  return {region: regionAround(strongest), variant: strongest.variantId};
}
