import {feature} from "topojson-client";
import {describe, expect, it} from "vitest";
import {worldJson} from "../../data-loaders/release/worldJson.js";
import {readShippedFigures} from "../../data-loaders/sources/figures/shippedFigures.js";
import type {WorldMap} from "../../src/model/worldMap.js";

const {topology, points} = JSON.parse(worldJson()) as WorldMap;
type Topology = Parameters<typeof feature>[0];
const {objects} = topology as Topology;
const areas = feature(topology as Topology, objects.countries as Parameters<typeof feature>[1]) as unknown as {
  features: {id?: string}[];
};

describe("worldJson", () => {
  it("has the 177 areas of Natural Earth 1 : 110m, and 61 smaller countries as points", () => {
    expect(areas.features).toHaveLength(177);
    expect(points).toHaveLength(61);
    expect(new Set(points.map(({id}) => id)).size).toBe(61);
  });

  it("puts small countries where they are", () => {
    const singapore = points.find(({id}) => id === "702")!;
    expect(singapore.name).toBe("Singapore");
    // 1.35° N, 103.82° E: CIA World Factbook, to a tenth of a degree.
    expect(Math.abs(singapore.lat - 1.35)).toBeLessThan(0.1);
    expect(Math.abs(singapore.lon - 103.82)).toBeLessThan(0.1);
  });

  it("has a place for every country that a study recruited in", async () => {
    const places = new Set([...areas.features.map(({id}) => id), ...points.map(({id}) => id)]);
    const {countries} = await readShippedFigures();
    const recruiting = countries.filter(({participants, continent}) => participants.length > 0 && continent !== null);
    expect(recruiting.length).toBeGreaterThan(90);
    expect(recruiting.filter(({iso}) => !places.has(iso ?? "")).map(({country}) => country)).toEqual([]);
  });
});
