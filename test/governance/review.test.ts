import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {addDocument, beginDossier, documentsOf, hashOf, mergeDossiers} from "../../src/governance/dossier.js";
import {openVote, reviewOf, sealVote, voteAgain} from "../../src/governance/review.js";

import type {Verdict} from "../../src/model/governance.js";
import {board, no, now, proposal, saltOf, secretOf, secrets, view, voted, yes} from "./boardFixture.js";

const begun = beginDossier(proposal(), secrets.reader);
const seal = (dossier: typeof begun, id: "amara" | "bilal" | "chen", ballot = yes) =>
  sealVote(dossier, ballot, {secret: secrets[id], view, salt: saltOf(7)});

describe("a review", () => {
  it("shows no verdict before both have sealed, not even one that was put in by hand", () => {
    fc.assert(
      fc.property(fc.constantFrom<Verdict>("approve", "reject", "abstain"), fc.string(), (verdict, reasons) => {
        const {dossier, vote} = seal(begun, "amara", {verdict, reasons: `${reasons}hidden words`, interests: ""});
        expect(JSON.stringify(dossier)).not.toContain("hidden words");
        expect(JSON.stringify(dossier.documents.map(({statement}) => statement))).not.toMatch(/"verdict"/);
        expect(() => openVote(dossier, vote, {secret: secrets.amara, view})).toThrow(/once 2 are sealed/);
        const leaked = reviewOf(addDocument(dossier, vote, secrets.amara), view);
        expect(leaked).toMatchObject({stage: "sealing", rounds: [], sealed: false});
        expect(JSON.stringify(leaked)).not.toContain("hidden words");
      }),
      {numRuns: 30}
    );
  });

  it("gives another seal for the same verdict and other salt, so that none can be guessed", () => {
    const one = sealVote(begun, yes, {secret: secrets.amara, view, salt: saltOf(1)});
    const two = sealVote(begun, yes, {secret: secrets.amara, view, salt: saltOf(2)});
    const sealOf = ({dossier}: typeof one) => documentsOf(dossier, "sealed-vote")[0].statement.seal;
    expect(sealOf(one)).not.toBe(sealOf(two));
  });

  it("is approved when both approve, in whatever order the files travelled", () => {
    const a = seal(begun, "amara");
    const b = seal(begun, "bilal");
    const both = mergeDossiers(b.dossier, a.dossier);
    const openA = openVote(both, a.vote, {secret: secrets.amara, view});
    const openB = openVote(both, b.vote, {secret: secrets.bilal, view});
    expect(reviewOf(openA, view).stage).toBe("opening");
    expect(reviewOf(mergeDossiers(openA, openB), view)).toMatchObject({stage: "approved", round: 1, void: []});
  });

  it("refuses to open another vote than the one sealed", () => {
    const a = seal(begun, "amara", no);
    const {dossier} = seal(a.dossier, "bilal");
    const changed = {...a.vote, verdict: "abstain" as const};
    expect(() => openVote(dossier, changed, {secret: secrets.amara, view})).toThrow(/does not match/);
    const forced = reviewOf(addDocument(dossier, changed, secrets.amara), view);
    expect(forced.stage).toBe("opening");
    expect(forced.void).toEqual(["the vote of Amara does not match what Amara sealed"]);
  });

  it("does not let the author vote, by key or by name", () => {
    const byKey = beginDossier(proposal(), secrets.amara);
    expect(() => seal(byKey, "amara")).toThrow(/written themselves/);
    const byName = beginDossier(proposal({author: {id: "amara", name: "Amara"}}), secretOf(8));
    expect(() => seal(byName, "amara")).toThrow(/written themselves/);
    const forged = {
      kind: "sealed-vote" as const,
      proposal: byKey.about,
      member: "amara",
      seal: "00".repeat(32),
      at: now
    };
    expect(reviewOf(addDocument(byKey, forged, secrets.amara), view)).toMatchObject({
      reviewers: [],
      void: ["Amara wrote this proposal and cannot vote on it"]
    });
  });

  it("does not take a vote of somebody who is not on the board, or in another's name", () => {
    expect(() => sealVote(begun, yes, {secret: secretOf(77), view, salt: saltOf(1)})).toThrow(/nobody's on the board/);
    const {statement} = documentsOf(seal(begun, "amara").dossier, "sealed-vote")[0];
    expect(reviewOf(addDocument(begun, statement, secrets.bilal), view).reviewers).toEqual([]);
  });

  it("counts a member once, and one who seals two different votes not at all", () => {
    const {dossier} = seal(begun, "amara");
    const {statement} = documentsOf(dossier, "sealed-vote")[0];
    const twice = addDocument(dossier, {...statement, seal: "11".repeat(32)}, secrets.amara);
    expect(reviewOf(twice, view)).toMatchObject({reviewers: [], sealed: false});
    expect(reviewOf(twice, view).void).toEqual(["Amara sealed two different votes, so neither counts"]);
    expect(() => seal(dossier, "amara")).toThrow(/already/);
  });

  it("after a disagreement asks for open votes until both say the same", () => {
    let dossier = voted({amara: yes, bilal: no});
    expect(reviewOf(dossier, view)).toMatchObject({stage: "conflict", round: 2});
    const ballot = {secret: secrets.bilal, view, salt: saltOf(5)};
    dossier = voteAgain(dossier, yes, ballot);
    expect(reviewOf(dossier, view)).toMatchObject({stage: "conflict", round: 2});
    expect(() => voteAgain(dossier, no, ballot)).toThrow(/already/);
    dossier = voteAgain(dossier, no, {...ballot, secret: secrets.amara});
    expect(reviewOf(dossier, view)).toMatchObject({stage: "conflict", round: 3});
    for (const id of ["amara", "bilal"] as const) dossier = voteAgain(dossier, yes, {...ballot, secret: secrets[id]});
    expect(reviewOf(dossier, view)).toMatchObject({stage: "approved", round: 3});
    expect(() => voteAgain(dossier, no, ballot)).toThrow(/no disagreement/);
  });

  it("is approved only where every reviewer's last word is approval", () => {
    const verdict = fc.constantFrom<Verdict>("approve", "reject", "abstain");
    fc.assert(
      fc.property(verdict, verdict, (a, b) => {
        const {stage} = reviewOf(voted({amara: {...yes, verdict: a}, bilal: {...yes, verdict: b}}), view);
        expect(stage).toBe(a !== b ? "conflict" : a === "approve" ? "approved" : "rejected");
      }),
      {numRuns: 20}
    );
  });

  it("does not take an approval that signs other rules, other dates or for too long", () => {
    const approved = voted({amara: yes, bilal: yes});
    for (const [change, why] of [
      [{set: "ff".repeat(32)}, /other rules/],
      [{until: "2027-11-25"}, /another time/],
      [{from: "2026-11-23"}, /another day/]
    ] as const) {
      const {vote} = seal(begun, "amara");
      const forged = {...vote, sign_off: {...vote.sign_off!, ...change}};
      const sealed = addDocument(
        begun,
        {...documentsOf(approved, "sealed-vote")[0].statement, member: "amara", seal: sealOf(forged)},
        secrets.amara
      );
      const both = sealVote(sealed, yes, {secret: secrets.bilal, view, salt: saltOf(3)}).dossier;
      expect(reviewOf(addDocument(both, forged, secrets.amara), view).void.join()).toMatch(why);
    }
    const long = voted({amara: yes, bilal: yes}, {change: {in_force_until: "2027-12-30"}});
    expect(reviewOf(long, view).void.join()).toMatch(/for 401 days, and 400 is the most/);
    expect(reviewOf(voted({amara: yes, bilal: yes}, {change: {in_force_until: "2027-12-29"}}), view).stage).toBe(
      "approved"
    );
  });

  it("with limits that cannot be read approves nothing", () => {
    const approved = voted({amara: yes, bilal: yes});
    for (const broken of [{reviewers: NaN}, {signoffDays: NaN}])
      expect(reviewOf(approved, {...view, limits: {...view.limits, ...broken}}).stage).not.toBe("approved");
    expect(reviewOf(begun, {...view, limits: {...view.limits, reviewers: 0}}).stage).toBe("sealing");
  });

  it("keeps comments of members, in order", () => {
    const comment = {kind: "comment" as const, proposal: begun.about, member: "amara", text: "Why 10?", at: now};
    const said = addDocument(begun, comment, secrets.amara);
    expect(
      reviewOf(addDocument(said, {...comment, member: "nobody"}, secretOf(55)), view).comments.map(({key}) => key)
    ).toEqual([board[0].key]);
  });
});

function sealOf(vote: unknown): string {
  return hashOf(vote);
}
