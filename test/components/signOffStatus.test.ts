// @vitest-environment jsdom
import {expect, it} from "vitest";
import {signOffStatus} from "../../src/components/signOffStatus.js";

const signed = {
  signed: true as const,
  set: "ab".repeat(32),
  proposal: "cd".repeat(32),
  title: "The rules as they are",
  signers: [
    {id: "amara", name: "Amara", key: "", at: "2026-11-24"},
    {id: "bilal", name: "Bilal", key: "", at: "2026-11-24"}
  ],
  from: "2026-11-24",
  until: "2027-11-24"
};
const words = (...args: Parameters<typeof signOffStatus>) =>
  signOffStatus(...args)
    .textContent!.replace(/\s+/g, " ")
    .trim();

it("signOffStatus(signOff, today) says who signed and until when, by icon and word, and that it has ended after the last day", () => {
  expect(words(signed, "2027-11-24")).toBe(
    "✓ Signed Amara and Bilal signed the rules in force, from 24 November 2026 to 24 November 2027. Rules abababab"
  );
  expect(words(signed, "2027-11-25")).toMatch(/^✕ Ended The board's signatures .* ended on 2027-11-24\.$/);
});

it("signOffStatus(signOff, today) says why not, with hashes short enough to compare by eye", () => {
  const altered = {
    signed: false as const,
    set: "ab".repeat(32),
    why: "altered" as const,
    sentence: `the rules have the hash ${"ab".repeat(32)}, the board signed ${"cd".repeat(32)}`,
    files: []
  };
  expect(words(altered, "2026-11-24")).toBe("✕ Altered The rules have the hash abababab, the board signed cdcdcdcd.");
});
