import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {equityJson} from "../../data-loaders/release/equityJson.js";
import {readShippedFigures} from "../../data-loaders/sources/figures/shippedFigures.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {EquityDocument} from "../../src/model/equity.js";
import {releaseClasses, type ReleaseClass, type ReleaseManifest} from "../../src/model/release.js";
import {metadataOf, openFile, query, readManifestJson, scratchFolder} from "./readRelease.js";

const cohorts = new URL("../../data-loaders/cohorts/", import.meta.url).pathname;
const recipient = "age1xt283eckrpsdpdxzedshfq7r86feaf4hz569setymfu5ewmnqa3s8w7zdx";
const previous = process.env.COVENANT_RELEASE;
afterAll(() => {
  if (previous === undefined) delete process.env.COVENANT_RELEASE;
  else process.env.COVENANT_RELEASE = previous;
});

/** A small cohort with the catchment and the equity table of the embedded one. */
async function cohortFile(releaseClass: ReleaseClass, more = equity): Promise<string> {
  const file = join(await scratchFolder(), "cohort.yaml");
  await writeFile(
    file,
    `id: small
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: ${releaseClass === "open" ? "[]" : `[${recipient}]`}}}
synthetic: {seed: 2, people: 1500, variants: 40}
strata: [ancestry, sex]
association: false
consent: {codes: ["DUO:0000004"]}
${more}`
  );
  return file;
}

const equity = `catchment: {file: ${cohorts}synthetic-catchment.csv, source: a simulated catchment}
equity: [{file: ${cohorts}synthetic-equity.csv, source: a simulated survey, synthetic: true}]
`;

async function documentOf(folder: string): Promise<EquityDocument> {
  process.env.COVENANT_RELEASE = folder;
  return JSON.parse(await equityJson());
}

for (const releaseClass of releaseClasses)
  describe(`equity and representation of a cohort of class ${releaseClass}`, () => {
    let out: string;
    let manifest: ReleaseManifest;

    beforeAll(async () => {
      out = join(await scratchFolder(), "out");
      manifest = await makeRelease({manifestPath: await cohortFile(releaseClass), out, threads: 1});
    }, 60_000);

    it("are public", async () => {
      for (const name of ["equity", "representation"]) {
        const {tier, decision} = manifest.tables.find((table) => table.name === name)!;
        expect([name, tier, decision.outcome]).toEqual([name, "public", "permit"]);
      }
    });

    it("withhold the small subgroup and one beside it, and say how many rows that is", async () => {
      const bytes = await openFile(out, "public/equity.parquet");
      expect(await query(bytes, "select distinct subgroup from $file where estimate is null order by all")).toEqual([
        {subgroup: "Countryside"},
        {subgroup: "Islands"}
      ]);
      expect(
        await query(
          bytes,
          "select count(*) as n from $file where estimate is null and se is null and ci_lb is null and ci_ub is null and population is null"
        )
      ).toEqual([{n: 8}]);
      const withheld = manifest.withheld.filter(({table}) => table === "equity");
      expect(withheld).toMatchObject([{rule: "small-subgroup", tier: "public", cells: 8}]);
      expect(withheld[0].byStratum).toEqual([]);
      expect(JSON.parse((await metadataOf(bytes))["covenant.withheld"])).toMatchObject([
        {rule: "small-subgroup", cells: 8}
      ]);
    });

    it("withstood subtraction", () => {
      const findings = manifest.privacy.audit.filter(({table}) => table === "public/equity");
      expect(findings).toMatchObject([
        {attack: "subtraction", standing: "enforced", withstood: true, figures: {recovered: 0, hidden: 8}}
      ]);
    });

    it("representation shows what people_margins shows, beside shares of the catchment", async () => {
      const margins = await query(
        await openFile(out, "public/people_margins.parquet"),
        "select ancestry, n from $file where sex = 'all' and age = 'all' and ancestry <> 'all' order by all"
      );
      const own = await query(
        await openFile(out, "public/representation.parquet"),
        "select level as ancestry, n from $file where variable = 'ancestry' order by all"
      );
      expect(own).toEqual(margins);
      const {representation} = await documentOf(out);
      expect(
        representation.filter(({variable}) => variable === "ancestry").map((row) => [row.level, row.reference_share])
      ).toEqual([
        ["AFR", 0.19],
        ["AMR", 0.16],
        ["EAS", 0.07],
        ["EUR", 0.48],
        ["SAS", 0.1]
      ]);
      expect(new Set(representation.map(({variable}) => variable))).toEqual(new Set(["ancestry", "sex", "age"]));
      expect(representation.find(({variable}) => variable === "age")).toMatchObject({
        reference_share: null,
        reference: null
      });
      for (const {n} of representation) expect(n === null || n === 0 || n > 20 || releaseClass === "open").toBe(true);
    });

    it("equityJson() has the figures that ship, and after them the rows of the release", async () => {
      const {indicators, continents, portability, sources} = await documentOf(out);
      const shipped = await readShippedFigures();
      expect(indicators.slice(0, -56)).toEqual(shipped.awareness);
      expect({continents, portability, sources}).toEqual({
        continents: shipped.continents,
        portability: shipped.portability,
        sources: shipped.sources
      });
      const own = indicators.filter(({setting}) => setting === "Simulated catchment");
      expect(indicators.slice(-56)).toEqual(own);
      expect(own[0]).toEqual({
        setting: "Simulated catchment",
        date: "2019",
        source: "a simulated survey",
        indicator: "Offered a genetic test (%)",
        dimension: "income",
        subgroup: "Fifth with the lowest income",
        subgroup_order: 1,
        estimate: 5.7,
        se: 0.67,
        ci_lb: 4.4,
        ci_ub: 7,
        population: 1200,
        setting_average: 10.5,
        favourable_indicator: true,
        ordered_dimension: true,
        indicator_scale: 100,
        reference_subgroup: false,
        synthetic: true
      });
      expect(own.find(({subgroup}) => subgroup === "Islands")).toMatchObject({
        estimate: null,
        population: null,
        subgroup_order: null,
        ordered_dimension: false,
        favourable_indicator: true
      });
    });
  });

describe("a release", () => {
  it("without equity tables has none, and a catchment of nobody", async () => {
    const out = join(await scratchFolder(), "out");
    const manifest = await makeRelease({manifestPath: await cohortFile("open", ""), out, threads: 1});
    expect(manifest.tables.map(({name}) => name)).not.toContain("equity");
    const {representation} = await documentOf(out);
    expect(representation.length).toBeGreaterThan(0);
    expect(representation.every(({reference, reference_share: share}) => reference === null && share === null)).toBe(
      true
    );
  }, 60_000);

  it("whose small subgroups are not hidden is stopped by the attack on them", async () => {
    const out = join(await scratchFolder(), "out");
    const protections = {
      hideSubgroups: (rows: readonly {subgroup: string}[]) => ({
        rows: Uint8Array.from(rows, ({subgroup}) => Number(subgroup === "Islands")),
        averages: new Uint8Array(rows.length)
      })
    };
    const error = await makeRelease({manifestPath: await cohortFile("controlled"), out, threads: 1, protections}).catch(
      (reason: Error) => reason
    );
    expect((error as Error).message).toMatch(
      /^public\/equity: the attack subtraction works out 4 of 4 hidden numbers exactly/
    );
    await expect(readManifestJson(out)).rejects.toThrow();
  }, 60_000);

  it("that hides nothing of them is refused by the release policy or by the attack", async () => {
    const out = join(await scratchFolder(), "out");
    const protections = {
      hideSubgroups: (rows: readonly unknown[]) => ({
        rows: new Uint8Array(rows.length),
        averages: new Uint8Array(rows.length)
      })
    };
    const error = await makeRelease({manifestPath: await cohortFile("controlled"), out, threads: 1, protections}).catch(
      (reason: Error) => reason
    );
    expect((error as Error).message).toMatch(/^equity: release\.small-cell: /);
  }, 60_000);

  it("with a wrong equity table writes nothing and says where", async () => {
    const folder = await scratchFolder();
    const table = await readFile(`${cohorts}synthetic-equity.csv`, "utf8");
    await writeFile(join(folder, "wrong.csv"), table.replace(",7.7,", ",107.7,"));
    const manifestPath = await cohortFile("controlled", `equity: [{file: ${folder}/wrong.csv, source: x}]\n`);
    const error = await makeRelease({manifestPath, out: join(folder, "out"), threads: 1}).catch(
      (reason: Error) => reason
    );
    expect((error as Error).message).toMatch(
      /wrong\.csv:3: estimate: expected a number from 0 to 100 \(indicator_scale\)$/
    );
  });
});
