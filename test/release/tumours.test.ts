import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {describe, expect, it} from "vitest";
import {hideTumours} from "../../data-loaders/disclosure/tumours/hideTumours.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import {tumourTables} from "../../src/model/tumours.js";
import {planted, writeTumourCohort} from "./tumourCohort.js";
import {filesOf, openFile, query, scratchFolder} from "./readRelease.js";

const limit = 20;

describe("tables of tumours", () => {
  it("makeRelease gives exact tests of open data, in public", async () => {
    const folder = await scratchFolder();
    const manifestPath = await writeTumourCohort(folder, "{class: open}", "DUO:0000004");
    const out = join(folder, "out");
    const manifest = await makeRelease({manifestPath, out, threads: 1});
    const rows = async (table: string, sql: string) => query(await openFile(out, `public/${table}.parquet`), sql);
    const [row] = await rows("tumour_resistance", "select * from $file where protein_change = 'T790M'");
    expect([row.mutated_resistant, row.mutated_sensitive, row.other_resistant, row.other_sensitive]).toEqual(planted);
    // python3: scipy.stats.fisher_exact([[90, 60], [210, 340]]).pvalue; scipy.stats.contingency.odds_ratio(…)
    expect(Number(row.minus_log10_p)).toBeCloseTo(5.563011, 6);
    expect(Number(row.odds_ratio)).toBeCloseTo(2.425378, 4);
    expect(row.noise_sd).toBe(0);
    const [pair] = await rows(
      "tumour_pairs",
      "select kept, gained, lost, neither from $file where protein_change = 'T790M'"
    );
    expect(pair).toEqual({kept: 150, gained: 160, lost: 0, neither: 390});
    const shares = "select ancestry, n, people from $file where mutation_class is null order by 1";
    expect(await rows("tumour_oncoprint", shares)).toEqual([
      {ancestry: "AFR", n: 75, people: 350},
      {ancestry: "EUR", n: 75, people: 350},
      {ancestry: "all", n: 150, people: 700}
    ]);
    const level = "select distinct evidence_level, significance, citation from $file where exact = 'yes'";
    expect(await rows("tumour_evidence", level)).toEqual([
      {evidence_level: "A", significance: "Resistance", citation: "PubMed 25668228"}
    ]);
    expect(manifest.tumours).toEqual({source: "made up; evidence from CIViC", evidence: true});
    expect(manifest.privacy.audit.filter(({table}) => /tumour/.test(table))).toEqual([]);
  }, 120_000);

  it("makeRelease gives a controlled cohort's readers noisy tests, and no small number", async () => {
    const folder = await scratchFolder();
    const identity = await generateIdentity();
    const release = `{class: controlled, recipients: {registered: [${await identityToRecipient(identity)}]}}`;
    const manifestPath = await writeTumourCohort(folder, release, "DUO:0000042");
    const out = join(folder, "out");
    const manifest = await makeRelease({manifestPath, out, threads: 1});
    expect((await filesOf(out)).filter((file) => /tumour/.test(file))).toEqual(
      [...tumourTables].sort().map((name) => `registered/${name}.parquet.age`)
    );
    const rows = async (table: string) =>
      query(await openFile(out, `registered/${table}.parquet.age`, identity), "select * from $file");
    const counts = {
      tumour_resistance: ["mutated_resistant", "mutated_sensitive", "other_resistant", "other_sensitive"],
      tumour_pairs: ["kept", "gained", "lost", "neither"],
      tumour_oncoprint: ["people", "n"]
    };
    for (const [table, names] of Object.entries(counts))
      for (const row of await rows(table)) {
        expect(row.noise_sd).toBe(10);
        for (const name of names) if (row[name] !== null) expect(row[name]).toBeGreaterThan(limit);
      }
    const [gene] = await rows("tumour_resistance");
    // Six standard deviations of the noise.
    expect(Math.abs(Number(gene.mutated_resistant) - planted[0])).toBeLessThan(60);
    const [pair] = await rows("tumour_pairs");
    expect([pair.lost, pair.neither, pair.high]).toEqual([null, null, null]);
    expect(pair.low).toBeGreaterThan(2);

    for (const table of ["resistance", "pairs", "cooccurrence", "oncoprint"])
      expect(manifest.privacy.audit).toContainEqual(
        expect.objectContaining({table: `registered/tumour_${table}`, attack: "subtraction", withstood: true})
      );
    expect(manifest.withheld.find(({table}) => table === "tumour_oncoprint")).toMatchObject({rule: "noisy-small-cell"});

    // Made again, nothing is drawn anew that could be averaged.
    const before = await rows("tumour_resistance");
    await makeRelease({manifestPath, out, threads: 1});
    expect(await rows("tumour_resistance")).toEqual(before);

    // Nobody's barcode, id or response is in any file.
    for (const file of await filesOf(out)) {
      const text = Buffer.from(await openFile(out, file, identity)).toString("latin1");
      expect([file, /P\d+-[12]|treatments\.tsv/.test(text)]).toEqual([file, false]);
    }
  }, 120_000);

  it("makeRelease stops where what protects the tables is missing", async () => {
    const folder = await scratchFolder();
    const recipient = await identityToRecipient(await generateIdentity());
    const release = `{class: controlled, recipients: {registered: [${recipient}]}}`;
    const manifestPath = await writeTumourCohort(folder, release, "DUO:0000042");
    const out = join(folder, "out");
    const made = (hide: typeof hideTumours) =>
      makeRelease({manifestPath, out, threads: 1, protections: {hideTumours: hide}});
    // Statistics of exact counts, and small counts withheld that exact ones leave.
    await expect(made((exact) => hideTumours(exact, null))).rejects.toThrow(
      /tumour_resistance: the attack subtraction/
    );
    const small = (count: number | null): number | null => (count !== null && count <= 70 ? null : count);
    await expect(
      made((exact) => {
        const {oncoprint} = hideTumours(exact, null);
        const hidden = oncoprint.map((row) => ({
          ...row,
          ...(small(row.mutated) === null && {mutated: null, share: null})
        }));
        return {resistance: [], pairs: [], cooccurrence: [], oncoprint: hidden};
      })
    ).rejects.toThrow(/tumour_oncoprint: the attack subtraction/);
  }, 120_000);

  it("makeRelease names file and line of what cannot be read", async () => {
    const folder = await scratchFolder();
    const manifestPath = await writeTumourCohort(folder, "{class: open}", "DUO:0000004");
    const text = await readFile(manifestPath, "utf8");
    const refused = async (from: RegExp, to: string) => {
      await writeFile(manifestPath, text.replace(from, to));
      return makeRelease({manifestPath, out: join(folder, "out"), threads: 1}).then(
        () => "",
        (error: Error) => error.message
      );
    };
    expect(await refused(/treatments: .*/, "treatments: nowhere.tsv")).toMatch(
      /cohort\.yaml:\d+: tumours\.treatments: .*nowhere\.tsv does not exist/
    );
    expect(await refused(/ {2}treatments: .*\n/, "")).toMatch(/tumours\.treatments: missing; expected the path/);
    expect(await refused(/ {2}mutations: .*/, "  mutatons: mutations.maf")).toMatch(/did you mean mutations\?/);
    expect(await refused(/build: GRCh37/, "build: NCBI36")).toMatch(/:\d+: tumours: expected a cohort on GRCh37/);
    await writeFile(join(folder, "bad.tsv"), "person\ttreatment\tresponse\nP0\tErlotinib\tbetter\n");
    expect(await refused(/treatments: .*/, "treatments: bad.tsv")).toMatch(/bad\.tsv:2: response: expected resistant/);
    expect(await refused(/evidence: .*/, "evidence: tumours.tsv")).toMatch(/tumours\.tsv:1: has no column evidence_id/);
  }, 120_000);
});
