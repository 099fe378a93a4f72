import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {VcfShard} from "../../../data-loaders/sources/cohort.js";
import {InputError} from "../../../data-loaders/sources/inputError.js";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import {readVcfSamples} from "../../../data-loaders/sources/vcf/readVcfSamples.js";
import {readAll} from "./readAll.js";

const fixtures = new URL("../../fixtures/vcf/", import.meta.url);

/** A sample's name begins with its sex: m, f or u (unknown). */
async function read(folder: string, name: string): Promise<string> {
  const file = new URL(`${folder}/${name}.vcf`, fixtures).pathname;
  const samples = await readVcfSamples(file, `${name}.vcf`);
  const sex = Uint8Array.from(samples, (sample) => ({m: 1, f: 2})[sample[0]] ?? 0);
  const cohort: Pick<VcfShard, "people" | "sex" | "build"> = {people: samples.length, sex, build: "GRCh37"};
  const variants = await readAll(await planVcfShards([{file, label: `${name}.vcf`}], cohort));
  return variants
    .map(({chrom, pos, ref, alt, rsid, ploidy, genotypes}) =>
      [chrom, pos, ref, alt, rsid || "-", ploidy, ...genotypes].join(" ").concat("\n")
    )
    .join("");
}

function expectations(folder: string, ending: string): {name: string; expected: string}[] {
  return readdirSync(new URL(folder, fixtures))
    .filter((name) => name.endsWith(".vcf"))
    .map((name) => name.slice(0, -4))
    .map((name) => ({name, expected: readFileSync(new URL(`${folder}/${name}${ending}`, fixtures), "utf8")}));
}

describe("readVcfShard(shard) reads what the twin of the file says: chrom pos ref alt rsid ploidy genotypes", () => {
  it.each(expectations("good", ".expected"))("$name", async ({name, expected}) => {
    expect(await read("good", name)).toBe(expected);
  });
});

describe("planVcfShards and readVcfShard refuse with the message that the twin of the file has", () => {
  it.each(expectations("bad", ".error"))("$name", async ({name, expected}) => {
    const error = await read("bad", name).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(`${(error as Error).message}\n`).toBe(expected);
  });
});
