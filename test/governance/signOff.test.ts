import {describe, expect, it} from "vitest";
import {verifySignOff} from "../../src/governance/signOff.js";
import type {BoardView} from "../../src/model/governance.js";
import {board, no, now, set, view, voted, yes} from "./boardFixture.js";

const approved = voted({amara: yes, bilal: yes});
const at = (day: string, change: Partial<BoardView> = {}): BoardView => ({
  ...view,
  now: `${day}T12:00:00.000Z`,
  ...change
});
const why = (dossiers: (typeof approved)[], sha256: string, asked: BoardView, files?: Record<string, string>) => {
  const found = verifySignOff(dossiers, {sha256, files}, asked);
  return found.signed ? "signed" : `${found.why}: ${found.sentence}`;
};

describe("verifySignOff(dossiers, set, view)", () => {
  it("says who signed, and until when", () => {
    expect(verifySignOff([approved], {sha256: set}, view)).toMatchObject({
      signed: true,
      set,
      title: "Show counts from 11 on",
      signers: [
        {id: "amara", name: "Amara", at: "2026-11-24"},
        {id: "bilal", name: "Bilal", at: "2026-11-24"}
      ],
      from: "2026-11-24",
      until: "2027-11-24"
    });
  });

  it("holds on the last day and not on the next", () => {
    expect(why([approved], set, at("2027-11-24"))).toBe("signed");
    expect(why([approved], set, at("2027-11-25"))).toMatch(/^expired: .* ended on 2027-11-24$/);
  });

  it("without any approval is unsigned", () => {
    expect(why([], set, view)).toMatch(/^unsigned: the board has signed no rules/);
  });

  it("with one signature only is unsigned, and says so", () => {
    const one = voted({amara: yes}, {at: {...view, limits: {...view.limits, reviewers: 1}}});
    expect(why([one], set, view)).toBe("unsigned: 1 of 2 members voted on “Show counts from 11 on”");
    expect(why([one], set, {...view, limits: {...view.limits, reviewers: 1}})).toBe("signed");
  });

  it("where the reviewers disagree or refuse is unsigned", () => {
    expect(why([voted({amara: yes, bilal: no})], set, view)).toMatch(/^unsigned: the reviewers .* disagree/);
    expect(why([voted({amara: no, bilal: no})], set, view)).toMatch(/^unsigned: .* was not approved/);
  });

  it("of other rules is altered, with both hashes and the files that differ", () => {
    const other = "12".repeat(32);
    expect(why([approved], other, view, {"policies/thresholds.yaml": "small_cell:\n  max_withheld: 9\n"})).toBe(
      `altered: the rules have the hash ${other}, the board signed ${set}; different from what was signed: policies/thresholds.yaml`
    );
    expect(why([approved], other, view, {"policies/thresholds.yaml": "small_cell:\n  max_withheld: 10\n"})).toBe(
      `altered: the rules have the hash ${other}, the board signed ${set}`
    );
  });

  it("does not count a member who is not on the board, or no longer, or not yet", () => {
    expect(why([approved], set, {...view, board: [board[0], board[2]]})).toMatch(
      /bilal signed with a key that is nobody's/
    );
    const left = (until: string) => [board[0], {...board[1], until}, board[2]];
    expect(why([approved], set, {...view, board: left("2026-11-23")})).toMatch(/Bilal was no longer on the board/);
    expect(why([approved], set, {...view, board: left("2026-11-24")})).toBe("signed");
    expect(why([approved], set, at("2026-12-01", {board: left("2026-11-30")}))).toMatch(/no longer on the board/);
    expect(why([approved], set, {...view, board: [board[0], {...board[1], from: "2026-11-25"}]})).toMatch(
      /not on the board yet/
    );
  });

  it("does not count a demo member for real people", () => {
    const demo = board.map((member) => ({...member, demo: true}));
    expect(why([approved], set, {...view, board: demo})).toMatch(/demo member/);
    expect(why([approved], set, {...view, board: demo, synthetic: true})).toBe("signed");
  });

  it("counts only keys that the manifest names, where it names any", () => {
    expect(why([approved], set, {...view, pinned: [board[0].key]})).toMatch(/manifest does not name the key of Bilal/);
    expect(why([approved], set, {...view, pinned: [board[0].key, board[1].key]})).toBe("signed");
    expect(why([approved], set, {...view, pinned: []})).toMatch(/^unsigned/);
  });

  it("does not count a signature from a day to come", () => {
    expect(why([approved], set, at("2026-11-23"))).toMatch(/still to come/);
    expect(now.slice(0, 10)).toBe("2026-11-24");
  });

  it("goes by a later signature where an earlier one has ended", () => {
    const later = voted(
      {amara: yes, bilal: yes},
      {at: at("2027-11-20"), change: {id: "again", in_force_until: "2028-11-20"}}
    );
    expect(why([approved, later], set, at("2027-11-25"))).toBe("signed");
  });
});
