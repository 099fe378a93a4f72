import {mkdir, open, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {stringify} from "yaml";
import {InputError} from "../inputError.js";
import {Consent, personId} from "./drawPeople.js";
import {modelReference} from "./modelReference.js";
import {simulate} from "./openSynthetic.js";
import {populations} from "./populations.js";
import {randomStream} from "./randomStream.js";
import {readSyntheticShard} from "./readSyntheticShard.js";
import type {SyntheticParameters} from "./syntheticModel.js";
import {statusTrait, type TraitModel} from "./traits.js";

type Simulation = Awaited<ReturnType<typeof simulate>>;

/**
 * Writes a synthetic cohort as the files that a research organisation would bring: PLINK genotypes, a table of people,
 * a withdrawal list, genes, a public panel of frequencies, a cohort manifest, and the truth. `folder` appears when all of it is written, or not at
 * all; a folder that holds something is never touched. Calls `onVariants` with the number of variants written so far.
 */
export async function writeSynthetic(
  folder: string,
  parameters: SyntheticParameters,
  onVariants: (done: number) => void = () => {}
): Promise<void> {
  const out = resolve(folder);
  const partial = join(dirname(out), `.${basename(out)}.${process.pid}.partial`);
  const occupied = new InputError(folder, null, "is there already and not an empty folder; name another, or remove it");
  if ((await readdir(out).catch(nothingIfAbsent)).length > 0) throw occupied;
  const simulation = await simulate(parameters);
  await mkdir(partial, {recursive: true});
  try {
    await writeGenotypes(partial, simulation, onVariants);
    const {cohort} = simulation;
    const genes = cohort.genes.map(({chrom, start, end, name}) => `${chrom}\t${start}\t${end}\t${name}\n`);
    await writeFile(join(partial, "genotypes.fam"), famLines(simulation));
    await writeFile(join(partial, "samples.tsv"), sampleLines(simulation));
    await writeFile(join(partial, "withdrawn.txt"), withdrawnLines(simulation));
    await writeFile(join(partial, "genes.bed"), genes.join(""));
    await writeFile(join(partial, "reference.tsv"), referenceLines(simulation));
    await writeFile(join(partial, "truth.json"), `${JSON.stringify(cohort.truth, null, 2)}\n`);
    await writeFile(join(partial, "cohort.yaml"), await manifestText(simulation));
    await rename(partial, out).catch(() => {
      throw occupied;
    });
  } finally {
    await rm(partial, {recursive: true, force: true});
  }
}

/** An empty listing for a folder that does not exist; a file of that name is as bad as a full folder. */
function nothingIfAbsent({code}: NodeJS.ErrnoException): string[] {
  return code === "ENOENT" ? [] : ["?"];
}

/** First bytes of a variant-major .bed file. */
const bedHeader = Uint8Array.of(0x6c, 0x1b, 0x01);

async function writeGenotypes(folder: string, {cohort}: Simulation, onVariants: (done: number) => void): Promise<void> {
  const bed = await open(join(folder, "genotypes.bed"), "w");
  const bim = await open(join(folder, "genotypes.bim"), "w");
  let done = 0;
  try {
    await bed.writeFile(bedHeader);
    for (const shard of cohort.shards) {
      for await (const {count, chrom, pos, ref, alt, rsid, genotypes} of readSyntheticShard(shard)) {
        await bed.writeFile(genotypes);
        const lines = rsid.map((id, j) => `${chrom[j]}\t${id}\t0\t${pos[j]}\t${alt[j]}\t${ref[j]}\n`);
        await bim.writeFile(lines.join(""));
        onVariants((done += count));
      }
    }
  } finally {
    await bed.close();
    await bim.close();
  }
}

/** `sim00001`, `sim00002`, …: as long as the last one. */
function famLines({model: {roster}}: Simulation): string {
  const people = roster.sex.length;
  return Array.from(roster.sex, (sex, i) => `0\t${personId(i, people)}\t0\t0\t${sex}\t-9\n`).join("");
}

function sampleLines({model, ages, consent, traits}: Simulation): string {
  const {roster, parameters} = model;
  const random = randomStream(parameters.seed, "consent codes");
  const header = ["sample", "ancestry", "population", "sex", "age", "consent", ...traits.map((t) => t.model.column)];
  const rows = Array.from(roster.sex, (sex, i) => {
    const {code, ancestry} = populations[roster.population[i]];
    // One in ten consented to more than the cohort needs: general research use.
    const codes = random() < 0.1 ? ["DUO:0000042"] : consentCodes;
    return [
      personId(i, parameters.people),
      ancestry,
      code,
      sex === 1 ? "M" : "F",
      ages[i],
      consent[i] === Consent.none ? "" : codes.join(";"),
      ...traits.map(({model: trait, values}) => traitText(trait, values[i]))
    ];
  });
  return [header, ...rows].map((row) => `${row.join("\t")}\n`).join("");
}

function traitText(trait: TraitModel, value: number): string {
  if (Number.isNaN(value)) return "NA";
  return trait.kind === "binary" ? (value === 1 ? "case" : "control") : String(value);
}

function withdrawnLines({consent}: Simulation): string {
  const ids = Array.from(consent, (c, i) => (c === Consent.withdrawn ? `${personId(i, consent.length)}\n` : ""));
  return `# People who withdrew, one id a line.\n${ids.join("")}`;
}

function referenceLines({model: {parameters}}: Simulation): string {
  const {levels, variants} = modelReference(parameters);
  const rows = variants.map(({chrom, pos, ref, alt, frequencies}) => [chrom, pos, ref, alt, ...frequencies]);
  return [["chrom", "pos", "ref", "alt", ...levels], ...rows].map((row) => `${row.join("\t")}\n`).join("");
}

/** Health, medical or biomedical research by organisations that are not for profit. */
const consentCodes = ["DUO:0000006", "DUO:0000045"];

async function manifestText({model: {parameters}, traits}: Simulation): Promise<string> {
  const status = traits.find((trait) => trait.id === statusTrait)!.model.column;
  const manifest = {
    id: "my-synthetic",
    title: `Synthetic cohort of ${parameters.people.toLocaleString("en")} simulated people, from files`,
    build: parameters.build,
    release: {
      class: "controlled",
      recipients: {registered: [await demoRecipient()]},
      reference: "reference.tsv"
    },
    genotypes: ["genotypes.bed"],
    samples: {
      file: "samples.tsv",
      id: "sample",
      columns: {ancestry: "ancestry", population: "population", sex: "sex", age: "age", status}
    },
    traits: traits.map(({id, label, kind, model: {column}}) =>
      kind === "binary" ? {id, label, column, kind, case: "case"} : {id, label, column, kind}
    ),
    strata: ["ancestry", "sex", "status"],
    association: {covariates: ["age", "sex"], pcs: 10},
    consent: {codes: consentCodes, per_person: "consent", withdrawn: "withdrawn.txt"},
    annotation: {genes: "genes.bed"},
    provenance: {
      source: `simulated by Covenant, seed ${parameters.seed}`,
      licence: "Apache-2.0",
      synthetic: {genotypes: true, phenotypes: true}
    }
  };
  return `# Written by npm run synthesise. Nobody in this cohort ever lived.\n${stringify(manifest)}`;
}

/** The public half of the demo key: fit for simulated people only. */
async function demoRecipient(): Promise<string> {
  const text = await readFile(new URL("../../cohorts/synthetic-demo-key.txt", import.meta.url), "utf8");
  return /^# public key: (age1\w+)$/m.exec(text)![1];
}
