import {describe, expect, it} from "vitest";
import {openAncestryReference} from "../../../data-loaders/sources/ancestry/openAncestryReference.js";
import {openCohort} from "../../../data-loaders/sources/openCohort.js";
import {readManifest} from "../../../data-loaders/sources/manifest.js";
import {notAssigned} from "../../../src/model/ancestry.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
let count = 0;

const ids = Array.from({length: 45}, (_, i) => `SECRET${i}`);
const head = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
const vcf = (people: string[]): string =>
  `${head}\t${people.join("\t")}\n1\t5\trs5\tA\tG\t.\t.\t.\tGT${"\t0/1".repeat(people.length)}\n`;
const labels = (groupOf: (i: number) => string): string =>
  `id\tgroup\n${ids.map((id, i) => `${id}\t${groupOf(i)}\n`).join("")}`;
const half = (i: number): string => (i < 22 ? "B" : "A");

folder.write("cohort.vcf", vcf(["p1", "p2"]));
folder.write("s.tsv", "id\tpop\np1\tX\np2\tX\n");

interface Case {
  people?: string[];
  labels?: string;
  columns?: string;
  strata?: string;
  ancestry?: string;
}

function write({
  people = ids,
  labels: given = labels(half),
  columns = "",
  strata = "[ancestry]",
  ancestry
}: Case): string {
  const n = ++count;
  folder.write(`r${n}.vcf`, vcf(people));
  folder.write(`l${n}.tsv`, given);
  const block = ancestry ?? `{reference: r${n}.vcf, labels: {file: l${n}.tsv, id: id, group: group}, source: a panel}`;
  return folder.write(
    `m${n}.yaml`,
    `id: x\nbuild: GRCh38\ngenotypes: cohort.vcf\nsamples: {file: s.tsv, id: id${columns}}\nstrata: ${strata}\n` +
      `ancestry: ${block.replaceAll("REFERENCE", `r${n}.vcf`).replaceAll("LABELS", `l${n}.tsv`)}\n`
  ).file;
}

/** The message, with folder and number of the case left out; it must not show an id. */
async function problem(given: Case): Promise<string> {
  const path = write(given);
  const message = (await inputErrorOf(async () => openAncestryReference(await readManifest(path)))).replaceAll(
    /\S*\/([a-z])\d+\./g,
    "$1."
  );
  expect(message).not.toContain("SECRET");
  return message;
}

describe("openAncestryReference(manifest)", () => {
  it("joins labels with the people of the genotype files; whoever has none is not used", async () => {
    const given = write({labels: labels((i) => (i === 0 ? "" : i === 44 ? "NA" : half(i)))});
    const reference = (await openAncestryReference(await readManifest(given)))!;
    expect(reference).toMatchObject({people: 45, groups: ["A", "B"], match: "position", least: 0.9, source: "a panel"});
    expect([...reference.codes]).toEqual(ids.map((_, i) => (i === 0 || i === 44 ? -1 : i < 22 ? 1 : 0)));
    expect(reference.shards.length).toBe(1);
    expect(JSON.stringify(reference)).not.toContain("SECRET");
  });

  it("comes with the cohort, whose people are not assigned before it has been used", async () => {
    const cohort = await openCohort(write({}));
    expect(cohort.ancestryReference?.groups).toEqual(["A", "B"]);
    expect(cohort.people.strata).toEqual([{name: "ancestry", levels: [notAssigned], codes: Int16Array.of(0, 0)}]);
  });

  it("hashes the reference with the cohort's own files", async () => {
    const {files} = await readManifest(write({}));
    expect(files.map((file) => file.replace(/.*\/|\d+/g, ""))).toEqual(["cohort.vcf", "r.vcf", "s.tsv", "l.tsv"]);
  });

  it("is null where the manifest names none", async () => {
    const plain = folder.write(
      "plain.yaml",
      "id: x\nbuild: GRCh38\ngenotypes: cohort.vcf\nsamples: {file: s.tsv, id: id}\n"
    );
    expect(await openAncestryReference(await readManifest(plain.file))).toBeNull();
  });

  it("refuses another build, unless variants are found by rs numbers", async () => {
    const of = (more: string): string =>
      `{reference: REFERENCE, labels: {file: LABELS, id: id, group: group}, source: a panel, build: GRCh37${more}}`;
    expect(await problem({ancestry: of("")})).toBe(
      "m.yaml:6: ancestry.build: GRCh37, but the cohort is of GRCh38, so that positions differ; lift one of them over, " +
        "or write match: rsid where both name their variants by rs numbers"
    );
    expect(await openAncestryReference(await readManifest(write({ancestry: of(", match: rsid")})))).not.toBeNull();
  });

  it("refuses a column of ancestry beside it, and strata without ancestry", async () => {
    expect(await problem({columns: ", columns: {ancestry: pop}"})).toBe(
      'm.yaml:4: samples.columns.ancestry: expected no column here, since ancestry is inferred; take one of the two out, found "pop"'
    );
    expect(await problem({strata: "[]"})).toBe(
      "m.yaml:5: strata: expected ancestry among the strata, since it is inferred, found an empty list"
    );
  });

  it.each([
    [
      "a column that is not there",
      {ancestry: "{reference: REFERENCE, labels: {file: LABELS, id: id, group: pop}, source: s}"},
      'm.yaml:6: ancestry.labels.group: no column "pop" in the sample file; it has id, group'
    ],
    [
      "ids that are no people of the reference",
      {people: ["a", "b"]},
      "m.yaml:6: ancestry.labels.id: sample mismatch: no id of this column of l.tsv is in r.vcf; is it the column of sample ids?"
    ],
    [
      "people who have no row",
      {labels: labels(half).split("\n").slice(0, 44).join("\n")},
      "l.tsv: sample mismatch: 2 of 45 people of r.vcf (samples 44, 45) have no row here; add their rows, or take them out of the genotypes (plink2 --keep, bcftools view -S)"
    ],
    [
      "ids that come twice in the labels",
      {labels: `${labels(half)}SECRET3\tA\n`},
      "l.tsv:47: same sample id as line 5; expected one row a person"
    ],
    ["ids that come twice in the genotypes", {people: ["SECRET1", "SECRET2", "SECRET1"]}, "r.vcf:2: "],
    [
      "one group",
      {labels: labels(() => "A")},
      "m.yaml:6: ancestry.labels.group: l.tsv puts everybody of the reference into one group; expected two or more"
    ],
    [
      "no labels",
      {labels: labels(() => "")},
      "m.yaml:6: ancestry.labels.group: l.tsv puts everybody of the reference into one group; expected two or more"
    ],
    [
      "small groups",
      {labels: labels((i) => (i < 5 ? "C" : half(i)))},
      "m.yaml:6: ancestry.labels.group: B, C: fewer than 20 people of the reference; put groups together, or leave their labels empty in l.tsv"
    ],
    [
      "a group of the name for nobody's",
      {labels: labels((i) => (i < 22 ? "Not Assigned" : "A"))},
      'l.tsv: column group: "Not Assigned" is said of people in no group; leave the value empty'
    ],
    [
      "files that hold no genotypes",
      {ancestry: "{reference: LABELS, labels: {file: LABELS, id: id, group: group}, source: s}"},
      "m.yaml:6: ancestry.reference[0]: expected .vcf, .vcf.gz, .vcf.bgz or .bed, found "
    ],
    [
      "no files",
      {ancestry: "{reference: [], labels: {file: LABELS, id: id, group: group}, source: s}"},
      "m.yaml:6: ancestry.reference: expected a list of paths or globs of .vcf, .vcf.gz, .vcf.bgz or .bed files, found an empty list"
    ],
    [
      "a coin's toss for a probability",
      {ancestry: "{reference: REFERENCE, labels: {file: LABELS, id: id, group: group}, source: s, least: 0.5}"},
      "m.yaml:6: ancestry.least: expected a probability above 0.5, up to 1, found 0.5"
    ],
    [
      "a field that is not known",
      {ancestry: "{reference: REFERENCE, label: {file: LABELS, id: id, group: group}, source: s}"},
      "m.yaml:6: ancestry.label: unknown field; did you mean labels? (and 1 more problem)"
    ],
    [
      "no source",
      {ancestry: "{reference: REFERENCE, labels: {file: LABELS, id: id, group: group}}"},
      "m.yaml:6: ancestry.source: missing; expected where the reference comes from: a citation"
    ]
  ] satisfies [string, Case, string][])("says what is wrong with %s", async (_, given, expected) => {
    expect(await problem(given)).toContain(expected);
  });

  it("refuses a reference for a synthetic cohort, whose people bring their groups", async () => {
    const path = folder.write(
      "synthetic.yaml",
      "id: x\nbuild: GRCh37\nsynthetic: {seed: 1, people: 10, variants: 10}\nstrata: [ancestry]\n" +
        "ancestry: {reference: cohort.vcf, labels: {file: s.tsv, id: id, group: pop}, source: s}\n"
    );
    expect(await inputErrorOf(() => readManifest(path.file))).toContain(
      "synthetic.yaml:5: ancestry: expected nothing here"
    );
  });
});
