import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {ReleaseClass, ReleaseManifest} from "../../src/model/release.js";
import {writeProteinCohort} from "./proteinCohort.js";
import {openFile, query, scratchFolder, type ReleasedRow} from "./readRelease.js";

let identity: string;
let recipient: string;
let folder: string;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
  folder = await scratchFolder();
});

let made = 0;

async function released(
  of: ReleaseClass,
  table: Parameters<typeof writeProteinCohort>[1]["table"] = "effects.tsv"
): Promise<{manifest: ReleaseManifest; out: string}> {
  const manifestPath = await writeProteinCohort(folder, {of, recipient, table});
  const out = join(folder, `out-${(made += 1)}`);
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
      /proteins-\d+\.yaml:\d+: structures: at 10 of 10 places of variants the effects have another reference base than the genotype files; give the effects of the assembly that the genotypes are on$/
    );
  });
});
