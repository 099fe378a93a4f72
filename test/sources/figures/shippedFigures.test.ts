import {describe, expect, it} from "vitest";
import {readShippedFigures} from "../../../data-loaders/sources/figures/shippedFigures.js";
import {participationJson} from "../../../data-loaders/release/participationJson.js";
import type {ParticipationDocument} from "../../../src/model/equity.js";

const shipped = await readShippedFigures();

describe("readShippedFigures()", () => {
  it("says of every table whose it is and what has to be said beside it", () => {
    expect(shipped.sources.map(({id}) => id).sort()).toEqual([
      "awareness",
      "continents",
      "countries",
      "participation",
      "portability"
    ]);
    for (const {citation, caveat, date} of shipped.sources)
      expect([citation, caveat, date].every((text) => text.length > 3)).toBe(true);
  });

  it("gives awareness by education and income in order, with the published gradient", () => {
    const values = (dimension: string): (number | null)[] =>
      shipped.awareness.filter((row) => row.dimension === dimension).map(({estimate}) => estimate);
    expect(values("education")).toEqual([45, 51, 66, 65]);
    expect(values("income")).toEqual([46, 51, 53, 62, 73]);
    const ordered = shipped.awareness.filter(({ordered_dimension: ordered}) => ordered);
    expect(ordered.map(({subgroup_order: order}) => order)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5]);
    expect(ordered.every(({setting_average: average}) => average === 55.3)).toBe(true);
  });

  it("has weights under which the values by education give the overall value to the percentage point", () => {
    const rows = shipped.awareness.filter(({dimension}) => dimension === "education");
    const people = rows.reduce((sum, {population}) => sum + population!, 0);
    expect(people).toBeCloseTo(100, 9);
    expect(rows.reduce((sum, {estimate, population}) => sum + estimate! * population!, 0) / people).toBeCloseTo(
      55.3,
      0
    );
  });

  it("has an indicator for each overall value", () => {
    expect(
      shipped.awareness
        .filter(({dimension}) => dimension === "overall")
        .map(({indicator, estimate, ci_lb: low, ci_ub: high, se}) => [indicator, estimate, low, high, se])
    ).toEqual([
      ["Aware of genetic testing (%)", 55.3, 53, 58, null],
      ["Offered a genetic test (%)", 6.49, 5.57, 8, null],
      ["Received a genetic test (%)", 3.32, 2.71, 4, null]
    ]);
  });

  it("knows the map's code of every country, once, but of Kosovo, which has none", () => {
    const named = shipped.countries.filter(({population}) => population !== null);
    expect(named.filter(({iso}) => iso === null).map(({country}) => country)).toEqual(["Kosovo"]);
    const codes = named.flatMap(({iso}) => iso ?? []);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^\d{3}$/.test(code))).toBe(true);
    const of = (name: string): unknown => {
      const {iso, population} = named.find(({country}) => country === name)!;
      return [iso, population];
    };
    expect(of("U.S.")).toEqual(["840", 324459463]);
    expect(of("U.K.")).toEqual(["826", 66181585]);
    expect(of("Republic of Korea")).toEqual(["410", 50982212]);
    expect(of("Democratic People's Republic of Korea")).toEqual(["408", 25490965]);
    expect(of("Niger")).toEqual(["562", 21477348]);
  });

  it("puts participants into the country that recruited them, and those of no reported country last", () => {
    const iceland = shipped.countries.find(({country}) => country === "Iceland")!;
    expect(iceland.participants.reduce((sum, {participants}) => sum + participants, 0)).toBe(10077608);
    expect(shipped.countries.at(-1)).toMatchObject({country: "NR", iso: null, continent: null, population: null});
    expect(shipped.countries.find(({country}) => country === "Niger")!.participants).toEqual([]);
  });
});

describe("the document of the site", () => {
  it("participationJson() has all rows with the sources of both tables", async () => {
    const {rows, countries, sources} = JSON.parse(await participationJson()) as ParticipationDocument;
    expect(rows).toEqual(shipped.participation);
    expect(countries).toEqual(shipped.countries);
    expect(sources.map(({id}) => id)).toEqual(["participation", "countries"]);
  });
});
