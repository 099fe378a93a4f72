import {cp, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {ReleaseRefused} from "../../data-loaders/release/authorize.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import {filesOf, metadataOf, openFile, query, readManifestJson, scratchFolder} from "./readRelease.js";

const project = new URL("../../", import.meta.url).pathname;
const limit = 20;

let identity: string;
let recipient: string;
let folder: string;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
  folder = await scratchFolder();
});

describe("a controlled release of a small synthetic cohort", () => {
  let out: string;
  let manifest: ReleaseManifest;

  beforeAll(async () => {
    out = join(folder, "controlled");
    manifest = await makeRelease({manifestPath: await cohortFile("controlled"), out, threads: 2});
  });

  it("has counts of people for everybody, and tables about variants for the named readers only", async () => {
    const perTrait = manifest.traits.map(({id}) => `registered/association-${id}.parquet.age`);
    expect(await filesOf(out)).toEqual(
      [
        "manifest.json",
        "public/genes.parquet",
        "public/people.parquet",
        "public/people_margins.parquet",
        "public/representation.parquet",
        "registered/allele_counts.parquet.age",
        ...perTrait,
        "registered/equity_genomics.parquet.age",
        "registered/genotype_counts.parquet.age",
        "registered/ld.parquet.age",
        "registered/loci.parquet.age",
        "registered/manhattan.parquet.age",
        "registered/pca_density.parquet.age",
        "registered/qq.parquet.age",
        "registered/variants.parquet.age",
        "truth.json"
      ].sort()
    );
    expect(await readManifestJson(out)).toEqual(JSON.parse(JSON.stringify(manifest)));
    expect(manifest.refused).toEqual([]);
    expect(new Set(manifest.tables.map(({decision}) => decision.outcome))).toEqual(new Set(["permit"]));
  });

  it("shows no count of 1 to 20 in any file", async () => {
    const columns: Record<string, string[]> = {
      people: ["n"],
      people_margins: ["n"],
      representation: ["n"],
      genotype_counts: ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"],
      allele_counts: ["ac", "an", "an - ac"],
      association: ["n", "n_case", "n - n_case"],
      pca_density: ["n"]
    };
    for (const {name, file, rows} of manifest.tables) {
      const bytes = await openFile(out, file, identity);
      expect(await query(bytes, "select count(*) as n from $file")).toEqual([{n: rows}]);
      for (const column of columns[name] ?? []) {
        const [{small, shown, hidden}] = await query(
          bytes,
          `select coalesce(count_if(${column} between 1 and ${limit}), 0) as small, count_if(${column} > ${limit}) as shown,
             count_if(${column} is null) as hidden from $file`
        );
        expect(small, `${name}.${column}`).toBe(0);
        if (column === "het" || column === "ac") {
          expect(shown).toBeGreaterThan(0);
          expect(hidden).toBeGreaterThan(0);
        }
      }
    }
    for (const {n} of manifest.people.rows) expect(n === null || n > limit).toBe(true);
    for (const {unit, count} of manifest.flow)
      if (unit === "people") expect(count === null || count === 0 || count > limit).toBe(true);
  });

  it("has no row per person: no table has as many rows per variant as there are people", async () => {
    const variants = manifest.tables.find(({name}) => name === "variants")!.rows;
    const groups = manifest.people.rows.length;
    for (const {name, rows} of manifest.tables)
      if (name !== "people_margins") expect(rows).toBeLessThanOrEqual(name === "people" ? groups : variants * groups);
    expect(groups).toBeLessThan(100);
  });

  it("counts what it withholds, by rule and ancestry", async () => {
    for (const [name, columns] of [
      ["genotype_counts", ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"]],
      ["allele_counts", ["ac", "an"]]
    ] as const) {
      const bytes = await openFile(out, `registered/${name}.parquet.age`, identity);
      const nulls = columns.map((column) => `count_if(${column} is null)`).join(" + ");
      const byAncestry = await query(bytes, `select ancestry, ${nulls} as n from $file group by all order by all`);
      const entries = manifest.withheld.filter(({table}) => table === name);
      expect(entries.length).toBeGreaterThan(0);
      for (const {ancestry, n} of byAncestry)
        expect(
          entries.reduce((sum, {byStratum}) => sum + byStratum.find(({level}) => level === ancestry)!.withheld, 0)
        ).toBe(n);
      for (const {cells, byStratum} of entries)
        expect(byStratum.reduce((sum, {withheld}) => sum + withheld, 0)).toBe(cells);
    }
  });

  it("says in every file where it comes from and what was withheld", async () => {
    for (const {name, tier, trait: ofTrait, file} of manifest.tables) {
      const metadata = await metadataOf(await openFile(out, file, identity));
      expect(metadata).toMatchObject({
        "covenant.cohort": "small",
        "covenant.class": "controlled",
        "covenant.table": name,
        "covenant.tier": tier,
        "covenant.synthetic": '{"genotypes":true,"phenotypes":true}',
        "covenant.source_sha256": manifest.hashes.source,
        "covenant.rules_sha256": manifest.hashes.rules,
        "covenant.policy_sha256": manifest.hashes.policy,
        "covenant.data_date": manifest.dataDate
      });
      expect(JSON.parse(metadata["covenant.withheld"])).toEqual(
        manifest.withheld
          .filter(({table, trait}) => table === name && trait === ofTrait)
          .map(({rule, sentence, cells}) => ({rule, sentence, cells}))
      );
    }
    for (const hash of Object.values(manifest.hashes)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("cannot be opened with another key", async () => {
    const file = "registered/genotype_counts.parquet.age";
    await expect(openFile(out, file, await generateIdentity())).rejects.toThrow();
  });

  it("is the same whatever the number of threads, but for the ciphers", async () => {
    const again = await makeRelease({
      manifestPath: await cohortFile("controlled"),
      out: join(folder, "one-thread"),
      threads: 1
    });
    const known = ({tables, ...rest}: ReleaseManifest): unknown => ({
      ...rest,
      tables: tables.map(({sha256, ...table}) => (table.tier === "public" ? {...table, sha256} : table))
    });
    expect(known(again)).toEqual(known(manifest));
  });
});

describe("makeRelease(options)", () => {
  it("treats a manifest without a class as controlled", async () => {
    const made = await makeRelease({manifestPath: await cohortFile(null), out: join(folder, "unset")});
    expect(made.cohort.class).toBe("controlled");
    expect([...new Set(made.tables.map(({tier, name}) => `${tier} ${name}`))].sort()).toEqual([
      "public genes",
      "public people",
      "public people_margins",
      "public representation",
      "registered allele_counts",
      "registered association",
      "registered equity_genomics",
      "registered genotype_counts",
      "registered ld",
      "registered loci",
      "registered manhattan",
      "registered pca_density",
      "registered qq",
      "registered variants"
    ]);
  });

  it("releases only counts of people for class public-safe without a public panel, and says why", async () => {
    const out = join(folder, "public-safe");
    const made = await makeRelease({manifestPath: await filesCohort({class: "public-safe", recipients: []}), out});
    expect(await filesOf(out)).toEqual([
      "manifest.json",
      "public/people.parquet",
      "public/people_margins.parquet",
      "public/representation.parquet"
    ]);
    expect(made.refused.map(({name}) => name)).toEqual(["variants", "allele_counts"]);
    for (const {reasons} of made.refused) expect(reasons[0].sentence).toContain("held back");
  });

  it("refuses class open where the consent has restrictions, and names rule and remedy", async () => {
    const manifestPath = await cohortFile("open");
    await expectNothing(makeRelease({manifestPath, out: join(folder, "none")}), /release\.open-consent: .*controlled/s);
    await expect(makeRelease({manifestPath, out: join(folder, "none")})).rejects.toBeInstanceOf(ReleaseRefused);
  });

  it("refuses a controlled release that nobody could open", async () => {
    const manifestPath = await cohortFile("controlled", {recipients: []});
    await expectNothing(makeRelease({manifestPath, out: join(folder, "none")}), /no-recipient.*release\.recipients/s);
  });

  it("names manifest line and field of a recipient that is not a key", async () => {
    const manifestPath = await cohortFile("controlled", {recipients: [recipient, "age1nobody"]});
    await expectNothing(
      makeRelease({manifestPath, out: join(folder, "none")}),
      /cohort-.*\.yaml:\d+: release\.recipients\.registered\[1\]: /
    );
  });

  it("refuses a cohort that waits for the ethics board's signature", async () => {
    const manifestPath = await cohortFile("controlled", {signoff: true});
    await expectNothing(makeRelease({manifestPath, out: join(folder, "none")}), /release\.signoff/);
  });

  it("releases nothing without limits, without a policy folder, and with a policy that does not parse", async () => {
    const manifestPath = await cohortFile("controlled");
    const out = join(folder, "none");
    const broken = async (change: (policies: string) => Promise<void>): Promise<string> => {
      const root = await scratchFolder();
      await cp(join(project, "policies"), join(root, "policies"), {recursive: true});
      await change(join(root, "policies"));
      return root;
    };
    const noLimits = await broken((policies) => rm(join(policies, "thresholds.yaml")));
    await expectNothing(makeRelease({manifestPath, out, root: noLimits}), /policies\/thresholds\.yaml/);
    const zeroLimit = await broken(async (policies) => {
      const file = join(policies, "thresholds.yaml");
      await writeFile(file, (await readFile(file, "utf8")).replace("max_withheld: 20", "max_withheld: 0"));
    });
    await expectNothing(makeRelease({manifestPath, out, root: zeroLimit}), /small_cell\.max_withheld/);
    const noFolder = await broken((policies) => rm(join(policies, "release"), {recursive: true}));
    await expectNothing(makeRelease({manifestPath, out, root: noFolder}), /policies\/release.*not found/);
    const unparsable = await broken((policies) =>
      writeFile(join(policies, "release/release.polar"), 'permit(_: {action: "release"')
    );
    await expectNothing(makeRelease({manifestPath, out, root: unparsable}), /release\.polar/);
  });

  it("keeps the old release when the new one fails, and replaces it when it does not", async () => {
    const out = join(folder, "kept");
    const ledger = join(folder, "kept.ledger.json");
    await makeRelease({manifestPath: await filesCohort({ledger}), out});
    const before = await readFile(join(out, "manifest.json"), "utf8");
    const damaged = await filesCohort({ledger, lastGenotype: "0/7"});
    await expect(makeRelease({manifestPath: damaged, out})).rejects.toThrow(/people\.vcf:\d+: /);
    expect(await readFile(join(out, "manifest.json"), "utf8")).toBe(before);
    expect((await filesBeside(out)).filter((name) => name.includes("kept"))).toEqual(["kept", "kept.ledger.json"]);
    await makeRelease({manifestPath: await filesCohort({ledger, withdrawn: [3]}), out});
    expect(await readFile(join(out, "manifest.json"), "utf8")).not.toBe(before);
    expect((await filesBeside(out)).filter((name) => name.includes("kept"))).toEqual(["kept", "kept.ledger.json"]);
  });

  it("refuses to go on without the ledger of the release that it would replace", async () => {
    const out = join(folder, "ledger-lost");
    await makeRelease({manifestPath: await filesCohort({}), out});
    await expect(makeRelease({manifestPath: await filesCohort({}), out})).rejects.toThrow(
      /cohort\.ledger\.json: the ledger is not there, but an earlier version of this release is/
    );
  });

  it("does not replace a folder that is not a release", async () => {
    const out = join(folder, "thesis");
    await mkdir(out);
    await writeFile(join(out, "chapter-1.txt"), "years of work");
    await expect(makeRelease({manifestPath: await filesCohort({}), out})).rejects.toThrow("not a release");
    expect(await readFile(join(out, "chapter-1.txt"), "utf8")).toBe("years of work");
  });

  it("does not count a withdrawn person, and does not tell how many withdrew", async () => {
    const exact = await makeRelease({manifestPath: await filesCohort({class: "open"}), out: join(folder, "open")});
    const without = await makeRelease({
      manifestPath: await filesCohort({class: "open", withdrawn: [0, 5]}),
      out: join(folder, "open-without")
    });
    const step = ({flow}: ReleaseManifest, id: string): unknown => flow.find((step) => step.id === id)?.count;
    expect([step(exact, "people"), step(exact, "included"), step(exact, "withdrawn")]).toEqual([200, 200, 0]);
    expect([step(without, "people"), step(without, "included"), step(without, "withdrawn")]).toEqual([200, 198, 2]);
    const copies = async (out: string): Promise<unknown> =>
      query(
        await openFile(join(folder, out), "public/allele_counts.parquet"),
        "select sum(ac) ac, sum(an) an from $file"
      );
    // Everybody carries one copy of the first variant and none of the second.
    expect(await copies("open")).toEqual([{ac: 200, an: 800}]);
    expect(await copies("open-without")).toEqual([{ac: 198, an: 792}]);

    const out = join(folder, "withdrawn");
    const made = await makeRelease({manifestPath: await filesCohort({withdrawn: [0, 5]}), out});
    expect(made.flow.filter(({unit}) => unit === "people").map(({id, count, words}) => [id, count ?? words])).toEqual([
      ["people", "not shown: the numbers below add up to it"],
      ["withdrawn", "≤ 20"],
      ["no-consent", 0],
      ["not-in-sample-file", 0],
      ["included", 198]
    ]);
  });

  it("writes no person's id into any file or message", async () => {
    const out = join(folder, "ids");
    await makeRelease({manifestPath: await filesCohort({}), out});
    for (const file of await filesOf(out)) {
      const bytes = await openFile(out, file, identity);
      expect(Buffer.from(bytes).includes("SECRETPERSON"), file).toBe(false);
    }
    const message = await makeRelease({manifestPath: await filesCohort({lastGenotype: "0/7"}), out}).catch(String);
    expect(message).not.toContain("SECRETPERSON");
  });
});

async function expectNothing(making: Promise<unknown>, message: RegExp): Promise<void> {
  await expect(making).rejects.toThrow(message);
  expect((await filesBeside(join(folder, "none"))).filter((name) => name.startsWith("none"))).toEqual([]);
}

async function filesBeside(out: string): Promise<string[]> {
  const {readdir} = await import("node:fs/promises");
  return readdir(join(out, ".."));
}

/** Manifest of a synthetic cohort of 2,000 people and 400 variants. */
async function cohortFile(
  releaseClass: string | null,
  {recipients = [recipient], signoff = false}: {recipients?: string[]; signoff?: boolean} = {}
): Promise<string> {
  const file = join(folder, `cohort-${Math.abs(hash(`${releaseClass}${recipients}${signoff}`))}.yaml`);
  await writeFile(
    file,
    `id: small
title: A small synthetic cohort
build: GRCh37
release:
${releaseClass === null ? "" : `  class: ${releaseClass}\n`}  require_signoff: ${signoff}
  recipients:
    registered: [${recipients.join(", ")}]
synthetic: {seed: 5, people: 2000, variants: 400}
strata: [ancestry, sex, status]
consent: {codes: ["DUO:0000006"]}
provenance: {source: simulated, synthetic: {genotypes: true, phenotypes: true}}
`
  );
  return file;
}

/** A cohort of 200 people in files: everybody is heterozygous at the first variant, nobody at the second. */
async function filesCohort({
  class: releaseClass = "controlled",
  withdrawn = [],
  recipients = [recipient],
  lastGenotype = "0/0",
  ledger
}: {
  class?: string;
  recipients?: string[];
  withdrawn?: number[];
  lastGenotype?: string;
  ledger?: string;
}): Promise<string> {
  const root = await scratchFolder();
  const ids = Array.from({length: 200}, (_, i) => `SECRETPERSON${i}`);
  const line = (pos: number, genotypes: string[]): string =>
    ["1", pos, ".", "A", "G", ".", ".", ".", "GT", ...genotypes].join("\t");
  const header = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...ids].join("\t");
  const first = line(
    100,
    ids.map(() => "0/1")
  );
  const second = line(
    200,
    ids.map((_, i) => (i === 199 ? lastGenotype : "0/0"))
  );
  await writeFile(join(root, "people.vcf"), `##fileformat=VCFv4.2\n${header}\n${first}\n${second}\n`);
  await writeFile(
    join(root, "people.tsv"),
    `id\tancestry\tsex\n${ids.map((id, i) => `${id}\t${i % 2 ? "AFR" : "EUR"}\t${i % 4 < 2 ? "F" : "M"}`).join("\n")}\n`
  );
  await writeFile(join(root, "withdrawn.txt"), withdrawn.map((i) => `${ids[i]}\n`).join(""));
  await writeFile(
    join(root, "cohort.yaml"),
    `id: files
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: [${recipients}]}${ledger ? `, ledger: ${ledger}` : ""}}
genotypes: [people.vcf]
samples: {file: people.tsv, id: id, columns: {ancestry: ancestry, sex: sex}}
strata: [ancestry, sex]
consent: {codes: ["${releaseClass === "open" ? "DUO:0000004" : "DUO:0000042"}"], withdrawn: ${withdrawn.length ? "withdrawn.txt" : "null"}}
`
  );
  return join(root, "cohort.yaml");
}

function hash(text: string): number {
  return [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) | 0, 7);
}
