import "fake-indexeddb/auto";
import {describe, expect, it} from "vitest";
import {addDocument, beginDossier, mergeDossiers, referralOf} from "../../src/governance/dossier.js";
import {answerReferral, waiverFor} from "../../src/governance/waiver.js";
import {openDossiers} from "../../src/query/dossiers.js";
import {clearDraft, readDraft, saveDraft} from "../../src/query/proposalDraft.js";
import {boardAt, readWaivers} from "../../src/query/waivers.js";
import {board, now, proposal, referral, saltOf, secrets, view} from "../governance/boardFixture.js";

const begun = beginDossier(referral(), secrets.reader);
const waiver = waiverFor(referralOf(begun)!, "2027-03-01", view);
const granted = (["amara", "bilal"] as const).reduce(
  (dossier, id) => answerReferral(dossier, {waiver, reasons: "Sound.", interests: ""}, {secret: secrets[id], view}),
  begun
);
const decisions = {board, limits: view.limits, synthetic: false, pinned: null, dossiers: []};

describe("openDossiers(name)", () => {
  it("puts copies of one dossier together, in either order", async () => {
    const said = (text: string) =>
      addDocument(begun, {kind: "comment", proposal: begun.about, member: "amara", text, at: now}, secrets.amara);
    for (const [i, [first, second]] of [
      [said("one"), said("two")],
      [said("two"), said("one")]
    ].entries()) {
      const store = await openDossiers(`copies-${i}`);
      await store.keep(first);
      expect(await store.keep(second)).toEqual(mergeDossiers(said("one"), said("two")));
      expect(await store.list()).toEqual([mergeDossiers(said("one"), said("two"))]);
      await store.forget(begun.about);
      expect(await store.list()).toEqual([]);
    }
  });

  it("keeps a sealed vote apart from the dossiers", async () => {
    const store = await openDossiers("votes");
    const vote = {
      kind: "vote" as const,
      proposal: begun.about,
      member: "amara",
      round: 1,
      verdict: "approve" as const,
      reasons: "Well argued.",
      interests: "",
      salt: saltOf(1),
      at: now,
      sign_off: null
    };
    await store.keepVote(vote);
    expect(await store.findVote(begun.about, "amara")).toEqual(vote);
    expect(await store.findVote(begun.about, "bilal")).toBeUndefined();
    expect(await store.list()).toEqual([]);
  });
});

describe("readWaivers(decisions, now)", () => {
  it("counts exceptions shipped with the site and those of this browser, until their last day", async () => {
    expect(await readWaivers(decisions, now)).toEqual([]);
    expect(await readWaivers({...decisions, dossiers: [granted]}, now)).toEqual([waiver]);
    const store = await openDossiers();
    await store.keep(granted);
    expect(await readWaivers(decisions, now)).toEqual([waiver]);
    expect(await readWaivers(decisions, "2027-03-02T00:00:00.000Z")).toEqual([]);
    await store.forget(granted.about);
  });

  it("leaves out what was altered, and counts nothing where the limits cannot be read", async () => {
    const altered = structuredClone(granted);
    for (const {statement} of altered.documents)
      if (statement.kind === "answer") statement.waiver!.until = "2027-04-01";
    expect(await readWaivers({...decisions, dossiers: [altered]}, now)).toEqual([]);
    const unread = JSON.parse(JSON.stringify({...decisions, limits: {...view.limits, waiverSignatures: NaN}}));
    expect(boardAt(unread, now).limits.waiverSignatures).toBeNaN();
    expect(await readWaivers({...unread, dossiers: [granted]}, now)).toEqual([]);
  });
});

it("saveDraft(draft) is read back until it is put away", async () => {
  expect(await readDraft()).toBeNull();
  const draft = {base: "ab".repeat(32), changes: proposal().changes};
  await saveDraft(draft);
  expect(await readDraft()).toEqual(draft);
  await clearDraft();
  expect(await readDraft()).toBeNull();
});
