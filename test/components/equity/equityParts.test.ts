// @vitest-environment jsdom
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {toCsv} from "../../../src/components/dataTable.js";
import {barGroups} from "../../../src/components/equity/barGroups.js";
import {concentrationChart, concentrationRows} from "../../../src/components/equity/concentrationChart.js";
import {equiplot} from "../../../src/components/equity/equiplot.js";
import {equitySeries} from "../../../src/components/equity/equitySeries.js";
import {gradientMultiples} from "../../../src/components/equity/gradientMultiples.js";
import {keyMeasures, keyMeasuresChart} from "../../../src/components/equity/keyMeasures.js";
import {measureChart, measuredSeries} from "../../../src/components/equity/measureChart.js";
import {measurePanel} from "../../../src/components/equity/measurePanel.js";
import {allMeasures, measureSeries} from "../../../src/components/equity/measureSeries.js";
import {frameCode, showOnlyFigure} from "../../../src/components/equity/onlyFigure.js";
import {reachedExplorer} from "../../../src/components/equity/reachedExplorer.js";
import {resolveChoice, titledSeries, type ReachedView} from "../../../src/components/equity/reachedChoice.js";
import {
  awarenessFigure,
  keyMeasuresFigure,
  ownFigures,
  participationFigure,
  portabilityFigure
} from "../../../src/components/equity/reportFigures.js";
import {reportFacts} from "../../../src/components/equity/reportFacts.js";
import {ownHeadlines, reportHeadlines} from "../../../src/components/equity/reportHeadlines.js";
import {sourceList} from "../../../src/components/equity/sourceList.js";
import {inkOn, subgroupColour} from "../../../src/components/equity/subgroupColours.js";
import {subgroupChart, subgroupColumns, subgroupRows} from "../../../src/components/equity/subgroupChart.js";
import {hiddenByProtection, hiddenSentences, withheldSign} from "../../../src/components/equity/withheldEquity.js";
import {en} from "../../../src/components/equity/words/en.js";
import {isRefused} from "../../../src/kernels/equity/subgroup.js";
import {readReachedAddress, reachedQuery} from "../../../src/query/reachedAddress.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import {sampleEquity, sampleParticipation} from "../../fixtures/sampleEquity.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

let manifest: ReleaseManifest;
beforeEach(async () => {
  manifest ??= (await sampleRelease({variants: 4})).manifest;
});
afterEach(() => {
  document.body.replaceChildren();
  document.head.replaceChildren();
  delete document.documentElement.dataset.figure;
});

const text = (element: Element) => element.textContent!.replace(/\s+/g, " ").trim();
const texts = (chart: Element) => [...chart.querySelectorAll("text")].map((e) => e.textContent);
const all = titledSeries(equitySeries(sampleEquity().indicators));
const none: ReachedView = {indicator: null, dimension: null, setting: null, period: null, measure: null, compare: null};
const find = (dimension: string) => all.find(({series}) => series.dimension === dimension)!;
const sign = {words: "withheld", by: {rule: "small-count", sentence: "Counts of 1 to 20 are hidden."}};

describe("equitySeries(rows)", () => {
  it("keeps a series together, and its groups in their order", () => {
    const shuffled = [...sampleEquity().indicators].reverse();
    const income = equitySeries(shuffled).find(({dimension}) => dimension === "income")!;
    expect(equitySeries(shuffled)).toHaveLength(all.length);
    const orders = income.rows.map(({subgroup_order}) => subgroup_order);
    expect(orders).toEqual([...orders].sort((a, b) => a! - b!));
  });

  it("titledSeries tells every series from the others by title and by id", () => {
    expect(new Set(all.map(({title}) => title)).size).toBe(all.length);
    expect(new Set(all.map(({id}) => id)).size).toBe(all.length);
  });
});

describe("resolveChoice(series, view)", () => {
  it("takes the first of what does not exist, and offers only what goes with what was chosen", () => {
    const choice = resolveChoice(all, {...none, indicator: "Invited (%)", dimension: "nonsense", period: "2020"});
    expect(choice.chosen.series).toMatchObject({indicator: "Invited (%)", dimension: "income", date: "2020"});
    expect(choice.periods).toEqual(["2015", "2020"]);
    expect(choice.dimensions).toEqual(["income"]);
    expect(choice.measure).toBe("sii");
    expect(resolveChoice(all, {...none, indicator: "Reached (%)", measure: "toString"}).measure).toBe("d");
    expect(choice.comparable).toHaveLength(all.length - 1);
  });

  it("comes back from an address as it went in", () => {
    const view = {...none, indicator: "Invited (%)", period: "2020", measure: "rci", compare: "x-y"};
    expect(readReachedAddress(`?${reachedQuery(view)}`)).toEqual(view);
    expect(reachedQuery(none)).toBe("");
  });
});

describe("measureSeries(id, series, words)", () => {
  it("refuses every measure where a group is hidden, and names the group", () => {
    for (const {result} of allMeasures(find("age").series, en))
      expect(result).toEqual({
        refused:
          "Not worked out: the value of “80 and over” is not shown, and without it a measure would describe other people."
      });
  });

  it("gives all 21 an answer, a value or a sentence", () => {
    for (const {series} of all) {
      const rows = allMeasures(series, en);
      expect(rows).toHaveLength(21);
      for (const {result} of rows)
        if (isRefused(result)) expect(result.refused).toMatch(/^[A-Z].*\.$/);
        else expect(Number.isFinite(result.estimate)).toBe(true);
    }
  });
});

describe("subgroupChart(rows, words, sign, width)", () => {
  it("draws bars with values and intervals, and hatches what is withheld, wide and narrow", () => {
    const rows = subgroupRows([find("age")]);
    for (const width of [900, 320]) {
      const chart = subgroupChart(rows, en, sign, width);
      expect(texts(chart)).toContain("withheld");
      expect(texts(chart)).toContain("52\u202f%");
      const fills = [...chart.querySelectorAll("[fill]")].map((e) => e.getAttribute("fill")!);
      expect(fills.some((fill) => fill.startsWith("url(#hatch-subgroups"))).toBe(true);
      expect(chart.querySelectorAll("g[aria-label='link'] path")).toHaveLength(6);
    }
  });

  it("says the same in its table and export, with the rule for a withheld value", () => {
    const columns = subgroupColumns(en, sign);
    const csv = toCsv(columns, subgroupRows([find("age")]), []);
    expect(csv).toContain("Reached (%),age,80 and over,withheld,withheld,withheld");
    expect(csv).toContain("Reached (%),age,18–39,52,48.08,55.92");
    const cell = columns.at(-1)!.cell(subgroupRows([find("age")])[3]) as Element;
    expect(text(cell)).toMatch(/withheld ?Counts of 1 to 20 are hidden\. small-count/);
  });
});

describe("equiplot, small multiples, measures and curve", () => {
  it("equiplot numbers the groups and says what the numbers stand for, withheld ones too", () => {
    const shown = texts(equiplot(subgroupRows([find("age"), find("region")]), en, sign, 700));
    expect(shown).toContain("4: withheld");
    expect(shown).toContain("1  18–39 / North");
  });

  it("gradientMultiples has a panel for each series, in as many columns as there is room for", () => {
    for (const width of [1000, 340]) {
      const chart = gradientMultiples(subgroupRows(all), en, sign, width);
      expect(texts(chart).filter((word) => word === "withheld")).toHaveLength(1);
      expect(texts(chart)).toContain("Less than $10,000");
    }
  });

  it("measureChart marks no inequality, and says which series have no value", () => {
    const over = [find("income"), find("age")];
    const rows = measuredSeries("rii", over, en);
    expect(texts(measureChart(rows, "rii", en, 600))).toEqual(
      expect.arrayContaining(["no inequality", "not worked out"])
    );
  });

  it("keyMeasures holds slope, ratio and both concentration indices of each gradient", () => {
    const rows = keyMeasures([find("education"), find("income"), find("age")], en);
    expect(rows.map(({id}) => id)).toEqual(["sii", "sii", "rii", "rii", "aci", "aci", "rci", "rci"]);
    expect(texts(keyMeasuresChart(rows, en, 600)).filter((word) => word === "0" || word === "1")).toHaveLength(8);
  });

  it("concentrationRows begin at the origin, end at one, and bend below the line where those further up have more", () => {
    const rows = concentrationRows([find("income")]);
    expect(rows[0]).toMatchObject({people: 0, indicatorShare: 0});
    expect(rows.at(-1)!.people).toBeCloseTo(1, 12);
    expect(rows.at(-1)!.indicatorShare).toBeCloseTo(1, 12);
    for (const {people, indicatorShare} of rows.slice(1, -1)) expect(indicatorShare).toBeLessThan(people);
    expect(concentrationRows([find("age"), find("region")])).toEqual([]);
    expect(texts(concentrationChart(rows, en, 500))).toContain("equal shares");
  });

  it("barGroups writes each value beside its bar", () => {
    const bars = [
      {heading: "One", label: "a", value: 4, whole: 4, text: "four"},
      {heading: "Two", label: "b", value: 0.1, whole: 1, text: "a tenth"}
    ];
    for (const width of [800, 300])
      expect(texts(barGroups(bars, width))).toEqual(expect.arrayContaining(["One", "four", "a tenth"]));
  });
});

describe("subgroupColour(series, index)", () => {
  it("ranks ordered groups only, and keeps the colours of genetic ancestry groups", () => {
    const region = find("region").series;
    expect(new Set(region.rows.map((_, i) => subgroupColour(region, i))).size).toBe(1);
    const income = find("income").series;
    expect(new Set(income.rows.map((_, i) => subgroupColour(income, i))).size).toBe(income.rows.length);
    const rows = region.rows.map((row) => ({...row, subgroup: "EAS"}));
    expect(subgroupColour({...region, dimension: "ancestry", rows}, 0)).toBe("#009E73");
    expect([inkOn("#000000"), inkOn("rgb(255, 240, 90)")]).toEqual(["#ffffff", "#000000"]);
  });
});

describe("measurePanel({id, result, words})", () => {
  it("reads an interval, and takes no chance for a difference", () => {
    const {series} = find("income");
    const panel = (id: "sii" | "bgv") => text(measurePanel({id, result: measureSeries(id, series, en), words: en}));
    expect(panel("sii")).toMatch(/The interval leaves out 0/);
    const even = {...series, rows: series.rows.map((row) => ({...row, estimate: 50 + row.subgroup_order! / 9}))};
    const result = measureSeries("bgv", even, en);
    expect(text(measurePanel({id: "bgv", result, words: en}))).toMatch(/The interval holds 0/);
    const hidden = measureSeries("sii", find("age").series, en);
    expect(text(measurePanel({id: "sii", result: hidden, words: en}))).toMatch(/Not worked out/);
  });
});

describe("reachedExplorer(options)", () => {
  const explorer = (view: Partial<ReachedView> = {}, onView = vi.fn()) => {
    const element = reachedExplorer({document: sampleEquity(), manifest, words: en, view: {...none, ...view}, onView});
    document.body.replaceChildren(element);
    const choose = (name: string, value: string) => {
      const select = element.querySelector<HTMLSelectElement>(`select[name="${name}"]`)!;
      expect([...select.options].map((option) => option.value)).toContain(value);
      select.value = value;
      select.dispatchEvent(new Event("change"));
    };
    return {element, choose, onView};
  };
  const heading = (element: Element) => text(element.querySelector("h2")!);

  it("follows each control, and tells the address", () => {
    const {element, choose, onView} = explorer();
    expect(heading(element)).toMatch(/Aware of genetic testing/);
    choose("indicator", "Reached (%)");
    choose("dimension", "region");
    expect(heading(element)).toMatch(/Reached \(%\) · region/);
    expect(element.querySelector("#concentration")!.tagName).toBe("P");
    expect(text(element.querySelector("#concentration")!)).toMatch(/have no order/);
    choose("measure", "bgsd");
    expect(onView).toHaveBeenLastCalledWith({...none, indicator: "Reached (%)", dimension: "region", measure: "bgsd"});
    expect(element.querySelector("tr[aria-current]")!.getAttribute("data-measure")).toBe("bgsd");
    choose("indicator", "Invited (%)");
    choose("period", "2020");
    choose("compare", all.find(({series}) => series.date === "2015")!.id);
    expect(text(element.querySelector(".headlines")!)).toMatch(/slope index of inequality fell from/i);
    expect(element.querySelectorAll("#subgroups svg text").length).toBeGreaterThan(10);
  });

  it("comes back to what an address says, and draws two indicators without a sentence about their difference", () => {
    const other = find("region").id;
    const {element} = explorer({indicator: "Invited (%)", period: "2020", measure: "rci", compare: other});
    expect(element.querySelector<HTMLSelectElement>("[name=period]")!.value).toBe("2020");
    expect(text(element.querySelector("#measure-name")!)).toBe(
      text(element.querySelector("[name=measure] option:checked")!)
    );
    expect(text(element.querySelector(".headlines")!)).toMatch(/No sentence compares them/);
  });

  it("says who is hidden, and lists refusals as sentences", () => {
    const {element} = explorer({indicator: "Reached (%)", dimension: "age"});
    expect(element.querySelectorAll("tbody td[colspan]")).toHaveLength(21);
    expect(text(element.querySelector(".hidden-people")!)).toMatch(/By age, “80 and over”: Reached\./);
    expect(text(element.querySelector(".headlines")!)).toMatch(
      /cannot be told, because the value of “80 and over” is not shown/
    );
  });

  it("chooses a measure from the table, and says so when there is no table at all", () => {
    const {element} = explorer();
    element.querySelector<HTMLButtonElement>("tr[data-measure=aci] button")!.click();
    expect(element.querySelector<HTMLSelectElement>("[name=measure]")!.value).toBe("aci");
    const empty = reachedExplorer({
      document: {...sampleEquity(), indicators: []},
      manifest,
      words: en,
      view: none,
      onView: vi.fn()
    });
    expect(text(empty)).toBe(en.reached.empty);
  });
});

describe("the parts of the report", () => {
  const data = () => ({equity: sampleEquity(), participation: sampleParticipation(), manifest, words: en});

  it("opens with one sentence for each chapter", () => {
    const kinds = reportHeadlines(data()).map(({kind}) => kind);
    expect(kinds.slice(0, 4)).toEqual(["claim", "claim", "claim", "claim"]);
    expect(text(reportFacts(manifest, en))).toMatch(/Data of the cohort ?synthetic/);
  });

  it("says of each own table the gap of its last period, and what changed since the first", () => {
    const said = ownHeadlines(data()).map(({kind, text}) => [kind, text.split(":")[0]]);
    expect(said).toEqual([
      ["claim", "Invited (Nowhere, 2020)"],
      ["claim", "Invited"],
      ["claim", "Reached (Nowhere)"],
      ["untold", "Reached"]
    ]);
  });

  it("draws every figure, says whose the figures are, and never calls a survey synthetic", () => {
    const figures = [
      participationFigure(data()),
      awarenessFigure(data()),
      keyMeasuresFigure(data()),
      portabilityFigure(data())
    ];
    for (const drawn of figures) {
      expect(drawn.querySelector("svg")).not.toBeNull();
      expect(text(drawn.querySelector(".provenance")!)).toMatch(/Figures of/);
      expect(text(drawn.querySelector(".provenance")!)).not.toMatch(/synthetic/);
      expect(text(drawn.querySelector(".figure-menu")!)).toMatch(/SVG PNG CSV Link Embed/);
    }
    const own = ownFigures(data());
    expect(own).toHaveLength(1);
    expect(text(own[0].querySelector(".provenance")!)).toMatch(/synthetic/);
  });

  it("names each source once", () => {
    const {equity, participation} = data();
    const list = sourceList([...equity.sources, ...equity.sources, ...participation.sources], manifest, en);
    expect(list.querySelectorAll("dt")).toHaveLength(5);
    expect(list.querySelector("a")!.getAttribute("href")).toBe("https://example.org/a");
  });

  it("says who is hidden, in the rule's words, and that nobody is", () => {
    const sentences = hiddenSentences(sampleEquity(), manifest, en);
    expect(sentences).toHaveLength(2);
    expect(sentences[1]).toMatch(/People of this cohort by ancestry: “EUR”/);
    const said = text(hiddenByProtection(sentences, withheldSign(manifest, en), en));
    expect(said).toContain(withheldSign(manifest, en).by!.sentence);
    expect(text(hiddenByProtection([], sign, en))).toBe(en.hidden.nobody);
  });
});

describe("showOnlyFigure(query)", () => {
  it("marks the page for one figure, and unmarks it where none comes", () => {
    vi.useFakeTimers();
    document.body.innerHTML = '<figure id="awareness"></figure>';
    for (const [id, left] of [
      ["awareness", "awareness"],
      ["none-such", undefined]
    ] as const) {
      showOnlyFigure(`?figure=${id}`);
      expect(document.documentElement.dataset.figure).toBe(id);
      expect(document.querySelector("style:last-of-type")!.textContent).toContain(`#${id}`);
      vi.advanceTimersByTime(60_000);
      expect(document.documentElement.dataset.figure).toBe(left);
    }
    expect(document.querySelectorAll("style")).toHaveLength(1);
    vi.useRealTimers();
  });

  it("heeds ids only", () => {
    for (const query of ["", "?figure=", "?figure=a){}b", "?figure=A"]) showOnlyFigure(query);
    expect(document.documentElement.dataset.figure).toBeUndefined();
    expect(document.querySelector("style")).toBeNull();
  });

  it("frameCode keeps what the address says, and escapes the title", () => {
    expect(frameCode("subgroups", 'A "b" & c', "http://localhost/equity/reached?period=2020&measure=d#x")).toBe(
      '<iframe src="http://localhost/equity/reached?period=2020&#38;measure=d&#38;figure=subgroups" title="A &#34;b&#34; &#38; c" width="100%" height="640" style="border: 0" loading="lazy"></iframe>'
    );
  });
});
