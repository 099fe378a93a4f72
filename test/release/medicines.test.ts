import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {describe, expect} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {itWith} from "../require.js";
import {pypgxTables, readPypgx} from "../tables/pharmacogenomics/pypgxTables.js";
import {filesWith} from "../searchSite.js";
import {anyDiplotype, anyPerson, groupSizes, writeMedicineCohort} from "./medicineCohort.js";
import {filesOf, openFile, query, scratchFolder} from "./readRelease.js";

const limit = 20;

describe("tables of medicines", () => {
  itWith(pypgxTables)(
    "makeRelease gives exact shares of open data, in public",
    async () => {
      const folder = await scratchFolder();
      const definitions = await readPypgx("GRCh38");
      const manifestPath = await writeMedicineCohort(folder, definitions, "{class: open}", "DUO:0000004");
      const manifest = await makeRelease({manifestPath, out: join(folder, "out"), threads: 1});
      const rows = async (sql: string, table = "pgx_phenotypes") =>
        query(await openFile(join(folder, "out"), `public/${table}.parquet`), sql);
      expect(
        await rows(
          "select ancestry, n, people, share from $file where gene = 'CYP2C19' and phenotype = 'Poor Metabolizer' order by 1"
        )
      ).toEqual([
        {ancestry: "AFR", n: 120, people: 1200, share: 0.1},
        {ancestry: "EUR", n: 3, people: 900, share: 3 / 900},
        {ancestry: "all", n: 123, people: 2100, share: 123 / 2100}
      ]);
      // 95 % Wilson interval of 120 of 1200: scipy.stats.binomtest(120, 1200).proportion_ci(method="wilson").
      const [afr] = await rows(
        "select low, high, noise_sd, whole from $file where gene = 'CYP2C19' and phenotype = 'Poor Metabolizer' and ancestry = 'AFR'"
      );
      expect(afr.low).toBeCloseTo(0.0842817, 6);
      expect(afr.high).toBeCloseTo(0.1182711, 6);
      expect([afr.noise_sd, afr.whole]).toEqual([0, "yes"]);
      expect(
        await rows(
          "select ancestry, n from $file where medicine = 'clopidogrel' and result = 'actionable' order by 1",
          "pgx_results"
        )
      ).toEqual([
        {ancestry: "AFR", n: 520},
        {ancestry: "EUR", n: 303},
        {ancestry: "all", n: 823}
      ]);
      const refused = await rows("select gene, why from $file where about = 'gene' and why is not null", "pgx_genes");
      expect(refused.find(({gene}) => gene === "TPMT")!.why).toMatch(/^none of its \d+ defining variants is in/);
      expect(manifest.privacy.audit.filter(({table}) => table.endsWith("pgx_phenotypes"))).toEqual([]);
    },
    120_000
  );

  itWith(pypgxTables)(
    "makeRelease gives a controlled cohort's readers noisy shares, and no small number",
    async () => {
      const folder = await scratchFolder();
      const definitions = await readPypgx("GRCh38");
      const identity = await generateIdentity();
      const release = `{class: controlled, recipients: {registered: [${await identityToRecipient(identity)}]}}`;
      const manifestPath = await writeMedicineCohort(folder, definitions, release, "DUO:0000042");
      const out = join(folder, "out");
      const manifest = await makeRelease({manifestPath, out, threads: 1});
      const files = (await filesOf(out)).filter((file) => /pgx/.test(file));
      expect(files).toEqual([
        "registered/pgx_genes.parquet.age",
        "registered/pgx_phenotypes.parquet.age",
        "registered/pgx_results.parquet.age"
      ]);
      const rows = async (table: string) =>
        query(await openFile(out, `registered/${table}.parquet.age`, identity), "select * from $file");
      const phenotypes = await rows("pgx_phenotypes");
      for (const {n, people, share, low, high, noise_sd: sd} of [...phenotypes, ...(await rows("pgx_results"))]) {
        expect(sd).toBe(10);
        if (people !== null) expect(people).toBeGreaterThan(limit);
        if (n === null) {
          expect([share, low, high]).toEqual([null, null, null]);
          continue;
        }
        expect(n).toBeGreaterThan(limit);
        expect(Number(people) - Number(n)).toBeGreaterThan(limit);
        expect(Number(low)).toBeLessThan(Number(share));
        expect(Number(high)).toBeGreaterThan(Number(share));
      }
      const poor = (ancestry: string) =>
        phenotypes.find(
          (row) => row.gene === "CYP2C19" && row.phenotype === "Poor Metabolizer" && row.ancestry === ancestry
        )!;
      // Six standard deviations of the noise.
      expect(Math.abs(Number(poor("AFR").n) - 120)).toBeLessThan(60);
      expect(Math.abs(Number(poor("AFR").people) - groupSizes.AFR)).toBeLessThan(60);
      const attacked = manifest.privacy.audit.find(({table}) => table === "registered/pgx_phenotypes")!;
      expect(attacked).toMatchObject({attack: "subtraction", withstood: true, figures: {recovered: 0, least: limit}});
      expect(manifest.withheld.find(({table}) => table === "pgx_phenotypes")).toMatchObject({rule: "noisy-small-cell"});

      // Nobody's id and nobody's alleles leave the loaders, and no table has a row or a column for each person.
      expect(await filesWith(out, anyPerson, identity)).toMatchObject({found: [], read: expect.any(Number)});
      expect((await filesWith(folder, anyPerson, identity)).found.sort()).toEqual(["cohort.vcf", "people.tsv"]);
      expect((await filesWith(out, anyDiplotype, identity)).found).toEqual([]);
      for (const table of ["pgx_phenotypes", "pgx_results", "pgx_genes"]) {
        const found = await rows(table);
        expect(found.length).toBeLessThan(1000);
        expect(Object.keys(found[0]).length).toBeLessThan(20);
      }

      // Made again, nothing is drawn anew that could be averaged.
      await makeRelease({manifestPath, out, threads: 1});
      expect(await rows("pgx_phenotypes")).toEqual(phenotypes);
    },
    180_000
  );

  itWith(pypgxTables)(
    "makeRelease stops where what protects the tables is missing",
    async () => {
      const folder = await scratchFolder();
      const definitions = await readPypgx("GRCh38");
      const recipient = await identityToRecipient(await generateIdentity());
      const release = `{class: controlled, recipients: {registered: [${recipient}]}}`;
      const manifestPath = await writeMedicineCohort(folder, definitions, release, "DUO:0000042");
      const {hideMedicines} = await import("../../data-loaders/disclosure/medicines/hideMedicines.js");
      // Small numbers withheld, the others exact: a single withheld one is what the others leave.
      const without: typeof hideMedicines = (phenotypes, results) => {
        const exact = hideMedicines(phenotypes, results, null);
        const hidden = exact.phenotypes.map((row) =>
          row.n !== null && row.n >= 1 && row.n <= limit ? {...row, n: null, share: null} : row
        );
        return {...exact, phenotypes: hidden};
      };
      await expect(
        makeRelease({manifestPath, out: join(folder, "out"), threads: 1, protections: {hideMedicines: without}})
      ).rejects.toThrow(/pgx_phenotypes/);
    },
    120_000
  );

  itWith(pypgxTables)("makeRelease names file and line of a table that cannot be read", async () => {
    const folder = await scratchFolder();
    const definitions = await readPypgx("GRCh38");
    const manifestPath = await writeMedicineCohort(folder, definitions, "{class: open}", "DUO:0000004");
    const text = await readFile(manifestPath, "utf8");
    await writeFile(join(folder, "broken.csv"), "Gene,StarAllele\nCYP2C19,*1\n");
    await writeFile(manifestPath, text.replace(/ {2}alleles: .*/, "  alleles: broken.csv"));
    await expect(makeRelease({manifestPath, out: join(folder, "out"), threads: 1})).rejects.toThrow(/broken\.csv:1: /);
    await writeFile(manifestPath, text.replace(/ {2}alleles: .*/, "  alleles: nowhere.csv"));
    await expect(makeRelease({manifestPath, out: join(folder, "out"), threads: 1})).rejects.toThrow(
      /cohort\.yaml:\d+: pharmacogenomics\.alleles: /
    );
    await writeFile(manifestPath, text.replace("  source: pypgx", "  sauce: pypgx"));
    await expect(makeRelease({manifestPath, out: join(folder, "out"), threads: 1})).rejects.toThrow(
      /cohort\.yaml:\d+: pharmacogenomics: unknown field; did you mean source\?|pharmacogenomics\.sauce: unknown field/
    );
  });
});
