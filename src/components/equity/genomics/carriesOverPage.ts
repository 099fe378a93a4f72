import {html} from "htl";
import {
  elsewhereFates,
  type ElsewhereFate,
  type EquityGenomicsRow,
  type GenomicMeasure
} from "../../../model/equityGenomics.js";
import type {Decision} from "../../../model/decision.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {tierView} from "../../../model/tierView.js";
import {followTables} from "../../association/followTables.js";
import {guardExport} from "../../association/guardExport.js";
import {decisionPanel} from "../../DecisionPanel.js";
import type {TableColumn} from "../../dataTable.js";
import {figure} from "../../Figure.js";
import {formatCount, formatShare} from "../../formatNumber.js";
import {unlockPanel} from "../../variants/unlockPanel.js";
import {loadingView, moveLoading} from "../../variants/workbenchView.js";
import {missingGroupsSentence, replicationSentences, rowOf, slopeSentence} from "./carryOverWords.js";
import type {CarryOverView, ComparisonEffects} from "./comparisonEffects.js";
import {askComparison, askLeads, mayTakeComparison} from "./comparisonQuestions.js";
import {effectScatter, leadColumns} from "./effectScatter.js";
import {fixed, fstColumns, fstMatrix, plain} from "./fstMatrix.js";
import {groupBars, type GroupBar} from "./groupBars.js";
import {groupIntervals, type GroupInterval} from "./groupIntervals.js";
import {pooledReplication, type Replication} from "./pooledReplication.js";

type Trait = ReleaseManifest["traits"][number];

interface PageOptions {
  manifest: ReleaseManifest;
  view: CarryOverView;
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  effects: ComparisonEffects;
}

/** What the reader may look at of each trait, and what not. */
interface TraitAnswer {
  trait: Trait;
  decision: Decision;
  rows: EquityGenomicsRow[] | null;
}

/** What a cohort's own tables say about its groups beside each other, once a key opens them and the rules permit it. */
export function carriesOverPage({manifest: release, view, why, demoKey, effects}: PageOptions): HTMLElement {
  const manifest = tierView(release, "registered");
  const groups = (manifest.strata.find(({name}) => name === "ancestry")?.levels ?? []).slice().sort();
  const source = release.cohort.source ?? release.cohort.title;
  const place = {manifest, source, tables: ["allele_counts", "association"] as const};
  let chosen = view;
  let serial = 0;
  const stage = html`<div class="carry-stage"></div>` as HTMLElement;
  const locked = unlockPanel({
    title: "The comparisons of this cohort are locked",
    why,
    demoKey,
    unlock: effects.unlock
  });

  async function open(): Promise<void> {
    if (effects.status.phase !== "ready") return;
    const mine = (serial += 1);
    const say = (step: string, share: number): void => {
      if (mine === serial && !moveLoading(stage.firstElementChild, step, share))
        stage.replaceChildren(loadingView(step, share));
    };
    say("Asking how groups compare", 0);
    try {
      const general = await askComparison(effects, null);
      const answers: TraitAnswer[] = [];
      for (const [t, trait] of release.traits.entries()) {
        if (!general.value) break;
        say(`Asking about ${trait.label}`, t / release.traits.length);
        const {decision, value} = await askComparison(effects, trait);
        answers.push({trait, decision, rows: value});
      }
      if (mine !== serial) return;
      stage.replaceChildren(
        decisionPanel(general.decision),
        ...(general.value ? sections(general.value, answers) : [])
      );
    } catch (error) {
      if (mine === serial) stage.replaceChildren(problemOf(error, () => void open()));
    }
  }

  function sections(general: readonly EquityGenomicsRow[], answers: readonly TraitAnswer[]): Node[] {
    const shown = answers.filter((answer) => (answer.rows?.length ?? 0) > 0);
    const mayTake = (traits: readonly (Trait | null)[]) => () => mayTakeComparison(effects, traits);
    const measured = frequencyBars(general);
    const distances = general.filter(({measure}) => measure === "fst");
    return [
      ...(measured.length > 0
        ? [
            html`<h2>How well is each group measured?</h2>` as Node,
            guardExport(
              figure({
                id: "measured",
                title: "How well allele frequencies are known",
                subtitle: `Of all ${formatCount(general[0].nVariants ?? 0)} variants, by group. Known well: the 95 % interval of the frequency is no wider than half of it. These are shares of all variants, so they carry no sampling error.`,
                chart: (width) => groupBars(measured, width),
                ...place,
                tables: ["allele_counts"],
                columns: barColumns("What is known"),
                rows: measured
              }),
              mayTake([null])
            ),
            html`<p>
              ${missingGroupsSentence(groups, new Set(measured.map(({ancestry}) => ancestry)), "this comparison")}
              ${measuredSentence(measured)}
            </p>` as Node
          ]
        : []),
      ...(distances.length > 0
        ? [
            html`<h2>How far apart are the groups?</h2>` as Node,
            guardExport(
              figure({
                id: "distances",
                title: "Differences in allele frequencies between groups (Fₛₜ)",
                subtitle:
                  "Hudson’s Fₛₜ with its 95 % interval, over variants of the autosomes whose counts are shown in both groups: 0 is no difference, 1 no allele in common.",
                chart: (width) => fstMatrix(distances, width),
                ...place,
                tables: ["allele_counts"],
                columns: fstColumns,
                rows: distances
              }),
              mayTake([null])
            ),
            html`<p>
              Most variation is within groups, not between them (<a href="../glossary#fixation-index">fixation index</a
              >). What was learnt from variants that only go together with a cause carries over worse the further two
              groups are apart, because what goes together differs.
            </p>` as Node
          ]
        : []),
      ...replicationSection(shown, mayTake),
      ...refusedList(answers),
      ...(shown.length > 0 ? [traitSection(shown)] : [])
    ];
  }

  function replicationSection(
    shown: readonly TraitAnswer[],
    mayTake: (traits: readonly (Trait | null)[]) => () => Promise<Decision>
  ): Node[] {
    const pooled = pooledReplication(shown.flatMap(({rows}) => rows ?? []));
    if (pooled.length === 0)
      return [
        html`<h2>Is what others found seen again?</h2>` as Node,
        html`<p class="empty">
          No group found a locus of genome-wide significance that could be looked for in another, so nothing can be
          said.
        </p>` as Node
      ];
    return [
      html`<h2>Is what others found seen again?</h2>` as Node,
      guardExport(
        figure({
          id: "replication",
          title: "Findings seen again, beside how many should be",
          subtitle: `Loci that other groups found for ${shown.length === 1 ? shown[0].trait.label : `the ${shown.length} traits that you may look at`}: how many are seen again in this group (p < 0.05, same direction), over how many would be if effects were the same here. Bars are 95 % intervals.`,
          chart: (width) =>
            groupIntervals(
              pooled.map((row) => ({...row, words: replicationWords(row)})),
              {none: 1, noneWords: "as many as expected", label: "Seen again over expected"},
              width
            ),
          ...place,
          columns: replicationColumns,
          rows: pooled
        }),
        mayTake(shown.map(({trait}) => trait))
      ),
      html`<p>
        ${replicationSentences(pooled)} A small group sees few findings again even where all of them hold in it: the
        expected number takes that into account.
      </p>` as Node
    ];
  }

  function traitSection(shown: readonly TraitAnswer[]): Node {
    const known = shown.flatMap(({rows}) => rows ?? []);
    const targets = [...new Set(known.map(({ancestry}) => ancestry))].sort();
    let answer = shown.find(({trait}) => trait.id === chosen.trait) ?? mostLoci(shown);
    let group = targets.find((level) => level === chosen.group) ?? targets[0];
    let asked = 0;
    const body = html`<div class="carry-trait"></div>` as HTMLElement;
    const select = (label: string, options: [string, string][], now: string, onchange: (value: string) => void): Node =>
      html`<label
        >${label}
        <select onchange=${(event: Event) => onchange((event.target as HTMLSelectElement).value)}>
          ${options.map(([value, words]) => html`<option value=${value} selected=${value === now}>${words}</option>`)}
        </select></label
      >` as Node;
    const keep = (): void => {
      chosen = {trait: answer.trait.id, group};
      effects.onView(chosen);
      draw();
    };
    const draw = (): void => {
      const mine = (asked += 1);
      const scatter = html`<div class="carry-scatter"></div>` as HTMLElement;
      body.replaceChildren(decisionPanel(answer.decision), ...traitFigures(answer, group), scatter);
      void drawScatter(answer.trait, group, () => mine === asked, scatter);
    };
    draw();
    return html`<section aria-labelledby="one-trait">
      <h2 id="one-trait">One trait, and one group that looks at what the others found</h2>
      <div class="carry-bar">
        ${select(
          "Trait",
          shown.map(({trait}) => [trait.id, trait.label]),
          answer.trait.id,
          (id) => {
            answer = shown.find(({trait}) => trait.id === id)!;
            keep();
          }
        )}
        ${select(
          "Looked at in",
          targets.map((level) => [level, level]),
          group,
          (level) => {
            group = level;
            keep();
          }
        )}
      </div>
      ${body}
    </section>` as Node;
  }

  function traitFigures({trait, rows: all}: TraitAnswer, group: string): Node[] {
    const rows = all ?? [];
    const tested = [...new Set(rows.map(({ancestry}) => ancestry))].sort();
    const other = tested.length > 2 ? null : (tested.find((level) => level !== group) ?? null);
    const fates = fateBars(rows, tested);
    const slopes = slopeRows(rows, group);
    const mayTake = () => mayTakeComparison(effects, [trait]);
    return [
      html`<p>${missingGroupsSentence(groups, new Set(tested), `the tests of ${trait.label}`)}</p>` as Node,
      ...(fates.length > 0
        ? [
            guardExport(
              figure({
                id: "found-and-missed",
                title: `${trait.label}: loci found, and found elsewhere and missed`,
                subtitle:
                  "Loci of genome-wide significance: those that a group found itself, and what became in it of those that others found. Had power: the effect would be found four times in five at the group’s own errors. Counts of all loci, so they carry no sampling error.",
                chart: (width) => groupBars(fates, width),
                ...place,
                tables: ["association"],
                columns: barColumns("What became of it"),
                rows: fates
              }),
              mayTake
            )
          ]
        : []),
      ...(slopes.length > 0
        ? [
            guardExport(
              figure({
                id: "effect-slopes",
                title: `${trait.label}: effects in ${group} beside those in the groups that found them`,
                subtitle:
                  "How large effects are here for one unit of effect where they were found, with 95 % intervals. What being picked for its strength adds to an effect is taken away.",
                chart: (width) =>
                  groupIntervals(
                    slopes,
                    {none: 1, noneWords: "the same", label: "Effect here, where it is 1 there"},
                    width
                  ),
                ...place,
                tables: ["association"],
                columns: slopeColumns,
                rows: slopes
              }),
              mayTake
            )
          ]
        : []),
      html`<p>
        ${slopeSentence(group, rowOf(rows, "effect-slope", group, other), rowOf(rows, "effects-differ", group, other)?.estimate ?? null)}
        ${correlationSentence(rowOf(rows, "effect-correlation", group, other))}
      </p>` as Node
    ];
  }

  async function drawScatter(
    trait: Trait,
    group: string,
    isCurrent: () => boolean,
    place_: HTMLElement
  ): Promise<void> {
    try {
      const {decision, value} = await askLeads(effects, trait, "view", group);
      if (!isCurrent()) return;
      if (!value) return place_.replaceChildren(decisionPanel(decision));
      if (value.length === 0)
        return place_.replaceChildren(
          html`<p class="empty">
            No other group found a locus of ${trait.label} whose effect is shown in ${group}.
          </p>` as Node
        );
      const unit = trait.kind === "binary" ? "log odds a copy" : "units of the trait a copy";
      place_.replaceChildren(
        guardExport(
          figure({
            id: "effects",
            title: `${trait.label}: each locus where it was found, and in ${group}`,
            subtitle:
              "The leading variant of each locus; crosses are 95 % intervals. Effects are as they were estimated: those that barely passed the level are too large where they were found.",
            chart: (width) => effectScatter(value, unit, width),
            ...place,
            tables: ["association"],
            columns: leadColumns,
            rows: value
          }),
          async () => (await askLeads(effects, trait, "export", group)).decision
        )
      );
    } catch (error) {
      if (isCurrent())
        place_.replaceChildren(problemOf(error, () => void drawScatter(trait, group, isCurrent, place_)));
    }
  }

  followTables(effects, release, {stage, locked, open, absent: absentComparisons});
  return html`<div class="carry-page">${stage}</div>` as HTMLElement;
}

function absentComparisons(): HTMLElement {
  return html`<div class="association-empty">
    <p><strong>This release holds no comparison of its groups.</strong></p>
    <p class="quiet">What it holds is on the page <a href="../data">Data and provenance</a>.</p>
  </div>` as HTMLElement;
}

function problemOf(error: unknown, again: () => void): HTMLElement {
  const problem = error instanceof Error ? error.message : String(error);
  return html`<div class="association-empty" role="alert">
    <p><strong>The comparisons could not be read:</strong> ${problem}.</p>
    <p><button type="button" onclick=${again}>Try again</button></p>
  </div>` as HTMLElement;
}

/** The trait that there is most to say of. */
function mostLoci(answers: readonly TraitAnswer[]): TraitAnswer {
  const loci = ({rows}: TraitAnswer): number =>
    (rows ?? []).filter(({measure}) => measure === "loci-found").reduce((sum, {estimate}) => sum + (estimate ?? 0), 0);
  return answers.reduce((most, one) => (loci(one) > loci(most) ? one : most));
}

/** Traits that the rules do not answer for, each with the sentence of the first rule against it. */
function refusedList(answers: readonly TraitAnswer[]): Node[] {
  const refused = answers.filter(({rows}) => rows === null);
  if (refused.length === 0) return [];
  const list = html`<div class="carry-refused">
    <p>Not compared for you, because the rules were asked first:</p>
    <ul>
      ${refused.map(
        ({trait, decision}) =>
          html`<li>
            <strong>${trait.label}</strong>:
            ${decision.outcome === "refer" ? "↗ the ethics board decides." : "✕ not permitted."}
            ${decision.reasons[0]?.sentence ?? ""}
          </li>`
      )}
    </ul>
  </div>` as Node;
  return [list];
}

const frequencyPanels: [GenomicMeasure, string][] = [
  ["frequency-measured", "Known well"],
  ["frequency-uncertain", "Uncertain"],
  ["allele-unseen", "One allele seen only"],
  ["frequency-withheld", "Withheld"]
];

function frequencyBars(rows: readonly EquityGenomicsRow[]): GroupBar[] {
  return frequencyPanels.flatMap(([measure, panel]) =>
    rows
      .filter((row) => row.measure === measure && row.estimate !== null)
      .map(({ancestry, estimate}) => ({panel, ancestry, value: estimate!, words: formatShare(estimate!)}))
  );
}

function measuredSentence(bars: readonly GroupBar[]): string {
  const known = bars.filter(({panel}) => panel === "Known well").sort((a, b) => a.value - b.value);
  const [least, most] = [known[0], known[known.length - 1]];
  if (!least || least.value === most.value) return "";
  return `Frequencies are known well for ${most.words} of variants in ${most.ancestry}, and for ${least.words} in ${least.ancestry}.`;
}

const fateWords: Record<ElsewhereFate, string> = {
  found: "Others’, also here",
  "missed-with-power": "Missed, had power",
  "missed-without-power": "Missed, no power",
  "not-shown": "Withheld here"
};

function fateBars(rows: readonly EquityGenomicsRow[], tested: readonly string[]): GroupBar[] {
  const bar = (panel: string, ancestry: string, value: number): GroupBar => ({
    panel,
    ancestry,
    value,
    words: String(value)
  });
  const own = tested.map((level) => bar("Found here", level, rowOf(rows, "loci-found", level)?.estimate ?? 0));
  const elsewhere = elsewhereFates.flatMap((fate) =>
    tested.map((level) => {
      const other = tested.length > 2 ? null : (tested.find((one) => one !== level) ?? null);
      return bar(fateWords[fate], level, rowOf(rows, "loci-elsewhere", level, other, fate)?.estimate ?? 0);
    })
  );
  const all = [...own, ...elsewhere];
  return all.some(({value}) => value > 0) ? all : [];
}

interface SlopeRow extends GroupInterval {
  row: EquityGenomicsRow;
}

function slopeRows(rows: readonly EquityGenomicsRow[], group: string): SlopeRow[] {
  return rows.flatMap((row) => {
    const {measure, ancestry, otherAncestry, estimate, low, high, nVariants} = row;
    if (measure !== "effect-slope" || ancestry !== group || otherAncestry === null || estimate === null) return [];
    const words = `${estimate.toFixed(2)} (${fixed(low, 2)} to ${fixed(high, 2)}), from ${nVariants} loci of ${otherAncestry}`;
    return {ancestry: otherAncestry, estimate, low, high, words, row};
  });
}

function correlationSentence(row: EquityGenomicsRow | undefined): string {
  if (!row || row.estimate === null || row.low === null || row.high === null) return "";
  return `The correlation of effects, without the noise, is ${row.estimate.toFixed(2)} (95 % interval ${row.low.toFixed(2)} to ${row.high.toFixed(2)})${row.high > 1 ? "; a value above 1 comes from noise" : ""}.`;
}

function replicationWords({observed, expected, loci}: Replication): string {
  return `${observed} of ${loci} seen again, ${expected.toFixed(1)} expected`;
}

const barColumns = (label: string): TableColumn<GroupBar>[] => [
  {label, cell: ({panel}) => panel},
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
  {label: "Value", numeric: true, cell: ({words}) => words, text: ({value}) => String(value)}
];

const replicationColumns: TableColumn<Replication>[] = [
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
  {label: "Loci of other groups", numeric: true, cell: ({loci}) => String(loci)},
  {label: "Seen again", numeric: true, cell: ({observed}) => String(observed)},
  {label: "Expected", numeric: true, cell: (d) => d.expected.toFixed(1), text: (d) => plain(d.expected)},
  {
    label: "Seen again over expected",
    numeric: true,
    cell: (d) => d.estimate.toFixed(2),
    text: (d) => plain(d.estimate)
  },
  {label: "95 % from", numeric: true, cell: ({low}) => low.toFixed(2), text: ({low}) => plain(low)},
  {label: "to", numeric: true, cell: ({high}) => high.toFixed(2), text: ({high}) => plain(high)}
];

const slopeColumns: TableColumn<SlopeRow>[] = [
  {label: "Found in", cell: ({ancestry}) => ancestry},
  {label: "Looked at in", cell: ({row}) => row.ancestry},
  {label: "Slope", numeric: true, cell: (d) => d.estimate.toFixed(2), text: (d) => plain(d.estimate)},
  {label: "95 % from", numeric: true, cell: ({low}) => fixed(low, 2), text: ({low}) => plain(low)},
  {label: "to", numeric: true, cell: ({high}) => fixed(high, 2), text: ({high}) => plain(high)},
  {label: "Loci", numeric: true, cell: ({row}) => String(row.nVariants)}
];
