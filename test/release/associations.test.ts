import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {openCohort} from "../../data-loaders/sources/openCohort.js";
import {readManifest} from "../../data-loaders/sources/manifest.js";
import type {SyntheticTruth, TrueEffect} from "../../data-loaders/sources/synthetic/truth.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import {defaultManifest} from "./defaultCohort.js";
import {openFile, query, scratchFolder, type ReleasedRow} from "./readRelease.js";

const key = (
  await readFile(new URL("../../data-loaders/cohorts/synthetic-demo-key.txt", import.meta.url), "utf8")
).match(/AGE-SECRET-KEY-\S+/)![0];
let folder: string;
let manifest: ReleaseManifest;
let truth: SyntheticTruth;

beforeAll(async () => {
  folder = join(await scratchFolder(), "release");
  const manifestPath = await defaultManifest([
    "association: false",
    "association: {covariates: [age, sex], pcs: 10, kinship_max: 0.5}"
  ]);
  manifest = await makeRelease({manifestPath, out: folder, threads: 2});
  truth = (await openCohort(await readManifest(manifestPath))).truth as SyntheticTruth;
}, 600_000);

async function rowsOf(file: string, sql: string): Promise<ReleasedRow[]> {
  return query(await openFile(folder, `registered/${file}.parquet.age`, key), sql);
}

/** Natural logarithm of the odds of a case per standard deviation of liability, where a share `k` of people are cases. */
function logOddsPerLiability(k: number): number {
  // Dempster & Lerner 1950, Genetics 35:212: the density of liability at the threshold over k (1 − k).
  const threshold = quantile(1 - k);
  return Math.exp((-threshold * threshold) / 2) / Math.sqrt(2 * Math.PI) / (k * (1 - k));
}

/** Of the standard normal distribution, by bisection of an integral by Simpson's rule. */
function quantile(p: number): number {
  const below = (z: number): number => {
    let sum = 0;
    for (let i = 0; i <= 400; ++i)
      sum += (i === 0 || i === 400 ? 1 : i % 2 ? 4 : 2) * Math.exp(-((-8 + ((z + 8) * i) / 400) ** 2) / 2);
    return (sum * (z + 8)) / 1200 / Math.sqrt(2 * Math.PI);
  };
  let [low, high] = [-6, 6];
  for (let i = 0; i < 50; ++i) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

describe("associations of the default release", () => {
  it("have a file for each trait, and tables that sum them up", () => {
    const files = manifest.tables.filter(({tier}) => tier === "registered").map(({file}) => file);
    for (const {id} of truth.traits) expect(files).toContain(`registered/association-${id}.parquet.age`);
    for (const name of ["manhattan", "qq", "loci", "ld", "pca_density"])
      expect(files).toContain(`registered/${name}.parquet.age`);
    expect(manifest.tables.find(({name}) => name === "genes")?.tier).toBe("public");
  });

  it("find the planted effects: at least 93 % of them within two standard errors", async () => {
    let [within, all] = [0, 0];
    for (const trait of truth.traits) {
      const effects = truth.effects.filter((effect) => effect.trait === trait.id);
      if (effects.length === 0) continue;
      const rows = await rowsOf(
        `association-${trait.id}`,
        `select variant_id, ancestry, beta, se, n, n_case from $file where beta is not null and ancestry <> 'meta'`
      );
      for (const {variant_id, ancestry, beta, se, n, n_case} of rows) {
        const effect = effects.find((one) => one.variant_id === variant_id);
        if (!effect) continue;
        const planted = effect.beta[ancestry as keyof TrueEffect["beta"]];
        const scale = trait.kind === "binary" ? logOddsPerLiability(Number(n_case) / Number(n)) : 1;
        all += 1;
        if (Math.abs(Number(beta) - planted * scale) < 2 * Number(se)) within += 1;
      }
    }
    expect(all).toBeGreaterThan(200);
    expect(within / all).toBeGreaterThanOrEqual(0.93);
  });

  it("show no inflation for the trait that has no effect", async () => {
    const [{lambda}] = await rowsOf(
      "association-EFO_0004337",
      "select median(z * z) / 0.454936423119573 as lambda from $file where ancestry = 'meta'"
    );
    expect(Number(lambda)).toBeGreaterThan(0.97);
    expect(Number(lambda)).toBeLessThan(1.03);
  });

  it("flag the effects that differ between ancestries, and no other", async () => {
    for (const {trait, gene, variant_id, beta} of truth.effects) {
      const [row] = await rowsOf(
        `association-${trait}`,
        `select minus_log10_p_het as het from $file where ancestry = 'meta' and variant_id = '${variant_id}'`
      );
      const differs = new Set(Object.values(beta)).size > 1;
      if (differs) expect(Number(row.het), gene).toBeGreaterThan(4);
      else expect(Number(row.het), gene).toBeLessThan(4);
    }
  }, 120_000);

  it("lead loci to the planted genes", async () => {
    const loci = await rowsOf("loci", "select trait, gene from $file where ancestry = 'meta' and minus_log10_p > 7.3");
    const found = new Set(loci.map(({trait, gene}) => `${trait} ${gene}`));
    for (const name of ["EFO_0001360 TCF7L2", "EFO_0004611 PCSK9", "EFO_0004340 FTO", "EFO_0000249 APOE"])
      expect(
        [...found].some((one) => one.includes(name.split(" ")[1]) && one.startsWith(name.split(" ")[0])),
        name
      ).toBe(true);
  });

  it("sum up what the files of traits say: Manhattan and loci have their numbers", async () => {
    const trait = "EFO_0004611";
    const rows = await rowsOf(`association-${trait}`, "select variant_id, ancestry, minus_log10_p, beta from $file");
    const known = new Map(rows.map((row) => [`${row.variant_id} ${row.ancestry}`, row]));
    const single = await rowsOf(
      "manhattan",
      `select variant_id, ancestry, minus_log10_p from $file where trait = '${trait}' and variant_id is not null`
    );
    expect(single.length).toBeGreaterThan(20);
    for (const {variant_id, ancestry, minus_log10_p} of single)
      expect(known.get(`${variant_id} ${ancestry}`)!.minus_log10_p).toBe(minus_log10_p);
    const [{variants}] = await rowsOf(
      "manhattan",
      `select sum(n_variants) as variants from $file where trait = '${trait}' and ancestry = 'meta'`
    );
    const tested = rows.filter(({ancestry, minus_log10_p}) => ancestry === "meta" && minus_log10_p !== null).length;
    expect(Number(variants)).toBe(tested);
    for (const {variant_id, ancestry, beta} of await rowsOf(
      "loci",
      `select variant_id, ancestry, beta from $file where trait = '${trait}'`
    ))
      expect(known.get(`${variant_id} ${ancestry}`)!.beta).toBe(beta);
  });

  it("withstand the attacks that they have to", () => {
    const findings = manifest.privacy.audit.filter(({table}) =>
      ["registered/association", "registered/ld", "registered/pca_density"].includes(table)
    );
    expect(findings.map(({table, attack, standing}) => `${table} ${attack} ${standing}`)).toEqual(
      expect.arrayContaining([
        "registered/association subtraction enforced",
        "registered/association effects reported",
        "registered/ld linkage reported",
        "registered/pca_density linear-program enforced"
      ])
    );
    for (const {standing, withstood} of findings) if (standing === "enforced") expect(withstood).toBe(true);
  });

  it("show nobody: no statistic of few copies, no square of few people", async () => {
    const [{smallest}] = await rowsOf("pca_density", "select min(n) as smallest from $file");
    expect(Number(smallest)).toBeGreaterThan(20);
    for (const {id} of truth.traits) {
      const [{fewest}] = await rowsOf(
        `association-${id}`,
        "select min(2 * n * least(eaf, 1 - eaf)) as fewest from $file where beta is not null and ancestry <> 'meta'"
      );
      expect(Number(fewest), id).toBeGreaterThan(20);
    }
  });
});

describe("equity_genomics of the default release", () => {
  const ldl = "EFO_0004611";
  let compared: ReleasedRow[];
  const rowFor = (measure: string, ancestry: string, other: string | null, trait: string | null) =>
    compared.find(
      (row) =>
        row.measure === measure && row.ancestry === ancestry && row.other_ancestry === other && row.trait === trait
    );
  beforeAll(async () => void (compared = await rowsOf("equity_genomics", "select * from $file")));

  it("sees that the two effects that differ between ancestries do not carry over in full, and that others do", () => {
    // Planted: PCSK9 -14 in AFR and -3 elsewhere, HMGCR 12 in EAS and 3 elsewhere; both for LDL cholesterol.
    for (const [target, other] of [
      ["EUR", "AFR"],
      ["AMR", "AFR"],
      ["SAS", "AFR"],
      ["EUR", "EAS"],
      ["AMR", "EAS"],
      ["SAS", "EAS"]
    ])
      expect(rowFor("effects-differ", target, other, ldl)!.estimate, `${other} in ${target}`).toBe(1);
    for (const target of ["AMR", "SAS"]) {
      const slope = rowFor("effect-slope", target, null, ldl)!;
      expect(Number(slope.high), target).toBeLessThan(1);
      // What Europeans found is not among the effects that differ.
      expect(Number(rowFor("effect-slope", target, "EUR", ldl)!.high), target).toBeGreaterThan(1);
    }
    const others = compared.filter(
      ({measure, other_ancestry: other, trait}) => measure === "effects-differ" && other === null && trait !== ldl
    );
    // Each has a chance of one in twenty to find a difference where there is none.
    expect(others.length).toBeGreaterThan(15);
    expect(others.filter(({estimate}) => estimate !== 0).length).toBeLessThanOrEqual(Math.ceil(others.length / 20));
    for (const {measure, other_ancestry: other, trait, low, high, ancestry} of compared)
      if (measure === "replication" && other === null && trait !== ldl) {
        expect(Number(low), `${ancestry} ${trait}`).toBeLessThanOrEqual(1.2);
        expect(Number(high), `${ancestry} ${trait}`).toBeGreaterThanOrEqual(1);
      }
  });

  it("counts the loci of genome-wide significance that table loci has, and what became of each elsewhere", async () => {
    const loci = await rowsOf(
      "loci",
      "select trait, ancestry, count(*) as n from $file where minus_log10_p > -log10(5e-8) group by all"
    );
    for (const {ancestry, trait, estimate} of compared.filter(({measure}) => measure === "loci-found"))
      expect(loci.find((row) => row.trait === trait && row.ancestry === ancestry)?.n ?? 0).toBe(estimate);
    const fates = compared.filter(({measure}) => measure === "loci-elsewhere");
    expect(fates.length).toBeGreaterThan(100);
    for (const {ancestry, other_ancestry: other, trait, n_variants} of fates) {
      const same = fates.filter(
        (row) => row.ancestry === ancestry && row.other_ancestry === other && row.trait === trait
      );
      expect(same.reduce((sum, {estimate}) => sum + Number(estimate), 0)).toBe(n_variants);
    }
  });

  it("finds the distances that the groups were drawn with: half the sum of their drifts", async () => {
    const drift = {AFR: 0.174, AMR: 0.004, EAS: 0.13, EUR: 0.05, SAS: 0.029};
    const pairs = compared.filter(({measure}) => measure === "fst");
    expect(pairs).toHaveLength(10);
    for (const {ancestry, other_ancestry: other, estimate, se} of pairs) {
      const drawn = (drift[ancestry as "AFR"] + drift[other as "AFR"]) / 2;
      // Populations within a group drift, and alleles that are withheld are rare ones.
      expect(Math.abs(Number(estimate) - drawn), `${ancestry} ${other}`).toBeLessThan(0.02);
      expect(Number(se)).toBeGreaterThan(0);
      expect(Number(se)).toBeLessThan(0.005);
    }
  });

  it("follows from the tables that the same readers hold", async () => {
    const kinds = await rowsOf(
      "allele_counts",
      `with rows as (
         select ancestry, ac is null or an is null as withheld, least(ac, an - ac) as rarer, an::double as an, least(ac, an - ac) / an::double as p
         from $file
       ), widths as (
         select *, 2 * 1.959963984540054 * sqrt(p * (1 - p) / an + 1.959963984540054::double ** 2 / (4.0 * an ** 2))
           / (1 + 1.959963984540054::double ** 2 / an) as width from rows
       )
       select ancestry, count(*) as n, avg(withheld::int) as hidden, avg((not withheld and rarer = 0)::int) as unseen,
         avg((not withheld and rarer > 0 and width <= p / 2)::int) as measured from widths group by all`
    );
    expect(kinds).toHaveLength(5);
    for (const {ancestry, hidden, unseen, measured, n} of kinds) {
      const group = String(ancestry);
      expect(rowFor("frequency-measured", group, null, null)).toMatchObject({n_variants: n});
      expect(rowFor("frequency-measured", group, null, null)!.estimate).toBeCloseTo(Number(measured), 9);
      expect(rowFor("frequency-withheld", group, null, null)!.estimate).toBeCloseTo(Number(hidden), 9);
      expect(rowFor("allele-unseen", group, null, null)!.estimate).toBeCloseTo(Number(unseen), 9);
    }
    const [{fst}] = await rowsOf(
      "allele_counts",
      `with pairs as (
         select a.ac / a.an as p, b.ac / b.an as q, a.an as n, b.an as m from $file a join $file b using (variant_id)
         where a.ancestry = 'AFR' and b.ancestry = 'EUR' and a.ac is not null and b.ac is not null and a.an is not null
           and b.an is not null and try_cast(split_part(variant_id, '-', 1) as int) between 1 and 22
       ) select sum((p - q) ** 2 - p * (1 - p) / (n - 1) - q * (1 - q) / (m - 1)) / sum(p * (1 - q) + q * (1 - p)) as fst
       from pairs`
    );
    expect(rowFor("fst", "AFR", "EUR", null)!.estimate).toBeCloseTo(Number(fst), 9);
    const [{n, n_case}] = await rowsOf(
      "association-EFO_0001360",
      "select n, n_case from $file where ancestry = 'SAS' order by n desc limit 1"
    );
    const size = 4 / (1 / Number(n_case) + 1 / (Number(n) - Number(n_case)));
    expect(rowFor("effective-size", "SAS", null, "EFO_0001360")!.estimate).toBeCloseTo(size, 6);
  });
});
