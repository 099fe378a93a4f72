import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {modelReference} from "../../data-loaders/sources/synthetic/modelReference.js";
import type {ReleaseClass} from "../../src/model/release.js";
import {smallPdb} from "../sources/structure/pten.js";

const parameters = {seed: 3, people: 3000, variants: 1500, build: "GRCh37" as const};
const changes = ["M1V", "M1L", "A2T", "A2V", "R3Q", "R3W", "Q4E", "Q4H", "S5R", "S5G"];
const single = modelReference(parameters).variants.filter(({ref, alt}) => ref.length + alt.length === 2);
const leastMaf = ({frequencies}: (typeof single)[number]): number =>
  Math.min(...frequencies.map((p) => Math.min(p, 1 - p)));
// The commonest are in a public panel, the rarest are withheld.
const byMaf = [...single].sort((a, b) => leastMaf(b) - leastMaf(a));
const chosen = [...byMaf.slice(0, 5), ...byMaf.slice(-5)];

const tables = {
  "effects.tsv": effects("hg19"),
  "other-build.tsv": effects("hg38"),
  "other-reference.tsv": effects("hg19", (ref, alt) => [alt, ref])
};

let made = 0;

/** The manifest of a simulated cohort of 3,000, ten of whose variants change a made-up protein of five residues. */
export async function writeProteinCohort(
  folder: string,
  {of, recipient, table}: {of: ReleaseClass; recipient: string; table: keyof typeof tables}
): Promise<string> {
  const {seed, people, variants} = parameters;
  const name = `proteins-${(made += 1)}`;
  await writeFile(join(folder, "small.pdb"), smallPdb());
  await writeFile(join(folder, table), tables[table]);
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    `id: ${name}
build: GRCh37
release: {class: ${of}, recipients: {registered: [${recipient}]}}
synthetic: {seed: ${seed}, people: ${people}, variants: ${variants}}
strata: [ancestry, sex]
consent: {codes: ["${of === "open" ? "DUO:0000004" : "DUO:0000042"}"]}
association: false
structures:
  - {gene: TEST, source: A test, licence: CC0, model: small.pdb, effects: ${table}}
`
  );
  return file;
}

function effects(genome: string, swap = (ref: string, alt: string) => [ref, alt]): string {
  const lines = chosen.map(({chrom, pos, ref, alt}, i) =>
    [`chr${chrom}`, pos, ...swap(ref, alt), genome, "P00001", changes[i], "0.5"].join("\t")
  );
  return ["#CHROM\tPOS\tREF\tALT\tgenome\tuniprot_id\tprotein_variant\tam_pathogenicity", ...lines, ""].join("\n");
}
