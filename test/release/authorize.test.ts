import {expect, it} from "vitest";
import {ReleaseRefused, type PlannedTable} from "../../data-loaders/release/authorize.js";

it("ReleaseRefused says each reason once, behind all tables that it stops, on one line", () => {
  const signoff = {rule: "release.signoff", sentence: "Nobody has signed.", remedy: {sentence: "Ask the board."}};
  const consent = {rule: "release.open-consent", sentence: "The consent\nhas restrictions."};
  const refused: PlannedTable[] = [
    {name: "people", tier: "public", reasons: [signoff]},
    {name: "variants", tier: "registered", reasons: [consent, signoff]}
  ];
  expect(new ReleaseRefused(refused).message).toBe(
    "people, variants: release.signoff: Nobody has signed. Ask the board. " +
      "variants: release.open-consent: The consent has restrictions."
  );
});
