import {html} from "htl";
import type {ParticipationDocument} from "../../../model/equity.js";
import type {ReleaseManifest} from "../../../model/release.js";
import type {WorldMap} from "../../../model/worldMap.js";
import {figure} from "../../Figure.js";
import {countryColumns, countryDots} from "./countryDots.js";
import {countryShares, notRecruiting, withoutCountry} from "./countryShares.js";
import {emptyChart} from "./emptyChart.js";
import {participationWords as words} from "./participationWords.js";
import {redraw} from "./redraw.js";
import {sourceFacts, sourceLine, sourceOf} from "./sourceFacts.js";
import type {ViewDesk} from "./viewDesk.js";
import {worldChart, worldHeight} from "./worldChart.js";

/** So many countries are shown before all are asked for. */
export const firstCountries = 30;

/** The map, which comes when a reader is near it, and the same as a ranked plot. */
export function countrySection(
  data: ParticipationDocument,
  manifest: ReleaseManifest,
  desk: ViewDesk,
  readWorld: () => Promise<WorldMap>
): HTMLElement {
  const source = sourceOf(data.sources, "countries");
  const shared = {source: sourceLine(source), manifest, facts: sourceFacts(source), embed: true};
  const shares = countryShares(data.countries);
  const recruiting = shares.filter(({participants, perThousand}) => participants > 0 && perThousand !== null);
  const said = countrySentences(data);
  const [map, dots] = [html`<div></div>` as HTMLElement, html`<div></div>` as HTMLElement];
  const showMap = (chart: (width: number) => Element): void =>
    redraw(
      map,
      figure({
        ...shared,
        id: "participants-per-head",
        title: words.map.title,
        subtitle: words.map.subtitle,
        chart,
        columns: countryColumns,
        rows: shares
      })
    );
  showMap((width) => placeholder(words.map.loading, width));
  whenNear(map, () => {
    readWorld().then(
      (world) => showMap((width) => worldChart(world, shares, width)),
      () => showMap((width) => placeholder(words.map.failed, width))
    );
  });
  desk.follow(["countries"], () => {
    const all = desk.view().countries === "all" || recruiting.length <= firstCountries;
    const shown = all ? recruiting : recruiting.slice(0, firstCountries);
    redraw(
      dots,
      figure({
        ...shared,
        id: "countries-ranked",
        title: words.dots.title(shown.length, recruiting.length),
        subtitle: words.dots.subtitle,
        chart: (width) => countryDots(shares, shown, width),
        columns: countryColumns,
        rows: shown
      })
    );
  });
  const toggle = html`<button type="button"></button>` as HTMLButtonElement;
  desk.follow(["countries"], () => {
    toggle.textContent = words.dots.toggle(desk.view().countries, firstCountries, recruiting.length);
  });
  toggle.onclick = () => desk.choose({countries: desk.view().countries === "all" ? "first" : "all"});
  return html`<div class="participation-countries">
    ${said.map((sentence) => html`<p>${sentence}</p>`)} ${map} ${dots}
    ${recruiting.length > firstCountries ? html`<p>${toggle}</p>` : null}
  </div>` as HTMLElement;
}

/** What the numbers by country say; nothing where there are none. */
export function countrySentences({countries}: ParticipationDocument): string[] {
  const shares = countryShares(countries);
  const [most] = shares;
  const none = notRecruiting(shares);
  return [
    most && words.map.mostSentence(most),
    words.map.noneSentence(none.countries, shares.length, none.people),
    words.map.leftOutSentence(withoutCountry(countries).participants)
  ].filter((sentence): sentence is string => Boolean(sentence));
}

function placeholder(text: string, width: number): Element {
  const chart = emptyChart(text, width);
  chart.setAttribute("height", String(worldHeight(width)));
  chart.setAttribute("viewBox", `0 0 ${width} ${worldHeight(width)}`);
  return chart;
}

/** Once, when the element is about a screen away, or at once where that cannot be told. */
function whenNear(element: HTMLElement, run: () => void): void {
  if (typeof IntersectionObserver === "undefined") return run();
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({isIntersecting}) => isIntersecting)) return;
      observer.disconnect();
      run();
    },
    {rootMargin: "900px"}
  );
  observer.observe(element);
}
