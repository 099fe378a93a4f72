import {html} from "htl";
import type {ParticipationDocument} from "../../../model/equity.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {figure} from "../../Figure.js";
import {choicesOf, radioField, selectField} from "./choiceField.js";
import {notReportedChart, notReportedColumns} from "./notReportedChart.js";
import {
  chosenYears,
  european,
  notReportedByYear,
  notReportedOverall,
  sharesByYear,
  sharesOverall,
  traitsOf,
  yearsOf,
  type Selection
} from "./participationShares.js";
import {participationWords as words} from "./participationWords.js";
import {redraw} from "./redraw.js";
import {shareChart, shareColumns} from "./shareChart.js";
import {sourceFacts, sourceLine, sourceOf} from "./sourceFacts.js";
import type {ViewDesk} from "./viewDesk.js";

const followed = ["metric", "stage", "trait", "from", "to", "count", "draw"] as const;

/** Controls, and the shares by ancestry category with those whose ancestry was not reported below them. */
export function shareSection(data: ParticipationDocument, manifest: ReleaseManifest, desk: ViewDesk): HTMLElement {
  const {rows} = data;
  const source = sourceOf(data.sources, "participation");
  const facts = sourceFacts(source);
  const said = html`<div class="participation-said" role="status"></div>` as HTMLElement;
  const [shares, missing] = [html`<div></div>` as HTMLElement, html`<div></div>` as HTMLElement];
  desk.follow(followed, () => {
    const view = withKnownTrait(desk.view(), rows);
    const years = sharesByYear(rows, view);
    said.replaceChildren(...shareSentences(data, view).map((text) => html`<p>${text}</p>` as Node));
    redraw(
      shares,
      figure({
        id: "share-by-ancestry",
        title: words.shareTitle(view),
        subtitle: words.shareSubtitle(view),
        chart: (width) => shareChart(years, view.draw, view.count, width),
        source: sourceLine(source),
        manifest,
        embed: true,
        facts,
        columns: shareColumns(view.metric),
        rows: years
      })
    );
    const left = notReportedByYear(rows, view);
    redraw(
      missing,
      figure({
        id: "not-reported",
        title: words.notReportedTitle(view),
        subtitle: words.notReportedSubtitle(view),
        chart: (width) => notReportedChart(left, width),
        source: sourceLine(source),
        manifest,
        embed: true,
        facts,
        columns: notReportedColumns(view.metric),
        rows: left
      })
    );
  });
  return html`<div class="participation-shares">
    ${shareControls(data, desk)} ${said} ${shares} ${missing}
  </div>` as HTMLElement;
}

/** What the chosen numbers say, in sentences. */
export function shareSentences({rows}: ParticipationDocument, selection: Selection): string[] {
  const overall = sharesOverall(rows, selection);
  const recorded = overall.reduce((sum, {count}) => sum + count, 0);
  const years = chosenYears(rows, selection);
  const left = notReportedOverall(rows, selection);
  if (recorded === 0) return [words.nothing];
  const of = overall.find(({ancestry}) => ancestry === european);
  const each = sharesByYear(rows, {...selection, count: "yearly"}).filter(({ancestry}) => ancestry === european);
  const [first, last] = [each[0], each.at(-1)!];
  return [
    words.shareSentence(selection, {who: european, share: of?.share ?? 0}, recorded, years),
    words.changeSentence(selection, european, [first.year, first.share], [last.year, last.share]),
    left && words.notReportedSentence(selection, left.count, left.total)
  ].filter((sentence) => sentence !== null);
}

/** A category that a link names and the data lack is as none. */
export function withKnownTrait<View extends Selection>(view: View, rows: ParticipationDocument["rows"]): View {
  return view.trait !== null && !traitsOf(rows).includes(view.trait) ? {...view, trait: null} : view;
}

function shareControls({rows}: ParticipationDocument, desk: ViewDesk): HTMLElement {
  const {controls} = words;
  const view = withKnownTrait(desk.view(), rows);
  const [first, last] = yearsOf(rows);
  const [from, to] = chosenYears(rows, view);
  const years = Array.from({length: last - first + 1}, (_, i) => String(first + i)).map((year) => ({
    value: year,
    label: year
  }));
  const every = {value: "", label: words.everyTrait};
  const traits = [every, ...traitsOf(rows).map((trait) => ({value: trait, label: trait}))];
  return html`<form class="controls" onsubmit=${(event: Event) => event.preventDefault()} aria-label=${controls.title}>
    ${selectField("metric", controls.metric, choicesOf(words.metric), view.metric, (metric) => desk.choose({metric}))}
    ${selectField("stage", controls.stage, choicesOf(words.stage), view.stage, (stage) => desk.choose({stage}))}
    ${selectField("trait", controls.trait, traits, view.trait ?? "", (trait) => desk.choose({trait: trait || null}))}
    ${selectField("from", controls.from, years, String(from), (year) =>
      desk.choose({from: Number(year) === first ? null : Number(year)})
    )}
    ${selectField("to", controls.to, years, String(to), (year) =>
      desk.choose({to: Number(year) === last ? null : Number(year)})
    )}
    ${radioField("count", controls.count, choicesOf(words.counts), view.count, (count) => desk.choose({count}))}
    ${radioField("draw", controls.draw, choicesOf(words.draws), view.draw, (draw) => desk.choose({draw}))}
  </form>` as HTMLElement;
}
