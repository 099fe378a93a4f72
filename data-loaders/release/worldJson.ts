import {createRequire} from "node:module";
import {geoArea, geoCentroid} from "d3";
import {feature} from "topojson-client";
import type {GeometryCollection, Topology} from "topojson-specification";
import type {CountryPoint, WorldMap} from "../../src/model/worldMap.js";

type Atlas = Topology<{countries: GeometryCollection<{name: string}>}>;

/**
 * `data/world.json`: the countries of Natural Earth 1 : 110m (public domain) by ISO 3166-1 numeric id, as TopoJSON of the
 * package world-atlas (ISC), and those that only its finer map 1 : 50m has, as points.
 */
export function worldJson(): string {
  const require = createRequire(import.meta.url);
  const coarse = require("world-atlas/countries-110m.json") as Atlas;
  const drawn = new Set(coarse.objects.countries.geometries.map(({id}) => String(id)));
  const points = smallCountries(require("world-atlas/countries-50m.json") as Atlas, drawn);
  const world: WorldMap = {topology: {...coarse, objects: {countries: coarse.objects.countries}}, points};
  return JSON.stringify(world);
}

/** Some territories share the id of the country that they belong to: the largest stands for it. */
function smallCountries(fine: Atlas, drawn: ReadonlySet<string>): CountryPoint[] {
  const largest = new Map<string, CountryPoint & {area: number}>();
  for (const country of feature(fine, fine.objects.countries).features) {
    const id = String(country.id);
    const area = geoArea(country);
    if (country.id === undefined || drawn.has(id) || area <= (largest.get(id)?.area ?? 0)) continue;
    const [lon, lat] = geoCentroid(country).map((degrees) => Number(degrees.toFixed(2)));
    largest.set(id, {id, name: country.properties.name, lon, lat, area});
  }
  return [...largest.values()].map(({id, name, lon, lat}) => ({id, name, lon, lat}));
}
