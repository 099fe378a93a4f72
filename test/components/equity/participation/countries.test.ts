// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {countryLorenz, participantsOfLeast} from "../../../../src/components/equity/participation/countryLorenz.js";
import {countrySentences} from "../../../../src/components/equity/participation/countrySection.js";
import {
  countryShares,
  notRecruiting,
  withoutCountry
} from "../../../../src/components/equity/participation/countryShares.js";
import {lorenzSentence} from "../../../../src/components/equity/participation/lorenzSection.js";
import {classOf} from "../../../../src/components/equity/participation/mapClasses.js";
import {worldChart, worldHeight} from "../../../../src/components/equity/participation/worldChart.js";
import type {CountryRow} from "../../../../src/model/equity.js";
import type {WorldMap} from "../../../../src/model/worldMap.js";
import {worldJson} from "../../../../data-loaders/release/worldJson.js";
import {shippedParticipation} from "./shippedParticipation.js";

const country = (
  name: string,
  population: number | null,
  participants: number,
  iso: string | null = "756"
): CountryRow => ({
  country: name,
  iso,
  continent: "Europe",
  population,
  participants: participants > 0 ? [{ancestry: "European", participants, studies: 1}] : []
});
const shipped = await shippedParticipation();

describe("countryShares", () => {
  it("ranks by participants per 1,000 people, those without a population last", () => {
    const shares = countryShares([
      country("A", 1000, 10),
      country("B", null, 99),
      country("C", 500, 100),
      country("D", 10, 0)
    ]);
    expect(shares.map(({country, perThousand}) => [country, perThousand])).toEqual([
      ["C", 200],
      ["A", 10],
      ["D", 0],
      ["B", null]
    ]);
    expect(notRecruiting(shares)).toEqual({countries: 1, people: 10 / 1510});
  });

  it("keeps records that report no country apart: 129,016,177 participants", () => {
    // python3: sum of participants of gwas-participants-by-country-ancestry.csv where country_of_recruitment is NR.
    expect(withoutCountry(shipped.countries).participants).toBe(129016177);
    expect(countryShares(shipped.countries).some(({country}) => country === "NR")).toBe(false);
  });

  it("has Iceland first, with 10,077,608 participants of 335,025 people", () => {
    const [iceland] = countryShares(shipped.countries);
    expect(iceland.country).toBe("Iceland");
    expect(iceland.participants).toBe(10077608);
    expect(iceland.perThousand).toBeCloseTo((1000 * 10077608) / iceland.population!, 9);
    expect(countrySentences(shipped)[0]).toMatch(/more participants than people/);
  });
});

describe("classOf", () => {
  it("begins a class at 0.01, 0.1, 1, 10, 100 and 1,000", () => {
    expect([0.0099, 0.01, 0.099, 0.1, 0.99, 1, 9.9, 10, 99, 100, 999, 1000, 30_000].map(classOf)).toEqual([
      0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6
    ]);
  });
});

describe("countryLorenz", () => {
  it("adds up people and participants from the least recruited country", () => {
    // Two countries of as many people, one with all participants: a Gini coefficient of a half.
    const lorenz = countryLorenz(countryShares([country("none", 100, 0), country("all", 100, 50)]))!;
    expect(lorenz.points).toEqual([
      {country: "none", people: 0.5, participants: 0},
      {country: "all", people: 1, participants: 1}
    ]);
    expect(lorenz.gini).toBeCloseTo(0.5, 12);
    expect(participantsOfLeast(lorenz, 0.75)).toBeCloseTo(0.5, 12);
  });

  it("has no sentence for fewer than two countries, nor for participation spread evenly", () => {
    const only = (...countries: CountryRow[]) => ({...shipped, countries});
    expect(lorenzSentence(only(country("A", 10, 5)))).toBeNull();
    expect(lorenzSentence(only(country("A", 10, 0), country("B", 10, 0)))).toBeNull();
    expect(lorenzSentence(only(country("A", 10, 5), country("B", 30, 15)))).toBeNull();
  });

  // python3: numpy, countries.csv and countryParticipation.csv sorted by participants / population;
  // 1 - sum((y[i] + y[i-1]) * (x[i] - x[i-1])).
  it("gives the figures that ship a Gini coefficient of 0.952", () => {
    expect(countryLorenz(countryShares(shipped.countries))!.gini).toBeCloseTo(0.95228617, 6);
  });
});

describe("worldChart", () => {
  const world = JSON.parse(worldJson()) as WorldMap;
  const shares = countryShares(shipped.countries);
  const chart = worldChart(world, shares, 1000);

  it("draws every area but Antarctica, and hatches those where no study recruits", () => {
    expect(chart.querySelectorAll(".map-class, .map-none, .map-unknown").length).toBeGreaterThan(176);
    const hatched = chart.querySelectorAll(".map-none");
    expect(hatched.length).toBeGreaterThan(60);
    for (const shape of hatched) expect(shape.getAttribute("fill")).toBe("url(#no-study)");
    expect(Number(chart.querySelector("svg")!.getAttribute("height"))).toBe(worldHeight(1000));
  });

  it("gives each recruiting country the colour of its class", () => {
    const byClass = (i: number): number => chart.querySelectorAll(`.map-class[fill="var(--map-${i})"]`).length;
    // Only Iceland has more participants than people.
    expect(byClass(6)).toBe(1);
    expect([0, 1, 2, 3, 4, 5].map(byClass).every((n) => n > 0)).toBe(true);
  });

  it("is one stop of Tab, from which arrow keys go from country to country, most first", () => {
    expect(chart.tabIndex).toBe(0);
    const said = chart.querySelector("[role=status]")!;
    const press = (key: string): void => void chart.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    press("ArrowRight");
    expect(said.textContent).toMatch(/^Iceland, 30\u202f\d{3} participants per 1,000 people/);
    press("ArrowRight");
    expect(said.textContent).toMatch(/^U\.K\., /);
    press("ArrowLeft");
    expect(said.textContent).toMatch(/^Iceland/);
    expect(chart.querySelectorAll(".map-marked")).toHaveLength(1);
    press("End");
    expect(said.textContent).toMatch(/no study recruits|unknown/);
    press("Escape");
    expect(chart.querySelectorAll(".map-marked")).toHaveLength(0);
    expect((chart.querySelector(".point-tip") as HTMLElement).hidden).toBe(true);
  });
});
