import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {modelReference} from "../../data-loaders/sources/synthetic/modelReference.js";
import type {ReleaseClass, ReleaseManifest} from "../../src/model/release.js";
import {smallPdb} from "../sources/structure/pten.js";
import {openFile, query, scratchFolder, type ReleasedRow} from "./readRelease.js";

const parameters = {seed: 3, people: 3000, variants: 1500, build: "GRCh37" as const};
const changes = ["M1V", "M1L", "A2T", "A2V", "R3Q", "R3W", "Q4E", "Q4H", "S5R", "S5G"];
const single = modelReference(parameters).variants.filter(({ref, alt}) => ref.length + alt.length === 2);
const leastMaf = ({frequencies}: (typeof single)[number]): number =>
  Math.min(...frequencies.map((p) => Math.min(p, 1 - p)));
// The commonest are in a public panel, the rarest are withheld.
const byMaf = [...single].sort((a, b) => leastMaf(b) - leastMaf(a));
const chosen = [...byMaf.slice(0, 5), ...byMaf.slice(-5)];

let identity: string;
let recipient: string;
let folder: string;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
  folder = await scratchFolder();
  await writeFile(join(folder, "small.pdb"), smallPdb());
  await writeFile(join(folder, "effects.tsv"), effects("hg19"));
  await writeFile(join(folder, "other-build.tsv"), effects("hg38"));
  await writeFile(
    join(folder, "other-reference.tsv"),
    effects("hg19", (ref, alt) => [alt, ref])
  );
});

function effects(genome: string, swap = (ref: string, alt: string) => [ref, alt]): string {
  const lines = chosen.map(({chrom, pos, ref, alt}, i) =>
    [`chr${chrom}`, pos, ...swap(ref, alt), genome, "P00001", changes[i], "0.5"].join("\t")
  );
  return ["#CHROM\tPOS\tREF\tALT\tgenome\tuniprot_id\tprotein_variant\tam_pathogenicity", ...lines, ""].join("\n");
}

let made = 0;

async function released(releaseClass: ReleaseClass, table = "effects.tsv") {
  const name = `frequencies-${(made += 1)}`;
  const manifestPath = join(folder, `${name}.yaml`);
  const {seed, people, variants} = parameters;
  await writeFile(
    manifestPath,
    `id: ${name}
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: [${recipient}]}}
synthetic: {seed: ${seed}, people: ${people}, variants: ${variants}}
strata: [ancestry, sex]
consent: {codes: ["${releaseClass === "open" ? "DUO:0000004" : "DUO:0000042"}"]}
association: false
structures:
  - {gene: TEST, source: A test, licence: CC0, model: small.pdb, effects: ${table}}
`
  );
  const out = join(folder, name);
  return {manifest: await makeRelease({manifestPath, out, threads: 1}), out};
}

type Made = Awaited<ReturnType<typeof released>>;

const tiersOf = ({tables}: ReleaseManifest) =>
  tables.filter(({name}) => name === "structure_frequencies").map(({tier}) => tier);

async function rowsOf({manifest, out}: Made, name: string, tier: string): Promise<ReleasedRow[]> {
  const {file} = manifest.tables.find((table) => table.name === name && table.tier === tier)!;
  return query(await openFile(out, file, tier === "registered" ? identity : undefined), "select * from $file");
}

/** What the table says of each change, beside what the table of allele counts of the same tier says of its variant. */
async function compared(release: Made, tier: string) {
  const rows = await rowsOf(release, "structure_frequencies", tier);
  const counts = await rowsOf(release, "allele_counts", tier);
  const own = rows.map(({variant_id: id, ancestry, ac, an, noise_sd: noise}) => [id, ancestry, ac, an, noise]);
  const ids = new Set(rows.map(({variant_id: id}) => id));
  const theirs = counts
    .filter(({variant_id: id}) => ids.has(id))
    .map(({variant_id: id, ancestry, ac, an, noise_sd: noise = null}) => [id, ancestry, ac, an, noise]);
  return {rows, own: own.map(String).sort(), theirs: theirs.map(String).sort()};
}

describe("table structure_frequencies", {timeout: 180_000}, () => {
  it.each([
    ["open", ["public"]],
    ["controlled", ["registered"]],
    ["public-safe", ["public", "registered"]]
  ] as [ReleaseClass, string[]][])("of class %s has the cells of allele_counts of the same tier", async (of, tiers) => {
    const release = await released(of);
    expect(tiersOf(release.manifest).sort()).toEqual(tiers);
    for (const tier of tiers) {
      const {rows, own, theirs} = await compared(release, tier);
      expect(own).toEqual(theirs);
      const isPanel = of === "public-safe" && tier === "public";
      if (!isPanel) expect(rows).toHaveLength(50);
      if (of === "open") expect(rows.every(({ac}) => ac !== null)).toBe(true);
      if (of !== "open" && !isPanel) {
        expect(rows.some(({ac}) => ac === null)).toBe(true);
        expect(rows.filter(({ac}) => Number(ac) >= 1 && Number(ac) <= 20)).toEqual([]);
        const withheld = release.manifest.withheld.find(({table}) => table === "structure_frequencies")!;
        expect(withheld.rule).toBe("repeated");
      }
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({gene}) => gene))).toEqual(new Set(["TEST"]));
    }
  });

  it("is absent where the effects are on another assembly, of which nothing is guessed", async () => {
    expect(tiersOf((await released("open", "other-build.tsv")).manifest)).toEqual([]);
  });

  it("stops the release where the genotype files have other reference bases than the effects say", async () => {
    await expect(released("controlled", "other-reference.tsv")).rejects.toThrow(
      /frequencies-\d+\.yaml:\d+: structures: at 10 of 10 places of variants the effects have another reference base than the genotype files; give the effects of the assembly that the genotypes are on$/
    );
  });
});
