import {describe, expect, it} from "vitest";
import {addDocument, beginDossier, hashOf, referralOf} from "../../src/governance/dossier.js";
import {answerReferral, answersTo, waiverFor, waiversIn} from "../../src/governance/waiver.js";
import type {BoardView, Waiver} from "../../src/model/governance.js";
import {board, now, referral, secretOf, secrets, view} from "./boardFixture.js";

const begun = beginDossier(referral(), secrets.reader);
const terms = waiverFor(referralOf(begun)!, "2027-03-01", view);
const answer = (dossier: typeof begun, id: "amara" | "bilal" | "chen", waiver: Waiver | null = terms, asked = view) =>
  answerReferral(dossier, {waiver, reasons: "The study is sound.", interests: ""}, {secret: secrets[id], view: asked});
const both = answer(answer(begun, "amara"), "bilal");
const on = (day: string): BoardView => ({...view, now: `${day}T12:00:00.000Z`});

describe("answersTo(dossier, view)", () => {
  it("is an exception once two members signed the same terms, and not before", () => {
    expect(answersTo(begun, view).state).toBe("open");
    expect(answersTo(answer(begun, "amara"), view)).toMatchObject({state: "open", waiver: null});
    expect(answersTo(both, view)).toMatchObject({state: "waived", waiver: terms, signers: [board[0], board[1]]});
    expect(waiversIn([begun, both], view)).toEqual([terms]);
  });

  it("names just what was asked", () => {
    expect(terms).toEqual({
      actor: "reader-1",
      purpose: "DUO:0000006",
      dataset: "synthetic",
      action: "export",
      trait: null,
      rules: ["export.large"],
      from: "2026-11-24",
      until: "2027-03-01"
    });
  });

  it("does not put two different sets of terms together", () => {
    expect(answersTo(answer(answer(begun, "amara"), "bilal", {...terms, until: "2027-03-02"}), view).state).toBe(
      "open"
    );
  });

  it("holds on the last day and not on the next", () => {
    expect(waiversIn([both], on("2027-03-01"))).toEqual([terms]);
    expect(waiversIn([both], on("2027-03-02"))).toEqual([]);
    expect(answersTo(both, on("2027-03-02")).state).toBe("ended");
  });

  it("is refused by two members, and kept open by one who refuses", () => {
    expect(answersTo(answer(answer(begun, "amara", null), "bilal", null), view).state).toBe("refused");
    expect(answersTo(answer(both, "chen", null), view)).toMatchObject({state: "open", waiver: null});
  });

  it("lets nobody answer what they asked themselves", () => {
    const own = beginDossier(referral(), secrets.amara);
    expect(() => answer(own, "amara")).toThrow(/asked this/);
    const named = beginDossier(referral({reader: {id: "amara", name: "Amara"}}), secretOf(8));
    expect(() => answer(named, "amara")).toThrow(/asked this/);
  });

  it("does not go beyond what was asked, nor for too long", () => {
    for (const change of [
      {actor: "reader-2"},
      {purpose: "DUO:0000042"},
      {dataset: "another"},
      {action: "view" as const},
      {trait: "EFO_0004339"},
      {rules: ["export.large", "query.tier"]},
      {until: "2026-11-23"},
      {until: "2027-12-30"}
    ]) {
      const forged = {...terms, ...change};
      expect(() => answer(begun, "amara", forged), JSON.stringify(change)).toThrow();
      let dossier = begun;
      for (const id of ["amara", "bilal"] as const)
        dossier = addDocument(
          dossier,
          {kind: "answer", referral: begun.about, member: id, waiver: forged, reasons: "x", interests: "", at: now},
          secrets[id]
        );
      expect(waiversIn([dossier], view), JSON.stringify(change)).toEqual([]);
      expect(answersTo(dossier, view).void).toHaveLength(2);
    }
    expect(
      answersTo(
        answer(answer(begun, "amara", {...terms, until: "2027-12-29"}), "bilal", {...terms, until: "2027-12-29"}),
        view
      ).state
    ).toBe("waived");
  });

  it("is void once altered", () => {
    const altered = structuredClone(both);
    for (const {statement} of altered.documents)
      if (statement.kind === "answer") statement.waiver!.until = "2027-04-01";
    expect(waiversIn([altered], view)).toEqual([]);
    expect(hashOf(altered)).not.toBe(hashOf(both));
  });

  it("does not count strangers, demo members for real people, or members who left", () => {
    expect(() =>
      answerReferral(begun, {waiver: terms, reasons: "x", interests: ""}, {secret: secretOf(66), view})
    ).toThrow(/nobody's/);
    const demo = board.map((member) => ({...member, demo: true}));
    expect(waiversIn([both], {...view, board: demo})).toEqual([]);
    expect(waiversIn([both], {...view, board: demo, synthetic: true})).toEqual([terms]);
    expect(waiversIn([both], {...view, board: [board[0], {...board[1], until: "2026-11-23"}]})).toEqual([]);
  });
});
