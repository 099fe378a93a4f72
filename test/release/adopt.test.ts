import {execFile} from "node:child_process";
import {cp, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {adopt} from "../../data-loaders/release/adopt.js";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import {readSignOff} from "../../data-loaders/release/signOff.js";
import {readManifest} from "../../data-loaders/sources/manifest.js";
import {addDocument, beginDossier, parseDossier, writeDossier, type Dossier} from "../../src/governance/dossier.js";
import {openVote, sealVote} from "../../src/governance/review.js";
import type {FileChange, Proposal} from "../../src/model/governance.js";
import {policySetHash, type PolicySet} from "../../src/policy/policySet.js";
import {board, no, now, proposal, referral, saltOf, secrets, view, yes} from "../governance/boardFixture.js";

const project = resolve(import.meta.dirname, "../..");
const thresholds = "policies/thresholds.yaml";
let folder: string;
let root: string;
let cohort: string;
let set: PolicySet;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-adopt-"));
  cohort = await cohortFile("signed");
});
afterAll(() => rm(folder, {recursive: true}));

beforeEach(async () => {
  root = await mkdtemp(join(folder, "root-"));
  await cp(join(project, "policies"), join(root, "policies"), {recursive: true});
  await rm(join(root, "policies/decisions"), {recursive: true, force: true});
  await writeFile(join(root, "policies/board.yaml"), boardYaml());
  set = readPolicySet(root);
});

describe("adopt(dossier)", () => {
  it("puts an approved change into force, and keeps its dossier", async () => {
    const {files} = await adopt(writeDossier(approved(stricter())), {cohort, now, root});
    expect(files).toEqual(["policies/decisions/smaller-cells.json", thresholds]);
    expect(await readFile(join(root, thresholds), "utf8")).toContain("max_withheld: 25");
    expect(readPolicySet(root).gates.query.tables.limits["small_cell.max_withheld"]).toBe(25);
    expect((await readSignOff(await readManifest(cohort), now, root)).signed).toBe(true);
    expect((await readdir(join(root, "policies"), {recursive: true})).filter((name) => /\.part-/.test(name))).toEqual(
      []
    );
  });

  it("signs the rules as they are, where nothing is changed", async () => {
    await adopt(writeDossier(approved([])), {cohort, now, root});
    expect(readPolicySet(root).sha256).toBe(set.sha256);
    expect(await readSignOff(await readManifest(cohort), now, root)).toMatchObject({signed: true, set: set.sha256});
  });

  it("writes and removes whole files", async () => {
    const file = "policies/query/permit/A new case.json";
    const text = await readFile(
      join(root, "policies/query/permit", (await readdir(join(root, "policies/query/permit")))[0]),
      "utf8"
    );
    const added = approved([{file, text}]);
    await adopt(writeDossier(added), {cohort, now, root});
    expect(await readFile(join(root, file), "utf8")).toBe(text);
    set = readPolicySet(root);
    await adopt(writeDossier(approved([{file, text: null}], {id: "take-it-away"})), {cohort, now, root});
    await expect(readFile(join(root, file))).rejects.toThrow(/ENOENT/);
  });

  it("refuses in one line and writes nothing: not approved, altered, of other rules, of broken rules", async () => {
    const one = beginDossier(signedProposal(stricter()), secrets.reader);
    const sealed = sealVote(one, yes, {secret: secrets.amara, view, salt: saltOf(1)}).dossier;
    const whole = writeDossier(approved(stricter()));
    const reject = vote(beginDossier(signedProposal(stricter()), secrets.reader), no);
    const attempts: [string, RegExp][] = [
      [writeDossier(one), /^not approved: 0 of 2 members voted/],
      [writeDossier(sealed), /^not approved: 1 of 2 members voted/],
      [writeDossier(reject), /^not approved: .*was not approved/],
      [whole.replace("max_withheld: 25", "max_withheld: 1"), /^altered/],
      [whole.replace("Well argued.", "Well argued"), /^altered after it was signed: vote of/],
      [writeDossier(approved(stricter(), {base: "11".repeat(32)})), /^written for other rules/],
      [writeDossier(approved(stricter(), {set: "22".repeat(32)})), /^the changed rules have the hash/],
      [writeDossier(approved([{file: thresholds, text: "small_cell: 3\n"}])), /policies\/thresholds\.yaml/],
      [writeDossier(approved([{file: thresholds, text: null}])), /policies\/thresholds\.yaml: policy file not found/],
      ["{}", /^not a dossier/]
    ];
    for (const [text, message] of attempts) {
      const error = await adopt(text, {cohort, now, root}).catch((thrown: Error) => thrown);
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain("\n");
      expect(readPolicySet(root).sha256).toBe(set.sha256);
      expect(await readdir(join(root, "policies"))).not.toContain("decisions");
    }
  });

  it("refuses a file outside policies/ before anything is read of it", () => {
    for (const file of ["package.json", "policies/../package.json", "policies/decisions/x.json"])
      expect(() => adoptable({file, text: "x"})).toThrow();
  });

  it("refuses signatures that have ended, and those of demo members for real people", async () => {
    const text = writeDossier(approved(stricter()));
    await expect(adopt(text, {cohort, now: "2027-11-25T00:00:00.000Z", root})).rejects.toThrow(/^expired/);
    await writeFile(join(root, "policies/board.yaml"), boardYaml("demo: true"));
    set = readPolicySet(root);
    const demo = writeDossier(approved(stricter(), {}, true));
    await expect(adopt(demo, {cohort: await realCohort(), now, root})).rejects.toThrow(/demo member/);
    await adopt(demo, {cohort, now, root});
  });

  it("keeps the board's answer to a referral, and refuses one that is not answered", async () => {
    const begun = beginDossier(referral(), secrets.reader);
    await expect(adopt(writeDossier(begun), {cohort, now, root})).rejects.toThrow(/not answered/);
    const answered = (["amara", "bilal"] as const).reduce(
      (dossier, id) =>
        addDocument(
          dossier,
          {kind: "answer", referral: begun.about, member: id, waiver: null, reasons: "No.", interests: "", at: now},
          secrets[id]
        ),
      begun
    );
    expect((await adopt(writeDossier(answered), {cohort, now, root})).files).toEqual([
      "policies/decisions/referral-1.json"
    ]);
  });

  it("npm run adopt says in one line what is wrong, with exit code 1", async () => {
    const file = join(folder, "bad.json");
    await writeFile(file, "{}");
    const {code, stderr} = await command([file]);
    expect([code, stderr.trim().split("\n")]).toEqual([1, [expect.stringMatching(/^covenant: not a dossier: /)]]);
  });
});

describe("a release with require_signoff: true", () => {
  const out = (): string => join(root, "out");
  const release = (at = now, manifestPath = cohort) =>
    makeRelease({manifestPath, out: out(), root, now: at, threads: 1});

  it("is refused while nobody has signed, and made once two have; the manifest says who, until when", async () => {
    await expect(release()).rejects.toThrow(/The rules are unsigned: the board has signed no rules/);
    await adopt(writeDossier(approved([])), {cohort, now, root});
    const {signOff} = await release();
    expect(signOff).toMatchObject({
      signed: true,
      required: true,
      set: set.sha256,
      until: "2027-11-24",
      signers: [{name: "Amara"}, {name: "Bilal"}]
    });
  }, 120_000);

  it("is refused with one vote, after the last day, after an altered byte, and by keys that the manifest does not name", async () => {
    const one = sealVote(beginDossier(signedProposal([]), secrets.reader), yes, {
      secret: secrets.amara,
      view,
      salt: saltOf(1)
    });
    const file = join(root, "policies/decisions/smaller-cells.json");
    await adopt(writeDossier(approved([])), {cohort, now, root});
    const whole = await readFile(file, "utf8");
    await writeFile(file, writeDossier(one.dossier));
    await expect(release()).rejects.toThrow(/unsigned: 1 of 2 members voted/);
    await writeFile(file, whole.replace("Well argued.", "Well argued"));
    await expect(release()).rejects.toThrow(/unsigned: .*altered after it was signed: vote of/);
    await writeFile(file, whole);
    await expect(release("2027-11-25T00:00:00.000Z")).rejects.toThrow(/expired: .* ended on 2027-11-24/);
    await expect(release(now, await cohortFile("pinned", `  board: ["${board[0].key}"]\n`))).rejects.toThrow(
      /manifest does not name the key of Bilal/
    );
    await writeFile(join(root, "policies/release/rationale.md"), "Something else.\n");
    await expect(release()).rejects.toThrow(
      /The rules are altered: the rules have the hash [0-9a-f]{64}, the board signed/
    );
    expect(await readdir(root)).toEqual(["policies"]);
  }, 120_000);

  it("names the file that differs from what was signed", async () => {
    await adopt(writeDossier(approved(stricter())), {cohort, now, root});
    const text = await readFile(join(root, thresholds), "utf8");
    await writeFile(join(root, thresholds), text.replace("max_withheld: 25", "max_withheld: 24"));
    await expect(release()).rejects.toThrow(/different from what was signed: policies\/thresholds\.yaml\./);
  }, 120_000);
});

function stricter(): FileChange[] {
  return [{file: thresholds, text: set.files[thresholds].replace("max_withheld: 20", "max_withheld: 25")}];
}

function signedProposal(changes: FileChange[], change: Partial<Proposal> = {}): Proposal {
  const after = {...set.files};
  for (const {file, text} of changes)
    if (text === null) delete after[file];
    else after[file] = text;
  return proposal({changes, base: set.sha256, set: policySetHash(after), ...change});
}

function approved(changes: FileChange[], change: Partial<Proposal> = {}, synthetic = false): Dossier {
  return vote(beginDossier(signedProposal(changes, change), secrets.reader), yes, synthetic);
}

function vote(begun: Dossier, ballot: typeof yes, synthetic = false): Dossier {
  const asked = {...view, synthetic};
  const a = sealVote(begun, ballot, {secret: secrets.amara, view: asked, salt: saltOf(1)});
  const b = sealVote(a.dossier, ballot, {secret: secrets.bilal, view: asked, salt: saltOf(2)});
  const open = openVote(b.dossier, a.vote, {secret: secrets.amara, view: asked});
  return openVote(open, b.vote, {secret: secrets.bilal, view: asked});
}

function adoptable(change: FileChange): void {
  const text = writeDossier(beginDossier(signedProposal([change]), secrets.reader));
  parseDossier(text);
}

function boardYaml(more = ""): string {
  return board
    .map(({id, name, key, from}) => `${id}:\n  name: ${name}\n  key: ${key}\n  from: ${from}\n${more && `  ${more}\n`}`)
    .join("");
}

async function cohortFile(id: string, more = ""): Promise<string> {
  const file = join(folder, `${id}.yaml`);
  await writeFile(
    file,
    `id: ${id}
build: GRCh37
release:
  class: open
  require_signoff: true
${more}synthetic: {seed: 5, people: 300, variants: 60}
strata: [ancestry, sex]
consent: {codes: ["DUO:0000004"]}
provenance: {source: simulated, synthetic: {genotypes: true, phenotypes: true}}
`
  );
  return file;
}

/** Only its manifest is read. */
async function realCohort(): Promise<string> {
  await writeFile(join(folder, "real.vcf"), "##fileformat=VCFv4.2\n");
  await writeFile(join(folder, "real.tsv"), "id\n");
  const file = join(folder, "real.yaml");
  await writeFile(file, "id: real\nbuild: GRCh37\ngenotypes: [real.vcf]\nsamples: {file: real.tsv, id: id}\n");
  return file;
}

function command(args: string[]): Promise<{code: number; stderr: string}> {
  return new Promise((done) =>
    execFile("npm", ["run", "--silent", "adopt", "--", ...args], {cwd: project}, (error, _, stderr) =>
      done({code: error ? Number(error.code) : 0, stderr})
    )
  );
}
