import {html} from "htl";
import type {EquityDocument, ParticipationDocument} from "../../../model/equity.js";
import {parityLimits, type ParityQuestion} from "../../../model/participationView.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {figure} from "../../Figure.js";
import {choicesOf, radioField, selectField} from "./choiceField.js";
import {numberField} from "./numberField.js";
import {parityChart, parityColumns} from "./parityChart.js";
import {cohortNow, gwasNow, parityGroups, powerCurves, type GroupNow} from "./parityNumbers.js";
import {participationWords as words} from "./participationWords.js";
import {powerChart, powerColumns} from "./powerChart.js";
import {redraw} from "./redraw.js";
import {sourceFacts, sourceLine, sourceOf} from "./sourceFacts.js";
import type {ViewDesk} from "./viewDesk.js";

/** How many people each group would need for the same chance to find an association, and the chance it has now. */
export function paritySection(
  equity: EquityDocument,
  participation: ParticipationDocument,
  manifest: ReleaseManifest,
  desk: ViewDesk
): HTMLElement {
  const cohort = cohortNow(equity);
  const gwas = gwasNow(participation);
  const source = sourceOf(participation.sources, "participation");
  const said = html`<p class="parity-answer" role="status"></p>` as HTMLElement;
  const withheld = html`<p class="quiet"></p>` as HTMLElement;
  const [needs, curves] = [html`<div></div>` as HTMLElement, html`<div></div>` as HTMLElement];
  const asked = (): ParityQuestion => {
    const {parity} = desk.view();
    return cohort.length === 0 ? {...parity, of: "gwas"} : parity;
  };
  const fields = html`<div class="parity-frequencies"></div>` as HTMLElement;
  const choose = (change: Partial<ParityQuestion>): void => {
    desk.choose({parity: {...desk.view().parity, ...change}});
    if (change.of !== undefined || change.frequency !== undefined) showFields();
  };
  const groupsOf = ({of}: ParityQuestion): GroupNow[] => (of === "cohort" ? cohort : gwas);
  const showFields = (): void =>
    fields.replaceChildren(
      ...groupsOf(asked()).map(({group}) =>
        numberField({
          name: `maf-${group}`,
          label: group,
          value: asked().frequencies[group] ?? null,
          placeholder: String(asked().frequency),
          limits: parityLimits.frequency,
          onNumber: (frequency) => choose({frequencies: withFrequency(asked().frequencies, group, frequency)})
        })
      )
    );
  showFields();
  desk.follow(["parity"], () => {
    const question = asked();
    const now = groupsOf(question);
    const groups = parityGroups(now, question);
    const points = powerCurves(now, question);
    const own = {
      source: question.of === "cohort" ? words.parity.cohortSource : sourceLine(source),
      manifest,
      embed: true,
      ...(question.of === "cohort" ? {tables: ["representation"] as const} : {facts: sourceFacts(source)})
    };
    said.textContent = words.parity.answer(question, groups);
    withheld.textContent = words.parity.withheldSentence(
      groups.filter(({now}) => now === null).map(({group}) => group)
    );
    redraw(
      needs,
      figure({
        ...own,
        id: "people-needed",
        title: words.parity.title,
        subtitle: words.parity.subtitle(question),
        chart: (width) => parityChart(groups, question.of, width),
        columns: parityColumns,
        rows: groups
      })
    );
    redraw(
      curves,
      figure({
        ...own,
        id: "power-by-group",
        title: words.parity.powerTitle(question),
        subtitle: words.parity.powerSubtitle(question),
        chart: (width) => powerChart(points, question.power, width),
        columns: powerColumns,
        rows: points
      })
    );
  });
  const number = (key: keyof typeof parityLimits, label: string, scale = 1): HTMLElement =>
    numberField({
      name: key,
      label,
      value: asked()[key],
      scale,
      limits: parityLimits[key],
      onNumber: (value) => choose({[key]: value!})
    });
  const sets =
    cohort.length > 0
      ? choicesOf(words.parity.sets)
      : choicesOf(words.parity.sets).filter(({value}) => value === "gwas");
  const alphas = words.parity.alphas(asked().alpha);
  return html`<div class="participation-parity">
    <form class="controls" onsubmit=${(event: Event) => event.preventDefault()} aria-label=${words.parity.controls}>
      ${radioField("of", words.parity.of, sets, asked().of, (of) => choose({of}))}
      ${number("oddsRatio", words.parity.oddsRatio)} ${number("frequency", words.parity.frequency)}
      ${number("caseFraction", words.parity.caseFraction, 100)} ${number("power", words.parity.powerAsked, 100)}
      ${selectField("alpha", words.parity.alpha, alphas, String(asked().alpha), (alpha) => choose({alpha: Number(alpha)}))}
    </form>
    <details class="parity-own" open=${Object.keys(asked().frequencies).length > 0}>
      <summary>${words.parity.ownFrequencies}</summary>
      ${fields}
    </details>
    ${said} ${needs} ${withheld} ${curves}
  </div>` as HTMLElement;
}

function withFrequency(
  frequencies: Record<string, number>,
  group: string,
  frequency: number | null
): Record<string, number> {
  const {[group]: _, ...others} = frequencies;
  return frequency === null ? others : {...others, [group]: frequency};
}
