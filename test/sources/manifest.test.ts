import {readdirSync} from "node:fs";
import {relative} from "node:path";
import {describe, expect, it} from "vitest";
import {readManifest} from "../../data-loaders/sources/manifest.js";
import {itWith} from "../require.js";
import {inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();
folder.write("g/chr10.vcf", "");
folder.write("g/chr2.vcf", "");
folder.write("people.tsv", "id\n");
folder.write("withdrawn.txt", "# none\n");
folder.write("b/a.bed", "");
folder.write("b/a.bim", "");
folder.write("b/a.fam", "");
folder.write("b/lonely.bed", "");
folder.write("panel.tsv", "chrom\n");

const least = `id: x
build: GRCh37
genotypes: [g/*.vcf]
samples: {file: people.tsv, id: id}
`;

let count = 0;

function write(text: string | Uint8Array): string {
  return folder.write(`m${++count}.yaml`, text).file;
}

/** The message with the file as `m.yaml`. */
async function problem(text: string | Uint8Array): Promise<string> {
  const file = write(text);
  const message = await inputErrorOf(() => readManifest(file));
  const label = relative(process.cwd(), file);
  expect(message.startsWith(label)).toBe(true);
  return `m.yaml${message.slice(label.length)}`.replaceAll(relative(process.cwd(), folder.path), "DIR");
}

describe("readManifest(path)", () => {
  it("fills in what may be left out: the class is controlled", async () => {
    const manifest = await readManifest(write(least));
    expect(manifest).toMatchObject({
      id: "x",
      title: "x",
      build: "GRCh37",
      release: {class: "controlled", recipients: {registered: [], board: []}, requireSignoff: false, reference: null},
      samples: {id: "id", columns: {}},
      synthetic: null,
      traits: [],
      strata: [],
      association: {
        covariates: null,
        pcs: 10,
        missing: "mean",
        mafMin: 0.001,
        macMin: 20,
        callRateMin: 0.95,
        hweMin: 1e-6,
        kinshipMax: 0.0884,
        spaP: 0.05,
        lociP: 1e-6,
        lociBp: 250_000
      },
      consent: {codes: [], perPerson: null, withdrawn: null},
      annotation: {genes: null},
      provenance: {source: null, licence: null, citation: null, synthetic: {genotypes: false, phenotypes: false}}
    });
    expect(manifest.genotypes.map(({file}) => relative(folder.path, file))).toEqual(["g/chr2.vcf", "g/chr10.vcf"]);
    expect(manifest.files.map((file) => relative(folder.path, file))).toEqual([
      "g/chr2.vcf",
      "g/chr10.vcf",
      "people.tsv"
    ]);
  });

  it("an empty release or class is controlled too", async () => {
    expect((await readManifest(write(`${least}release:\n`))).release.class).toBe("controlled");
    expect((await readManifest(write(`${least}release: {class: null}\n`))).release.class).toBe("controlled");
  });

  it("reads CRLF and a byte order mark", async () => {
    expect((await readManifest(write(`\uFEFF${least.replaceAll("\n", "\r\n")}`))).id).toBe("x");
  });

  it("keeps a case value as it is written", async () => {
    const trait = (value: string) => `${least}traits: [{id: t, column: c, kind: binary, case: ${value}}]\n`;
    for (const [written, text] of [
      ["1", "1"],
      ['"1"', "1"],
      ["1.0", "1.0"],
      ["True", "True"],
      ["yes", "yes"]
    ])
      // prettier-ignore
      expect((await readManifest(write(trait(written)))).traits[0].case).toBe(text);
  });

  it("counts .bim and .fam among the files, and no file twice", async () => {
    const manifest = await readManifest(write(least.replace("[g/*.vcf]", "[b/a.bed, b/a*.bed]")));
    expect(manifest.genotypes.length).toBe(1);
    expect(manifest.files.map((file) => relative(folder.path, file))).toEqual([
      "b/a.bed",
      "b/a.bim",
      "b/a.fam",
      "people.tsv"
    ]);
  });

  it("takes synthetic in place of genotypes and samples", async () => {
    const head = "id: x\nbuild: GRCh37\nsynthetic: {seed: 1, people: 10, variants: 20}\n";
    expect((await readManifest(write(head))).synthetic).toEqual({
      seed: 1,
      people: 10,
      variants: 20,
      medicines: false
    });
    expect(await problem(`${head}genotypes: [g/*.vcf]\n`)).toMatch(
      /^m.yaml:4: genotypes: expected nothing here, since/
    );
    expect(await problem(head.replace("people: 10", "people: 0.5"))).toBe(
      "m.yaml:3: synthetic.people: expected a whole number from 1 to 10000000, found 0.5"
    );
  });

  it("names file, line, field, what was expected and what was found", async () => {
    expect(await problem(`${least}release:\n  class: publik\n`)).toBe(
      'm.yaml:6: release.class: expected open, public-safe or controlled, found "publik"'
    );
    expect(await problem(least.replace("GRCh37", "37"))).toBe(
      "m.yaml:2: build: expected GRCh37, GRCh38 or NCBI36, found 37; write GRCh37"
    );
    expect(await problem(least.replace("GRCh37", "hg38"))).toMatch(/found "hg38"; write GRCh38$/);
    expect(await problem(least.replace("id: x", "id: 7"))).toMatch(
      /^m.yaml:1: id: expected a name .*, found 7; put text that looks like a number in quotes$/
    );
    expect(await problem(`${least}release: open\n`)).toBe('m.yaml:5: release: expected a map, found "open"');
    expect(await problem(`${least}strata: ancestry\n`)).toMatch(/^m.yaml:5: strata: expected a list of names/);
    expect(await problem(`${least}strata: [height]\n`)).toBe(
      'm.yaml:5: strata[0]: expected a name of samples.columns (sex), found "height"'
    );
    expect(await problem(`${least}strata:\n  - sex\n  - sex\n`)).toMatch(
      /^m.yaml:7: strata\[1\]: expected each stratum once/
    );
    expect(await problem(`${least}consent: {codes: ["DUO:1"]}\n`)).toMatch(
      /^m.yaml:5: consent.codes\[0\]: expected a DUO code/
    );
    expect(await problem(`${least}consent: {per_person: duo}\n`)).toMatch(
      /^m.yaml:5: consent.codes: .*expected a DUO permission/
    );
    expect(await problem(`${least}release: {require_signoff: yes}\n`)).toBe(
      'm.yaml:5: release.require_signoff: expected true or false, found "yes"'
    );
  });

  it("reads how associations are computed, and whether", async () => {
    const columns = least.replace("id: id}", "id: id, columns: {age: years, bmi: bmi}}");
    const options = async (text: string) => (await readManifest(write(`${columns}association: ${text}\n`))).association;
    expect(await options("{covariates: [bmi, sex], pcs: 0, missing: drop, hwe_min: 0, loci_kb: 500}")).toMatchObject({
      covariates: ["bmi", "sex"],
      pcs: 0,
      missing: "drop",
      hweMin: 0,
      macMin: 20,
      lociBp: 500_000
    });
    expect(await options("{covariates: []}")).toMatchObject({covariates: [], pcs: 10});
    expect(await options("")).toMatchObject({covariates: null, pcs: 10});
    expect(await options("null")).toMatchObject({covariates: null, pcs: 10});
    expect(await options("false")).toBeNull();
  });

  it.each([
    ["{pcs: 21}", "association.pcs: expected a whole number from 0 to 20, found 21"],
    ["{missing: impute}", 'association.missing: expected mean or drop, found "impute"'],
    ["{maf_min: 0.6}", "association.maf_min: expected a number from 0 to 0.5, found 0.6"],
    ["{mac_min: -1}", "association.mac_min: expected a number of 0 or more, found -1"],
    ["{spa_p: 5%}", 'association.spa_p: expected a number from 0 to 1, found "5%"'],
    ["{loci_kb: 0}", "association.loci_kb: expected a whole number from 1 to 100000, found 0"],
    ["{hwe_mim: 1e-6}", "association.hwe_mim: unknown field; did you mean hwe_min?"],
    ["{covariates: age}", 'association.covariates: expected a list of names, such as [age, sex], found "age"'],
    ["{covariates: [weight]}", 'association.covariates[0]: expected a name of samples.columns (sex), found "weight"'],
    ["{covariates: [sex, sex]}", 'association.covariates[1]: expected each covariate once, found "sex"'],
    ["true", "association: expected a map such as {covariates: [age, sex], pcs: 10}, or false for none, found true"]
  ])("association: %s is refused at its line", async (text, message) => {
    expect(await problem(`${least}association: ${text}\n`)).toBe(`m.yaml:5: ${message}`);
  });

  it("refuses traits whose ids would name the same file", async () => {
    const trait = (id: string) => `  - {id: "${id}", column: c, kind: quantitative}\n`;
    expect(await problem(`${least}traits:\n${trait("a:b")}${trait("a_c")}${trait("a-b")}`)).toMatch(
      /^m.yaml:8: traits\[2\].id: expected an id that differs from the others in its letters and digits/
    );
  });

  it("reads what a public side needs: the panel, the ledger, the budget, and what became of earlier tables", async () => {
    const head = `${least}release:\n  class: public-safe\n`;
    const {release, files} = await readManifest(
      write(
        `${head}  reference: panel.tsv\n  ledger: ../kept/l.json\n  rho: 0.01\n  earlier: recalled\n  privacy: relaxed\n`
      )
    );
    expect(release).toMatchObject({class: "public-safe", rho: 0.01, earlier: "recalled", privacy: "relaxed"});
    expect(relative(folder.path, release.reference!.file)).toBe("panel.tsv");
    expect(files.map((file) => relative(folder.path, file))).toContain("panel.tsv");
    expect(relative(folder.path, release.ledger)).toBe("../kept/l.json");
  });

  it("without them: the ledger is beside the manifest, the budget what privacy allows, earlier tables in use", async () => {
    const path = write(least);
    const {release} = await readManifest(path);
    expect(release.ledger).toBe(path.replace(/\.yaml$/, ".ledger.json"));
    expect(release).toMatchObject({reference: null, rho: null, earlier: "in-use", privacy: "strict"});
  });

  it("refuses wrong values of a public side, with their line", async () => {
    const release = (field: string) => problem(`${least}release:\n  class: public-safe\n  ${field}\n`);
    expect(await release("rho: 0")).toBe("m.yaml:7: release.rho: expected a number above 0, found 0");
    expect(await release("rho: -0.1")).toBe("m.yaml:7: release.rho: expected a number above 0, found -0.1");
    expect(await release("rho: .nan")).toMatch(/^m.yaml:7: release.rho: expected a number above 0, found /);
    expect(await release("rho: .inf")).toMatch(/^m.yaml:7: release.rho: expected a number above 0, found /);
    expect(await release('rho: "0.01"')).toBe('m.yaml:7: release.rho: expected a number above 0, found "0.01"');
    expect(await release("earlier: gone")).toBe('m.yaml:7: release.earlier: expected in-use or recalled, found "gone"');
    expect(await release("privacy: lax")).toBe('m.yaml:7: release.privacy: expected strict or relaxed, found "lax"');
    expect(await release("ledger: 5")).toBe(
      "m.yaml:7: release.ledger: expected the path of the ledger, which the release reads and extends, found 5; put text that looks like a number in quotes"
    );
    expect(await release("ledger: {a: 1}")).toMatch(/^m.yaml:7: release.ledger: expected the path .*, found a map$/);
    expect(await release("reference: none.tsv")).toBe(
      "m.yaml:7: release.reference: DIR/none.tsv does not exist; paths are relative to the manifest"
    );
    expect(await release("reference: g")).toBe("m.yaml:7: release.reference: DIR/g is not a file");
    expect(await release("referense: panel.tsv")).toBe(
      "m.yaml:7: release.referense: unknown field; did you mean reference?"
    );
  });

  it("says what is missing", async () => {
    expect(await problem(least.replace("build: GRCh37\n", ""))).toBe(
      "m.yaml:1: build: missing; expected GRCh37, GRCh38 or NCBI36"
    );
    expect(await problem("id: x\nbuild: GRCh37\n")).toMatch(
      /^m.yaml:1: genotypes: missing; .* \(and 1 more problem\)$/
    );
    expect(await problem(`${least}traits:\n  - {id: t, column: c, kind: binary}\n`)).toMatch(
      /^m.yaml:6: traits\[0\].case: missing; expected the value that marks a case, such as "1"$/
    );
  });

  it("suggests the nearest field for an unknown one", async () => {
    expect(await problem(`${least}relase:\n  class: open\n`)).toBe(
      "m.yaml:5: relase: unknown field; did you mean release?"
    );
    expect(await problem(`${least}release:\n  Class: open\n`)).toBe(
      "m.yaml:6: release.Class: unknown field; did you mean class?"
    );
    expect(await problem(`${least}consent: {xyz: 1}\n`)).toBe(
      "m.yaml:5: consent.xyz: unknown field; expected codes, per_person, withdrawn"
    );
  });

  it("refuses strata named like columns of released tables, and names that are none", async () => {
    const columns = (name: string) => `${least.replace("id: id", `id: id, columns: {${name}: a}`)}`;
    expect(await problem(columns("missing"))).toMatch(/samples.columns.missing: expected a name that is no column/);
    expect(await problem(columns("Ancestry"))).toMatch(
      /^m.yaml:4: samples.columns.Ancestry: expected a name in lower case/
    );
  });

  it("refuses files that are not there, of another kind or incomplete", async () => {
    expect(await problem(least.replace("people.tsv", "none.tsv"))).toBe(
      "m.yaml:4: samples.file: DIR/none.tsv does not exist; paths are relative to the manifest"
    );
    expect(await problem(least.replace("people.tsv", "g"))).toBe("m.yaml:4: samples.file: DIR/g is not a file");
    expect(await problem(least.replace("g/*.vcf", "h/*.vcf"))).toBe(
      "m.yaml:3: genotypes[0]: no file matches h/*.vcf; paths are relative to the manifest"
    );
    expect(await problem(least.replace("g/*.vcf", "people.tsv"))).toBe(
      "m.yaml:3: genotypes[0]: expected .vcf, .vcf.gz, .vcf.bgz or .bed, found DIR/people.tsv"
    );
    expect(await problem(least.replace("g/*.vcf", "b/lonely.bed"))).toMatch(
      /^m.yaml:3: genotypes\[0\]: DIR\/b\/lonely.bim does not exist/
    );
    expect(await problem(`${least}consent: {withdrawn: gone.txt}\n`)).toMatch(
      /^m.yaml:5: consent.withdrawn: DIR\/gone.txt does not exist/
    );
  });

  it("refuses a recipient that is no age public key, and never shows a secret key", async () => {
    const recipient = (key: string) => `${least}release:\n  recipients:\n    registered:\n      - ${key}\n`;
    const secret = "AGE-SECRET-KEY-1XT283ECKRPSDPDXZEDSHFQ7R86FEAF4HZ569SETYMFU5EWMNQA3S8W7ZDX";
    expect(await problem(recipient(secret))).toMatch(
      /^m.yaml:8: release.recipients.registered\[0\]: this is a secret key/
    );
    expect(await problem(recipient(secret))).not.toContain("XT283");
    expect(await problem(recipient("age1xt283eckrpsdpdxzedshfq7r86feaf4hz569setymfu5ewmnqa3s8w7zdy"))).toMatch(
      /^m.yaml:8: release.recipients.registered\[0\]: expected an age public key \(age1…\)/
    );
    const demo = recipient("age1xt283eckrpsdpdxzedshfq7r86feaf4hz569setymfu5ewmnqa3s8w7zdx");
    expect(await problem(demo)).toMatch(/^m.yaml:8: release.recipients.registered\[0\]: this is the demo key/);
    const simulated = "provenance: {synthetic: {genotypes: true, phenotypes: true}}\n";
    expect((await readManifest(write(demo + simulated))).release.recipients.registered.length).toBe(1);
    const good = recipient("age1dxym6snpme0rvjafstj62ns50hcpv3mnx0fh4yvyk3v4kwa6d4sqtprjqr");
    expect((await readManifest(write(good))).release.recipients.registered.length).toBe(1);
  });

  it("explains what is not YAML, at its line", async () => {
    expect(await problem("id: x\nrelease:\n\tclass: open\n")).toBe(
      "m.yaml:3: a tab indents this line; indent with spaces"
    );
    expect(await problem(`${least}build: GRCh38\n`)).toBe("m.yaml:5: this key is there twice; keep one");
    expect(await problem(`${least}---\nid: y\n`)).toBe("m.yaml:5: a second document starts here (---); expected one");
    expect(await problem("id: [x\n")).toMatch(/^m.yaml:\d: not YAML: /);
    expect(await problem("id: *x\n")).toMatch(/^m.yaml(:1)?: /);
    expect(await problem("just text\n")).toBe(
      'm.yaml:1: expected a map with id, build, genotypes and samples, found "just text"'
    );
  });

  it("refuses a file that is empty, not UTF-8, not there or far too long", async () => {
    expect(await problem("")).toBe("m.yaml: is empty; expected a YAML map");
    expect(await problem("# nothing\n")).toBe("m.yaml: is empty; expected a YAML map");
    expect(await problem(Buffer.from("id: x\ntitle: caf\xe9\n", "latin1"))).toBe(
      "m.yaml:2: is not UTF-8; save it as UTF-8"
    );
    expect(await problem("id: x\0\n")).toBe("m.yaml: is not text; expected YAML");
    expect(await problem("#".repeat(1_100_000))).toBe("m.yaml: has 1100000 bytes; expected a YAML file of under 1 MB");
    expect(await inputErrorOf(() => readManifest(`${folder.path}/none.yaml`))).toMatch(/none.yaml: does not exist$/);
    expect(await inputErrorOf(() => readManifest(folder.path))).toMatch(/: cannot be read \(EISDIR\)$/);
  });

  itWith(
    "kg1126",
    "hapmap3",
    "kg2504-chr22",
    "panel",
    "annotation"
  )("reads every manifest that ships", async () => {
    const cohorts = new URL("../../data-loaders/cohorts/", import.meta.url).pathname;
    const found = readdirSync(cohorts).filter((name) => name.endsWith(".yaml"));
    for (const name of found) expect(`${(await readManifest(cohorts + name)).id}.yaml`).toBe(name);
  });
});
