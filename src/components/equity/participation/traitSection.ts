import {html} from "htl";
import type {ParticipationDocument} from "../../../model/equity.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {figure} from "../../Figure.js";
import {selectField} from "./choiceField.js";
import {ancestriesOf, notReported} from "./participationShares.js";
import {participationWords as words} from "./participationWords.js";
import {redraw} from "./redraw.js";
import {sourceFacts, sourceLine, sourceOf} from "./sourceFacts.js";
import {traitColumns, traitPanels, traitShares} from "./traitPanels.js";
import type {ViewDesk} from "./viewDesk.js";

/** Small multiples by trait category; they follow what is counted, the stage and the years of the chart above. */
export function traitSection(data: ParticipationDocument, manifest: ReleaseManifest, desk: ViewDesk): HTMLElement {
  const source = sourceOf(data.sources, "participation");
  const groups = ancestriesOf(data.rows).filter((ancestry) => ancestry !== notReported);
  const said = html`<p role="status"></p>` as HTMLElement;
  const stage = html`<div></div>` as HTMLElement;
  const chosen = (): string | null => groups.find((group) => group === desk.view().group) ?? null;
  desk.follow(["metric", "stage", "from", "to", "group"], () => {
    const [view, group] = [desk.view(), chosen()];
    const panels = traitShares(data.rows, view, group);
    const ends = panels.map((panel) => panel.at(-1)!).map(({trait, share}) => ({who: trait, share}));
    said.textContent = ends.length > 1 ? words.panelsSentence(view, group, ends[0], ends.at(-1)!) : "";
    redraw(
      stage,
      figure({
        id: "share-by-trait",
        title: words.panelsTitle(group),
        subtitle: words.panelsSubtitle(view),
        chart: (width) => traitPanels(panels, group, width),
        source: sourceLine(source),
        manifest,
        embed: true,
        facts: sourceFacts(source),
        columns: traitColumns(view.metric, group),
        rows: panels.flat()
      })
    );
  });
  const every = {value: "", label: words.allButEuropean};
  const choices = [every, ...groups.map((group) => ({value: group, label: group}))];
  return html`<div class="participation-traits">
    <form class="controls" onsubmit=${(event: Event) => event.preventDefault()}>
      ${selectField("group", words.controls.group, choices, chosen() ?? "", (group) =>
        desk.choose({group: group || null})
      )}
    </form>
    ${said} ${stage}
  </div>` as HTMLElement;
}
