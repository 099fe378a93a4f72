/** A country too small for the map of the world, as the point in its middle: degrees east and north. */
export interface CountryPoint {
  /** ISO 3166-1 numeric with three digits. */
  id: string;
  name: string;
  lon: number;
  lat: number;
}

/** `data/world.json` of the site. */
export interface WorldMap {
  /** TopoJSON with the object `countries`, by ISO 3166-1 numeric id; a few areas have none. */
  topology: object;
  points: CountryPoint[];
}
