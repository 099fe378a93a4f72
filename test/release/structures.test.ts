import {createHash} from "node:crypto";
import {readFile, writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {ReleaseClass, ReleaseManifest} from "../../src/model/release.js";
import {itWith} from "../require.js";
import {labelledMissense, mmcifOf, ptenPdb, sharedFile, smallPdb} from "../sources/structure/pten.js";
import {openFile, query, scratchFolder} from "./readRelease.js";

let recipient: string;
let folder: string;

beforeAll(async () => {
  recipient = await identityToRecipient(await generateIdentity());
  folder = await scratchFolder();
  await writeFile(join(folder, "small.pdb"), smallPdb());
  await writeFile(join(folder, "small.cif"), mmcifOf(smallPdb(), "small"));
  await writeFile(join(folder, "small.fasta"), ">sp|P00001|TEST_HUMAN\nMARQS\n");
  await writeFile(join(folder, "other.fasta"), ">sp|P00001|TEST_HUMAN\nMAKQS\n");
  await writeFile(join(folder, "effects.tsv"), effects(["M1V", "0.1"], ["R3Q", "0.9"], ["R3W", "0.4"]));
  await writeFile(join(folder, "error.json"), errorText(4));
  await writeFile(join(folder, "whole.json"), errorText(5));
  await writeFile(join(folder, "wrong.tsv"), effects(["K3Q", "0.9"]));
  await writeFile(join(folder, "broken.tsv"), effects(["M1V", "0.1"], ["R3Q", "2"]));
});

function effects(...rows: [string, string][]): string {
  const lines = rows.map(([change, score]) => `P00001\t${change}\t${score}\tambiguous`);
  return ["uniprot_id\tprotein_variant\tam_pathogenicity\tam_class", ...lines, ""].join("\n");
}

/** Of residues `i` and `j`, counted from 0: `i + j / 4` Å. */
function errorText(residues: number): string {
  const matrix = Array.from({length: residues}, (_, i) => Array.from({length: residues}, (_, j) => i + j / 4));
  return JSON.stringify([{predicted_aligned_error: matrix, max_predicted_aligned_error: 31.75}]);
}

let made = 0;

async function released(
  structures: string,
  releaseClass: ReleaseClass = "controlled"
): Promise<{manifest: ReleaseManifest; out: string}> {
  const name = `cohort-${(made += 1)}`;
  const manifestPath = join(folder, `${name}.yaml`);
  await writeFile(
    manifestPath,
    `id: ${name}
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: [${recipient}]}}
synthetic: {seed: 3, people: 600, variants: 40}
strata: [ancestry, sex]
consent: {codes: ["${releaseClass === "open" ? "DUO:0000004" : "DUO:0000042"}"]}
association: false
structures:
${structures}
`
  );
  const out = join(folder, name);
  return {manifest: await makeRelease({manifestPath, out, threads: 1}), out};
}

const small = "gene: TEST, source: A test, licence: CC0";

describe("tables structure_residues and structure_models", {timeout: 120_000}, () => {
  it.each(["open", "controlled"] as const)("are public in class %s", async (releaseClass) => {
    const {manifest, out} = await released(
      `- {${small}, model: small.pdb, sequence: small.fasta, effects: effects.tsv}`,
      releaseClass
    );
    const files = manifest.tables.filter(({name}) => name.startsWith("structure_")).map(({file}) => file);
    expect(files).toEqual(["public/structure_residues.parquet", "public/structure_models.parquet"]);
    const rows = await query(
      await openFile(out, files[0]),
      "select residue, amino_acid, plddt, band, interpretable, change, am_pathogenicity, am_class, label from $file"
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      [1, "M", 45, "very low", "no", "V", 0.1, "likely benign", null],
      [2, "A", 95.5, "very high", "yes", null, null, null, null],
      [3, "R", 90, "confident", "yes", "Q", 0.9, "likely pathogenic", null],
      [3, "R", 90, "confident", "yes", "W", 0.4, "ambiguous", null],
      [4, "Q", 70, "low", "no", null, null, null, null],
      [5, "S", 50.01, "low", "no", null, null, null, null]
    ]);
    const [{model, model_sha256: hash, accession, format}] = await query(
      await openFile(out, files[1]),
      "select * from $file"
    );
    expect([model, accession, format]).toEqual([smallPdb(), "P00001", "pdb"]);
    expect(hash).toBe(
      createHash("sha256")
        .update(await readFile(join(folder, "small.pdb")))
        .digest("hex")
    );
  });

  it("come with the model's aligned error where it is given", async () => {
    const {manifest, out} = await released(`- {${small}, model: small.pdb, error: whole.json}`);
    expect(manifest.tables.find(({name}) => name === "structure_errors")).toMatchObject({tier: "public", rows: 25});
    const [first, ...rest] = await query(await openFile(out, "public/structure_errors.parquet"), "select * from $file");
    expect(first).toEqual({
      gene: "TEST",
      aligned_from: 1,
      aligned_to: 1,
      scored_from: 1,
      scored_to: 1,
      error: 0,
      error_max: 31.75
    });
    expect(rest.at(-2)).toMatchObject({aligned_from: 5, scored_from: 4, error: 4.75});
  });

  it("are fetched only where the manifest says so, and once", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url!);
      const files: Record<string, string> = {cif: mmcifOf(smallPdb(), "small"), json: errorText(5)};
      response.end(files[/_v4\.(cif|json)$/.exec(request.url!)![1]]);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror/`;
    const fetched = `- {${small}, accession: P00001, effects: effects.tsv, fetch: {base: "${base}", version: 4, cache: kept}}`;
    const {out} = await released(fetched);
    const again = await released(fetched);
    server.close();
    expect(asked).toEqual([
      "/mirror/files/AF-P00001-F1-model_v4.cif",
      "/mirror/files/AF-P00001-F1-predicted_aligned_error_v4.json"
    ]);
    for (const file of ["public/structure_models.parquet", "public/structure_errors.parquet"])
      expect((await query(await openFile(out, file), "select * from $file")).length).toBeGreaterThan(0);
    const model = (folder: string) => openFile(folder, "public/structure_models.parquet");
    expect(await query(await model(again.out), "select model_sha256 from $file")).toEqual(
      await query(await model(out), "select model_sha256 from $file")
    );
  });

  it("are the same of mmCIF and PDB, and absent without a structure", async () => {
    const {out} = await released(`- {${small}, model: small.cif}`);
    const rows = await query(
      await openFile(out, "public/structure_residues.parquet"),
      "select plddt, accession from $file"
    );
    expect(rows.map(({plddt}) => plddt)).toEqual([45, 95.5, 90, 70, 50.01]);
    expect((await released("  []")).manifest.tables.filter(({name}) => name.startsWith("structure_"))).toEqual([]);
  });

  it.each([
    [`- {${small}, model: small.pdb, sequence: other.fasta}`, "residue 3 is R in the model and K there"],
    [`- {${small}, model: small.pdb, effects: wrong.tsv}`, "1 of 1 variants have another reference residue"],
    [`- {${small}, model: small.pdb, effects: broken.tsv}`, "broken.tsv:3: expected a score from 0 to 1"],
    [
      `- {${small}, model: small.pdb, accession: P99999}`,
      "structures[0].accession: is P99999, but the model says P00001"
    ],
    [`- {${small}, model: absent.pdb}`, "structures[0].model"],
    [`- {${small}, model: small.fasta}`, "small.fasta"],
    [`- {${small}, accession: P00001}`, "structures[0].model: missing; expected the path of a predicted model"],
    [
      `- {${small}, accession: P00001, fetch: false}`,
      "structures[0].model: missing; expected the path of a predicted model"
    ],
    [`- {${small}, fetch: true}`, "structures[0].accession: missing; expected an accession of UniProt"],
    [`- {${small}, model: small.pdb, fetch: true}`, "structures[0].fetch: expected nothing here"],
    [
      `- {${small}, accession: P00001, fetch: {base: "http://example.org"}}`,
      "structures[0].fetch.base: expected an address that begins with https://"
    ],
    [
      `- {${small}, accession: P00001, fetch: {bass: x}}`,
      "structures[0].fetch.bass: unknown field; did you mean base?"
    ],
    [`- {${small}, model: small.pdb, error: error.json}`, "error.json: is of 4 residues, but the model has 5"],
    [`- {gene: TEST, model: small.pdb, source: A test}`, "structures[0].licence: missing"],
    [`- {${small}, model: small.pdb}\n- {${small}, model: small.cif}`, "structures[1].gene: expected each gene once"]
  ])("are refused: %s", async (structures, message) => {
    await expect(released(structures)).rejects.toThrow(message);
  });

  itWith(ptenPdb, labelledMissense)("hold PTEN with its 141 labelled variants and a mean pLDDT of 83.2", async () => {
    const {out} = await released(
      `- {gene: PTEN, model: ${sharedFile(ptenPdb).file}, effects: ${sharedFile(labelledMissense).file}, source: AlphaFold DB, licence: CC-BY 4.0}`
    );
    const bytes = await openFile(out, "public/structure_residues.parquet");
    const [facts] = await query(
      bytes,
      `select count(change) as n, count(distinct residue) as residues, count_if(label is null and change is not null) as bare,
        round((select avg(p) from (select residue, min(plddt) as p from $file group by residue)), 1) as mean from $file`
    );
    expect(facts).toEqual({n: 141, residues: 403, bare: 0, mean: 83.2});
    // zcat … | awk -F, '$3=="P60484:R130Q"'
    expect(
      await query(bytes, "select amino_acid, label, band from $file where residue = 130 and change = 'Q'")
    ).toMatchObject([{amino_acid: "R", band: "very high"}]);
    const [{model}] = await query(await openFile(out, "public/structure_models.parquet"), "select model from $file");
    expect(model).toBe(await readFile(sharedFile(ptenPdb).file, "utf8"));
  });
});
