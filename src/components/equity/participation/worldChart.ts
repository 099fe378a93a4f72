import * as d3 from "d3";
import {html, svg} from "htl";
import {feature, mesh} from "topojson-client";
import type {WorldMap} from "../../../model/worldMap.js";
import {pointTip} from "../../association/pointTip.js";
import {hatchPattern} from "../../WithheldCell.js";
import type {CountryShare} from "./countryShares.js";
import {classEnds, classOf} from "./mapClasses.js";
import {participationWords as words} from "./participationWords.js";

type Topology = Parameters<typeof feature>[0];
type Feature = d3.GeoPermissibleObjects & {id?: string; properties: {name: string}};

/** A place of the map: an area or a small country's point. */
interface Place {
  name: string;
  share: CountryShare | undefined;
  shape: SVGElement;
  x: number;
  y: number;
}

const antarctica = "010";
const keyHeight = 84;
/** South of it are only Antarctica and some islands. */
const southernmost = -57;

/** In pixels, with its key; known before the map is there, so that nothing jumps. */
export function worldHeight(width: number): number {
  return mapHeight(width) + keyHeight + (width < 560 ? 40 : 0);
}

/**
 * Countries by participants per head, with areas true to size (Equal Earth; Šavrič, Patterson & Jenny 2018,
 * Int J Geogr Inf Sci 33:454). One stop of Tab: the arrow keys go from country to country, from most to least.
 */
export function worldChart(world: WorldMap, shares: readonly CountryShare[], width: number): HTMLElement {
  const projection = projectionFor(width);
  const path = d3.geoPath(projection);
  const byIso = new Map(shares.filter(({iso}) => iso !== null).map((share) => [share.iso!, share]));
  const topology = world.topology as Topology;
  const countries = topology.objects.countries as Parameters<typeof feature>[1];
  const {features} = feature(topology, countries) as unknown as {features: Feature[]};
  const areas = features
    .filter(({id}) => id !== antarctica)
    .map((country): Place => {
      const share = byIso.get(country.id ?? "");
      const [x, y] = path.centroid(country);
      const shape =
        svg`<path d=${path(country)} data-iso=${country.id ?? null} ${looks(share)} stroke="none"></path>` as SVGElement;
      return {name: share?.country ?? country.properties.name, share, shape, x, y};
    });
  const points = world.points
    .filter(({id}) => (byIso.get(id)?.participants ?? 0) > 0)
    .map(({id, name, lon, lat}): Place => {
      const [x, y] = projection([lon, lat])!;
      const share = byIso.get(id);
      const shape = svg`<circle cx=${x} cy=${y} r=${width < 560 ? 2.5 : 4} ${looks(share)} stroke="var(--text)" stroke-width="0.8"></circle>`;
      return {name: share?.country ?? name, share, shape: shape as SVGElement, x, y};
    });
  const borders = path(mesh(topology, countries as Parameters<typeof mesh>[1]));
  const map = svg`<svg width=${width} height=${worldHeight(width)} viewBox=${`0 0 ${width} ${worldHeight(width)}`}>
    ${hatchPattern("no-study")}
    <defs><clipPath id="world-clip"><rect width=${width} height=${mapHeight(width)}></rect></clipPath></defs>
    <g clip-path="url(#world-clip)">
      <path d=${path({type: "Sphere"})} fill="var(--sunken)"></path>
      ${areas.map(({shape}) => shape)}
      <path d=${borders} fill="none" stroke="var(--map-border)" stroke-width="0.6" pointer-events="none"></path>
      ${points.map(({shape}) => shape)}
    </g>
    ${mapKey(width)}
  </svg>` as unknown as SVGSVGElement;
  return withTips(map, [...areas, ...points]);
}

/** The class's colour, or a sign of its own for a country without a study and for one without numbers. */
function looks(share: CountryShare | undefined): Record<string, string> {
  if (!share || share.perThousand === null) return {class: "map-unknown", fill: "var(--map-unknown)"};
  if (share.participants === 0) return {class: "map-none", fill: "url(#no-study)"};
  return {class: "map-class", fill: `var(--map-${classOf(share.perThousand)})`};
}

function mapKey(width: number): SVGElement {
  const narrow = width < 560;
  const top = mapHeight(width) + 26;
  const step = Math.min(92, (width - 8) / (classEnds.length + 1));
  const signs = [
    {fill: "url(#no-study)", text: words.map.none},
    {fill: "var(--map-unknown)", text: words.map.unknown}
  ];
  return svg`<g font-size="12" fill="currentColor" text-anchor="start">
    <text x="2" y=${top - 8}>${words.map.key}</text>
    ${[...classEnds, Infinity].map(
      (_, i) =>
        svg`<g>
          <rect x=${2 + i * step} y=${top} width=${step} height="12" fill=${`var(--map-${i})`} stroke="var(--map-border)" stroke-width="0.5"></rect>
          ${
            i < classEnds.length
              ? svg`<text x=${2 + (i + 1) * step} y=${top + 26} text-anchor="middle" font-size=${narrow ? 11 : 12}>${words.map.end(classEnds[i])}</text>`
              : null
          }
        </g>`
    )}
    ${signs.map(({fill, text}, i) => {
      const [x, y] = narrow ? [2, top + 44 + i * 20] : [2 + i * 300, top + 44];
      return svg`<g>
        <rect x=${x} y=${y - 10} width="18" height="12" fill=${fill} stroke="currentColor" stroke-opacity="0.5" stroke-width="0.7"></rect>
        <text x=${x + 25} y=${y}>${text}</text>
      </g>`;
    })}
  </g>` as SVGElement;
}

/** Says what a place is while a pointer is over it, or the keyboard has come to it. */
function withTips(map: SVGSVGElement, places: readonly Place[]): HTMLElement {
  const ranked = places.filter(({share}) => share).sort((a, b) => rateOf(b) - rateOf(a) || (a.name < b.name ? -1 : 1));
  const tip = pointTip();
  const said = html`<span class="visually-hidden" role="status"></span>` as HTMLElement;
  let at = -1;
  let marked: Place | null = null;
  const mark = (place: Place | null): void => {
    marked?.shape.classList.remove("map-marked");
    marked = place;
    if (!place) return tip.hide();
    place.shape.classList.add("map-marked");
    const scale = map.getBoundingClientRect().width / Number(map.getAttribute("width")) || 1;
    tip.show(words.map.lines(place.name, place.share ?? null), place.x * scale, place.y * scale);
  };
  const go = (next: number): void => {
    at = Math.min(ranked.length - 1, Math.max(0, next));
    mark(ranked[at]);
    said.textContent = words.map.lines(ranked[at].name, ranked[at].share ?? null).join(", ");
  };
  for (const place of places) {
    place.shape.addEventListener("pointerenter", () => mark(place));
    place.shape.addEventListener("pointerleave", () => mark(at >= 0 ? ranked[at] : null));
  }
  const element = html`<div
    class="world-map"
    tabindex="0"
    role="group"
    aria-label=${words.map.keys}
    onkeydown=${(event: KeyboardEvent) => {
      const steps: Record<string, () => void> = {
        ArrowRight: () => go(at + 1),
        ArrowDown: () => go(at + 1),
        ArrowLeft: () => go(at - 1),
        ArrowUp: () => go(at - 1),
        Home: () => go(0),
        End: () => go(ranked.length - 1),
        Escape: () => leave()
      };
      if (!steps[event.key] || event.ctrlKey || event.metaKey || event.altKey || ranked.length === 0) return;
      event.preventDefault();
      steps[event.key]();
    }}
    onblur=${() => leave()}
  >
    ${map} ${tip.element} ${said}
  </div>` as HTMLElement;
  function leave(): void {
    at = -1;
    mark(null);
  }
  return element;
}

function rateOf({share}: Place): number {
  return share?.perThousand ?? -1;
}

function projectionFor(width: number): d3.GeoProjection {
  return d3.geoEqualEarth().fitWidth(width, {type: "Sphere"});
}

function mapHeight(width: number): number {
  return Math.ceil(projectionFor(width)([0, southernmost])![1]);
}
