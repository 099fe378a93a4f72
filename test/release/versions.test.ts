import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {exactRatios, logRatios, noisyRatios, type Ratios} from "../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {rocOf} from "../../data-loaders/disclosure/audit/roc.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import {writeSynthetic} from "../../data-loaders/sources/synthetic/writeSynthetic.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import {seededBits} from "../disclosure/noise/seededBits.js";
import {openFile, query, scratchFolder, type ReleasedRow} from "./readRelease.js";

const people = 3000;
const limit = 20;

/** One version of the cohort: who of the files has withdrawn from it. */
interface Version {
  out: string;
  manifest: ReleaseManifest;
  left: Set<string>;
}

let cohort: string;
let identity: string;
let samples: {id: string; ancestry: string}[];

beforeAll(async () => {
  cohort = join(await scratchFolder(), "cohort");
  await writeSynthetic(cohort, {seed: 11, people, variants: 3000, build: "GRCh37"});
  identity = await generateIdentity();
  const [header, ...lines] = (await readFile(join(cohort, "samples.tsv"), "utf8")).trim().split("\n");
  const names = header.split("\t");
  samples = lines.map((line) => {
    const values = line.split("\t");
    return {id: values[names.indexOf("sample")], ancestry: values[names.indexOf("ancestry")]};
  });
});

/** Releases the cohort without the people of `left`, in a series of versions that share a ledger. */
async function release(
  series: string,
  left: Iterable<string>,
  {earlier = "in-use", seed = 1}: {earlier?: string; seed?: number} = {}
): Promise<Version> {
  const withdrawn = new Set(left);
  const text = await readFile(join(cohort, "cohort.yaml"), "utf8");
  const manifest = text
    .replace("class: controlled", `class: public-safe\n  earlier: ${earlier}\n  ledger: ${series}.ledger.json`)
    .replace(/age1\w+/, await identityToRecipient(identity))
    .replace("withdrawn: withdrawn.txt", `withdrawn: ${series}.withdrawn.txt`)
    .replace(/ {2}per_person: .*\n/, "");
  await writeFile(join(cohort, `${series}.withdrawn.txt`), `${[...withdrawn].join("\n")}\n`);
  await writeFile(join(cohort, `${series}.yaml`), manifest);
  const out = join(await scratchFolder(), "out");
  const made = await makeRelease({
    manifestPath: join(cohort, `${series}.yaml`),
    out,
    threads: 2,
    protections: {bits: () => seededBits(seed)}
  });
  return {out, manifest: made, left: withdrawn};
}

function idsOf(ancestry: string, from: number, count: number): string[] {
  return samples
    .filter((sample) => sample.ancestry === ancestry)
    .slice(from, from + count)
    .map(({id}) => id);
}

/** The levels of a row of people, without its number. */
function key(row: ReleasedRow): string {
  return JSON.stringify(Object.entries(row).filter(([name]) => name !== "n"));
}

const numbers = ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"];

function rowsOf({out}: Version, file: string, columns: string): Promise<ReleasedRow[]> {
  return openFile(out, file, identity).then((bytes) => query(bytes, `select ${columns} from $file`));
}

describe("two versions of a release between which a few people joined and others left", () => {
  let first: Version;
  let second: Version;

  beforeAll(async () => {
    // Two join and three leave in one group; nobody else changes.
    first = await release("few", idsOf("EUR", 0, 30), {seed: 1});
    second = await release("few", [...idsOf("EUR", 2, 28), ...idsOf("EUR", 100, 3)], {seed: 2});
  });

  it("give no exact number of the changed group again, and the same ones of all others", async () => {
    expect(second.manifest.privacy.changed).toEqual(["EUR"]);
    for (const [file, columns, cells] of [
      ["registered/genotype_counts.parquet.age", "variant_id, ancestry, sex, status", numbers],
      ["registered/allele_counts.parquet.age", "variant_id, ancestry", ["ac", "an"]]
    ] as const) {
      const [before, after] = await Promise.all(
        [first, second].map((v) => rowsOf(v, file, [columns, ...cells].join(", ")))
      );
      expect(after.length).toBe(before.length);
      const shown = {changed: 0, others: 0, before: 0};
      after.forEach((row, i) => {
        if (row.ancestry === "EUR") {
          shown.before += cells.filter((cell) => before[i][cell] !== null).length;
          shown.changed += cells.filter((cell) => row[cell] !== null).length;
        } else {
          shown.others += 1;
          expect(row).toEqual(before[i]);
        }
      });
      expect(shown).toMatchObject({changed: 0});
      expect(shown.before).toBeGreaterThan(0);
      expect(shown.others).toBeGreaterThan(0);
    }
    expect(second.manifest.withheld.some(({rule, table}) => rule === "version" && table === "allele_counts")).toBe(
      true
    );
  });

  it("show no number of people that differs by 1 to 20", async () => {
    let compared = 0;
    for (const file of ["public/people.parquet", "public/people_margins.parquet"]) {
      const before = new Map((await rowsOf(first, file, "*")).map((row) => [key(row), row.n]));
      for (const row of await rowsOf(second, file, "*")) {
        const n = before.get(key(row));
        if (row.n === null || n === null || n === undefined) continue;
        const difference = Math.abs(Number(row.n) - Number(n));
        expect(difference === 0 || difference > limit, key(row)).toBe(true);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
    const steps = ({manifest}: Version): (number | null)[] =>
      manifest.flow.filter(({unit}) => unit === "people").map(({count}) => count);
    steps(second).forEach((count, i) => {
      const difference = Math.abs((count ?? 0) - (steps(first)[i] ?? 0));
      if (count !== null && steps(first)[i] !== null) expect(difference === 0 || difference > limit).toBe(true);
    });
  });

  it("hide in the second whatever the first hid, since both together would tell it", async () => {
    const hidden = (rows: ReleasedRow[]): string[] => rows.filter(({n}) => n === null).map(key);
    const before = hidden(await rowsOf(first, "public/people_margins.parquet", "*"));
    const after = new Set(hidden(await rowsOf(second, "public/people_margins.parquet", "*")));
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter((levels) => !after.has(levels))).toEqual([]);
  });

  it("spend from one budget, and attack both versions together", async () => {
    const {budget, audit} = second.manifest.privacy;
    expect(budget!.versions.map(({version}) => version)).toEqual([1, 2]);
    expect(budget!.versions[1].rho).toBeCloseTo(budget!.versions[0].rho / 2, 12);
    expect(budget!.versions.reduce((sum, {rho}) => sum + rho, budget!.rhoLeft)).toBeCloseTo(budget!.rhoTotal, 12);
    expect(audit.find(({attack}) => attack === "two-versions")).toMatchObject({
      table: "public/allele_counts",
      standing: "enforced",
      withstood: true
    });
  });

  it("give the exact numbers again when readers no longer hold the first", async () => {
    const third = await release("few", second.left, {earlier: "recalled", seed: 3});
    expect(third.manifest.privacy.changed).toEqual([]);
    const [{shown}] = await openFile(third.out, "registered/allele_counts.parquet.age", identity).then((bytes) =>
      query(bytes, "select count(ac) as shown from $file where ancestry = 'EUR'")
    );
    expect(shown).toBeGreaterThan(0);
  });

  it("are one version when nobody changed: the same public numbers, and nothing is spent", async () => {
    const again = await release("few", second.left, {earlier: "recalled", seed: 4});
    const third = await release("few", second.left, {earlier: "recalled", seed: 5});
    expect(again.manifest.privacy.budget).toEqual(third.manifest.privacy.budget);
    const bytes = (version: Version): Promise<Buffer> => readFile(join(version.out, "public/allele_counts.parquet"));
    expect((await bytes(again)).equals(await bytes(third))).toBe(true);
    const ledger = JSON.parse(await readFile(join(cohort, "few.ledger.json"), "utf8"));
    expect(ledger.versions.length).toBe(again.manifest.privacy.budget!.versions.length + 1);
  });
});

describe("two versions between which 150 people joined and 150 others left", () => {
  it("do not tell who, though exact counts would", async () => {
    const joiners = idsOf("EUR", 0, 150);
    const leavers = idsOf("EUR", 150, 150);
    const first = await release("many", joiners, {seed: 21});
    const second = await release("many", leavers, {seed: 22});
    const genotypes = await readBed();
    const pool = first.manifest.privacy.pools.find(({level}) => level === "EUR")!;
    expect(pool.shown).toBe(true);

    const frequency = await referenceOf("EUR");
    const published = await Promise.all([first, second].map(publicCounts));
    const shared = [...published[0].keys()].filter((id) => published[1].has(id));
    expect(shared.length).toBeGreaterThan(100);
    const counted = samples.flatMap(({id, ancestry}, i) => (ancestry === "EUR" ? {id, i} : []));
    const exactOf = (version: Version, id: string): {ac: number; an: number} => {
      const copies = counted
        .filter(({id}) => !version.left.has(id))
        .map(({i}) => genotypes(id, i))
        .filter((x) => x >= 0);
      return {ac: copies.reduce((a, b) => a + b, 0), an: 2 * copies.length};
    };

    /** Evidence that somebody was in the first version and not in the second. */
    const scores = (of: string[], tell: (version: 0 | 1, id: string) => Ratios): Float64Array => {
      const tables = shared.map((id) => [logRatios(tell(0, id)), logRatios(tell(1, id))] as const);
      return Float64Array.from(of, (person) => {
        const i = samples.findIndex(({id}) => id === person);
        return shared.reduce((sum, id, v) => {
          const x = genotypes(id, i);
          return x < 0 ? sum : sum + tables[v][0][x] - tables[v][1][x];
        }, 0);
      });
    };
    const stayed = idsOf("EUR", 300, 1200);
    const noisy = (version: 0 | 1, id: string): Ratios => {
      const {ac, an, noiseSd} = published[version].get(id)!;
      return noisyRatios(ac, an, frequency.get(id)!, noiseSd);
    };
    const exactCounts = [first, second].map((version) => new Map(shared.map((id) => [id, exactOf(version, id)])));
    const exact = (version: 0 | 1, id: string): Ratios => {
      const {ac, an} = exactCounts[version].get(id)!;
      return exactRatios(ac, an, frequency.get(id)!);
    };
    const auc = (tell: typeof noisy, sign: 1 | -1, who: string[]): {auc: number; aucSe: number} =>
      rocOf(
        scores(who, tell).map((score) => sign * score),
        scores(stayed, tell).map((score) => sign * score)
      );
    for (const [sign, who] of [
      [1, leavers],
      [-1, joiners]
    ] as const) {
      const withNoise = auc(noisy, sign, who);
      expect(withNoise.auc).toBeLessThanOrEqual(0.55 + 2 * withNoise.aucSe);
      expect(auc(exact, sign, who).auc).toBeGreaterThan(0.6);
    }
  });
});

interface PublicCount {
  ac: number;
  an: number;
  noiseSd: number;
}

async function publicCounts(version: Version): Promise<Map<string, PublicCount>> {
  const bytes = await openFile(version.out, "public/allele_counts.parquet");
  const rows = await query(bytes, "select variant_id, ac, an, noise_sd from $file where ancestry = 'EUR'");
  return new Map(
    rows.map((row) => [String(row.variant_id), {ac: Number(row.ac), an: Number(row.an), noiseSd: Number(row.noise_sd)}])
  );
}

async function referenceOf(ancestry: string): Promise<Map<string, number>> {
  const [header, ...lines] = (await readFile(join(cohort, "reference.tsv"), "utf8")).trim().split("\n");
  const at = header.split("\t").indexOf(ancestry);
  return new Map(
    lines.map((line) => line.split("\t")).map((values) => [values.slice(0, 4).join("-"), Number(values[at])])
  );
}

/** Copies of `alt` by variant and person; -1 = missing. */
async function readBed(): Promise<(id: string, person: number) => number> {
  const bed = await readFile(join(cohort, "genotypes.bed"));
  const bim = (await readFile(join(cohort, "genotypes.bim"), "utf8")).trim().split("\n");
  const rowOf = new Map(
    bim.map((line, row) => {
      const [chrom, , , pos, alt, ref] = line.split("\t");
      return [`${chrom}-${pos}-${ref}-${alt}`, row];
    })
  );
  const bytes = Math.ceil(people / 4);
  return (id, person) => [2, -1, 1, 0][(bed[3 + rowOf.get(id)! * bytes + (person >> 2)] >> (2 * (person & 3))) & 3];
}
