import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {readPolicySet} from "../../data-loaders/release/policyBundle.js";
import {policySetHash} from "../../src/policy/policySet.js";
import {openQueryPolicy, openReleasePolicy, readPolicyBundle} from "../../data-loaders/release/policyEngine.js";

const repository = resolve(import.meta.dirname, "../..");
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "covenant-policies-"));
  cpSync(join(repository, "policies"), join(root, "policies"), {recursive: true});
});
afterEach(() => rmSync(root, {recursive: true}));

function edit(file: string, change: (text: string) => string): void {
  const path = join(root, "policies", file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

describe("readPolicySet(root)", () => {
  it("has a hash that changes with any byte of any file, and with nothing else", () => {
    const {sha256, files} = readPolicySet(root);
    expect(readPolicySet(root).sha256).toBe(sha256);
    mkdirSync(join(root, "policies/decisions"));
    writeFileSync(join(root, "policies/decisions/a.json"), "{}");
    expect(readPolicySet(root).sha256).toBe(sha256);
    const hashes = Object.keys(files).map((file) => policySetHash({...files, [file]: `${files[file]} `}));
    expect(new Set([...hashes, sha256]).size).toBe(hashes.length + 1);
  });

  it("fails on a file that is not text", () => {
    writeFileSync(join(root, "policies/purpose/rationale.md"), new Uint8Array([0x23, 0xff]));
    expect(() => readPolicySet(root)).toThrow("policies/purpose/rationale.md: cannot be read as UTF-8 text");
  });
});

describe("readPolicyBundle(decision, root)", () => {
  it("reads the same bundle from the same files, with either line ending", () => {
    const bundle = readPolicyBundle("query", root);
    expect(bundle).toEqual(readPolicyBundle("query"));
    edit("query/query.polar", (text) => text.replaceAll("\n", "\r\n"));
    edit("traits.csv", (text) => text.replaceAll("\n", "\r\n"));
    expect(readPolicyBundle("query", root)).toEqual(bundle);
  });

  it("lists policy files topic by topic", () => {
    const {polar, topics} = readPolicyBundle("query", root);
    expect(polar.map(({file}) => file)).toEqual(Object.keys(topics).map((topic) => `policies/${topic}/${topic}.polar`));
    expect(topics.purpose).toMatchObject({title: "Purpose and consent", owner: "Ethics board"});
  });

  it("refuses a folder that no gate decides by, because its rules would never be asked", () => {
    cpSync(join(root, "policies/purpose"), join(root, "policies/purposes"), {recursive: true});
    expect(() => readPolicySet(root)).toThrow(
      /: no gate decides by policies\/purposes; expected one of release, query, /
    );
  });

  it("gives a rule the owner and dates of its topic, or its own", () => {
    edit("query/rules.yaml", (text) => text.replace("\nquery.role-board:\n", "$&  owner: Somebody else\n"));
    const {rules} = readPolicyBundle("query", root);
    expect(rules["query.role-board"].owner).toBe("Somebody else");
    expect(rules["query.role-public"]).toMatchObject({owner: "Ethics board", reviewBy: "2027-11-24"});
  });

  it("puts a trait into each of its classes", () => {
    const {traits} = readPolicyBundle("query", root).tables;
    expect(traits.find(({id}) => id === "EFO_0003949")!.classes).toEqual(["appearance", "re-identifying"]);
    expect(traits.find(({id}) => id === "EFO_0004339")!.classes).toEqual(["enhancement"]);
  });

  it("fails without a policy folder, so that nothing is released or answered", async () => {
    rmSync(join(root, "policies/release"), {recursive: true});
    await expect(openReleasePolicy(root)).rejects.toThrow(
      "policies/release: policy folder not found; nothing is decided without it"
    );
    rmSync(join(root, "policies"), {recursive: true});
    await expect(openQueryPolicy(root)).rejects.toThrow("policies: policy folder not found");
  });

  it("fails without a .polar file", () => {
    rmSync(join(root, "policies/release/release.polar"));
    expect(() => readPolicyBundle("release", root)).toThrow("policies/release: no .polar file; expected at least one");
  });

  it.each(["thresholds.yaml", "duo.csv", "purposes.csv", "traits.csv", "tables.csv", "sources.yaml"])(
    "fails without policies/%s",
    (file) => {
      rmSync(join(root, "policies", file));
      expect(() => readPolicyBundle("release", root)).toThrow(`policies/${file}: policy file not found`);
    }
  );

  it("names file, line and field of what it cannot read", () => {
    edit("query/rules.yaml", (text) => text.replace("source: nih-gsr", "source: hearsay"));
    expect(() => readPolicyBundle("query", root)).toThrow(
      "policies/query/rules.yaml: query.role-public-tables: source hearsay is not in policies/sources.yaml"
    );
    edit("query/rules.yaml", (text) => text.replace("  sentence:", "  sentense:"));
    expect(() => readPolicyBundle("query", root)).toThrow(
      /^policies\/query\/rules\.yaml:\d+: query\.role-public-tables/
    );
    edit("query/rules.yaml", () => "a: [1\n");
    expect(() => readPolicyBundle("query", root)).toThrow(/^policies\/query\/rules\.yaml:\d+: invalid YAML: /);
  });

  it("names the line of a bad row of a table", () => {
    edit("duo.csv", (text) => text.replace("NMDS,prohibits", "NMDS,forbids"));
    expect(() => readPolicyBundle("query", root)).toThrow(
      /^policies\/duo\.csv:11: effect: expected permits anything, /
    );
    edit("traits.csv", (text) => `${text}EFO_0004337,intelligence,disease\n`);
    expect(() => readPolicyBundle("query", root)).toThrow(/^policies\//);
  });

  it("refuses a trait that is given twice, because the classes could differ", () => {
    edit("traits.csv", (text) => `${text}EFO_0004337,intelligence,disease\n`);
    expect(() => readPolicyBundle("query", root)).toThrow(
      /^policies\/traits\.csv:\d+: id is empty or was given before$/
    );
  });

  it("opens no policy when a limit is missing its source", () => {
    edit("thresholds.yaml", (text) => text.replace(/ {2}source: All of Us.*\n/, ""));
    expect(() => readPolicyBundle("release", root)).toThrow(/^policies\/thresholds\.yaml:\d+: small_cell\.source/);
  });
});
