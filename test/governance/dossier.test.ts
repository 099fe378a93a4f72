import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  addDocument,
  beginDossier,
  inspectDossier,
  isPolicyFile,
  mergeDossiers,
  parseDossier,
  writeDossier,
  type Dossier
} from "../../src/governance/dossier.js";
import {no, now, proposal, referral, secretOf, secrets, view, voted, yes} from "./boardFixture.js";
import {verifySignOff} from "../../src/governance/signOff.js";
import {set} from "./boardFixture.js";

const whole = voted({amara: yes, bilal: yes});
const text = writeDossier(whole);

describe("parseDossier(text)", () => {
  it("reads what writeDossier wrote", () => {
    expect(parseDossier(text)).toEqual(whole);
  });

  it("refuses, in one line, what is no dossier", () => {
    for (const bad of ["", "{", "[]", "null", '{"format":"covenant-dossier/2"}', text.replace('"vote"', '"vole"')]) {
      expect(() => parseDossier(bad)).toThrow(/^(not a dossier|altered)/);
      expect(() => parseDossier(bad)).not.toThrow(/\n/);
    }
  });

  it("refuses a field that nobody knows, and one that JSON names twice differently", () => {
    expect(() => parseDossier(text.replace('"format"', '"note": "x", "format"'))).toThrow(/not a dossier/);
  });

  it("any altered character inside a document voids it, and with it the sign-off", () => {
    // Whitespace between the fields of the file says nothing, so what is altered is the text without it.
    const compact = JSON.stringify(whole);
    const from = compact.indexOf('"documents"');
    fc.assert(
      fc.property(fc.integer({min: from, max: compact.length - 1}), fc.integer({min: 32, max: 126}), (at, code) => {
        const altered = compact.slice(0, at) + String.fromCharCode(code) + compact.slice(at + 1);
        fc.pre(altered !== compact && !sameJson(altered, compact));
        expect(() => parseDossier(altered)).toThrow();
        let dossier: Dossier;
        try {
          dossier = inspectDossier(altered).dossier;
        } catch {
          return;
        }
        expect(verifySignOff([dossier], {sha256: set}, view).signed).toBe(false);
      }),
      {numRuns: 400}
    );
  });

  it("names the documents that were altered, and keeps the others", () => {
    const {dossier, altered} = inspectDossier(text.replace("Well argued.", "Well argued!"));
    expect(altered).toHaveLength(1);
    expect(altered[0]).toMatch(/^vote of (amara|bilal)$/);
    expect(dossier.documents).toHaveLength(whole.documents.length - 1);
  });

  it("refuses a document about another matter", () => {
    const other = beginDossier(proposal({id: "another"}), secrets.reader);
    const vote = whole.documents.find(({statement}) => statement.kind === "vote")!;
    expect(() => parseDossier(writeDossier({...other, documents: [...other.documents, vote]}))).toThrow(/vote of/);
  });
});

describe("mergeDossiers(a, b)", () => {
  const comments = ["first", "second", "third", "fourth"].map((text) => ({
    kind: "comment" as const,
    proposal: whole.about,
    member: "amara",
    text,
    at: now
  }));
  const full = comments.reduce((dossier, comment) => addDocument(dossier, comment, secrets.amara), whole);
  const part = fc
    .subarray(full.documents.filter(({statement}) => statement.kind !== "proposal"))
    .map((documents) =>
      mergeDossiers(
        {...whole, documents},
        {...whole, documents: whole.documents.filter(({statement}) => statement.kind === "proposal")}
      )
    );

  it("is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        expect(mergeDossiers(a, b)).toEqual(mergeDossiers(b, a));
        expect(mergeDossiers(mergeDossiers(a, b), c)).toEqual(mergeDossiers(a, mergeDossiers(b, c)));
        expect(mergeDossiers(a, a)).toEqual(a);
        for (const document of [...a.documents, ...b.documents])
          expect(mergeDossiers(a, b).documents).toContainEqual(document);
      }),
      {numRuns: 100}
    );
  });

  it("does not mix two matters", () => {
    expect(() => mergeDossiers(whole, beginDossier(referral(), secretOf(9)))).toThrow(/two different matters/);
    expect(() =>
      mergeDossiers(
        whole,
        voted({amara: no}, {change: {id: "x"}, at: {...view, limits: {...view.limits, reviewers: 1}}})
      )
    ).toThrow();
  });
});

it("isPolicyFile(file) is true for files below policies/ alone, and not for the decisions", () => {
  expect(isPolicyFile("policies/thresholds.yaml")).toBe(true);
  expect(isPolicyFile("policies/query/permit/A board, of two.json")).toBe(true);
  for (const file of [
    "policies",
    "policies/",
    "package.json",
    "/etc/passwd",
    "policies/../package.json",
    "policies/decisions/x.json",
    "policies/query/../../x",
    "policies//x",
    "policies/.hidden",
    "policies/a\\b",
    "policies/a\u0000b"
  ])
    expect(isPolicyFile(file), file).toBe(false);
});

function sameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
  } catch {
    return false;
  }
}
