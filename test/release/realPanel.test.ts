import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {expect} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {seededBits} from "../disclosure/noise/seededBits.js";
import {itWith} from "../require.js";
import {scratchFolder} from "./readRelease.js";

const data = new URL("../../../shared/data/", import.meta.url).pathname;
const bed = join(data, "kg2504-chr22/cineca_synthetic_subset.bed");
const panel = join(data, "panel/integrated_call_samples_v3.20130502.ALL.panel");
const ancestries = ["AFR", "AMR", "EAS", "EUR", "SAS"];

/**
 * Half of the 2,504 people of 1000 Genomes as a cohort, the other half as its public reference: real genotypes with real
 * linkage, and a reference that is a sample itself. The frequencies are those of
 * `plink2 --bfile … --keep other-half --pheno pops --loop-cats POP --freq`.
 */
async function halfCohort(privacy: "strict" | "relaxed"): Promise<string> {
  const folder = await scratchFolder();
  const lines = async (file: string): Promise<string[][]> =>
    (await readFile(file, "utf8"))
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/));
  const ancestryOf = new Map((await lines(panel)).slice(1).map(([id, , ancestry]) => [id, ancestry]));
  const ids = (await lines(bed.replace(/bed$/, "fam"))).map(([, id]) => id);
  const others = ids.map((_, i) => i % 2 === 1);
  const genotypes = await readFile(bed);
  const bytes = Math.ceil(ids.length / 4);
  const seen = new Set<string>();
  const rows = (await lines(bed.replace(/bed$/, "bim"))).flatMap(([chrom, , , pos, alt, ref], variant) => {
    const locus = [chrom, pos, ref, alt].join("\t");
    if (!/^[ACGT]+$/.test(ref + alt) || seen.has(locus)) return [];
    seen.add(locus);
    const counts = new Map(ancestries.map((name) => [name, {alt: 0, called: 0}]));
    ids.forEach((id, person) => {
      const code = (genotypes[3 + variant * bytes + (person >> 2)] >> (2 * (person & 3))) & 3;
      if (!others[person] || code === 1) return;
      const count = counts.get(ancestryOf.get(id)!)!;
      count.alt += [2, 0, 1, 0][code];
      count.called += 2;
    });
    return [[locus, ...ancestries.map((name) => counts.get(name)!.alt / counts.get(name)!.called)].join("\t")];
  });
  await writeFile(
    join(folder, "reference.tsv"),
    [["chrom", "pos", "ref", "alt", ...ancestries].join("\t"), ...rows].join("\n")
  );
  await writeFile(join(folder, "withdrawn.txt"), ids.filter((_, i) => others[i]).join("\n"));
  await writeFile(
    join(folder, "cohort.yaml"),
    `id: half
build: GRCh37
release: {class: public-safe, reference: reference.tsv, privacy: ${privacy}}
genotypes: [${bed}]
samples: {file: ${panel}, id: sample, columns: {ancestry: super_pop, sex: gender}}
strata: [ancestry, sex]
consent: {codes: ["DUO:0000042"], withdrawn: withdrawn.txt}
`
  );
  return join(folder, "cohort.yaml");
}

const withData = itWith(
  "kg2504-chr22/cineca_synthetic_subset.bed",
  "panel/integrated_call_samples_v3.20130502.ALL.panel"
);

withData("a real cohort of 1,252 people publishes a relaxed panel that withstands the attacks", async () => {
  const {privacy, tables} = await makeRelease({
    manifestPath: await halfCohort("relaxed"),
    out: join(await scratchFolder(), "out"),
    threads: 2,
    protections: {bits: () => seededBits(3)}
  });
  expect(tables.map(({file}) => file)).toContain("public/allele_counts.parquet");
  expect(privacy.panel).toMatchObject({candidates: 829, form: "noisy", absent: 0});
  expect(privacy.pools.filter(({shown}) => shown).map(({level}) => level)).toEqual(
    expect.arrayContaining(["AFR", "EUR"])
  );
  for (const {figures, withstood} of privacy.audit) {
    expect(withstood).toBe(true);
    if (figures.kind === "membership") expect(figures.auc).toBeLessThan(0.601 + 2 * figures.aucSe);
  }
  // The same attack on exact counts of the same people grows with every variant, linked as they are.
  const points = privacy.curves.find(({rule, level}) => rule === "exact" && level === "all")!.points;
  expect(points.at(-1)!.auc).toBeGreaterThan(0.7);
  expect(points.map(({auc}) => auc)).toEqual(points.map(({auc}) => auc).toSorted((a, b) => a - b));
});

withData(
  "the same cohort publishes no frequencies under the strict limit: its groups are too small for the noise",
  async () => {
    const {refused, tables} = await makeRelease({
      manifestPath: await halfCohort("strict"),
      out: join(await scratchFolder(), "out"),
      threads: 2
    });
    expect(tables.map(({file}) => file)).toEqual([
      "public/people.parquet",
      "public/people_margins.parquet",
      "public/representation.parquet"
    ]);
    expect(refused[0].reasons[0].remedy?.sentence).toMatch(/large enough for the noise/);
  }
);
