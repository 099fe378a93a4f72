// @vitest-environment jsdom
import {beforeAll, beforeEach, describe, expect, it, vi} from "vitest";
import type {Decision} from "../../../src/model/decision.js";
import type {Answer, Question} from "../../../src/model/question.js";
import type {ReleaseClass, ReleaseManifest} from "../../../src/model/release.js";
import type {VariantsView} from "../../../src/model/variantsView.js";
import {variantsPage} from "../../../src/components/variants/variantsPage.js";
import {
  lockedWhy,
  noSuchVariant,
  publicPart,
  readingWords,
  variantsLead
} from "../../../src/components/variants/variantWords.js";
import {sampleRelease} from "../../fixtures/sampleRelease.js";

const manifests = {} as Record<ReleaseClass, ReleaseManifest>;
let hidden: ReleaseManifest;
beforeAll(async () => {
  for (const c of ["open", "public-safe", "controlled"] as const)
    manifests[c] = (await sampleRelease({variants: 2000, class: c})).manifest;
  hidden = (await sampleRelease({variants: 30, class: "public-safe", hidden: ["AMR"]})).manifest;
});

type Status = Parameters<typeof variantsPage>[0]["workbench"]["status"];

const permit: Decision = {outcome: "permit", reasons: [], obligations: [], policy: ""};
const usual: VariantsView = {search: "", columns: null, sort: null, variant: null, by: null};
const text = (element: Element | null) => element?.textContent!.replace(/\s+/g, " ").trim() ?? "";

/** An answer of one row that holds 0.5 in every measure of a hidden group null. */
function answerOf(question: Question, withheld: string[]): Answer {
  const names = [...question.columns, ...question.groupBy, ...question.measures.map(({name}) => name)];
  const values = [
    ...question.columns.map((name) => [name === "variant_id" ? "1-5-A-G" : "x"]),
    ...question.measures.map(({where}) => [withheld.includes(where.ancestry) ? null : 300])
  ];
  return {
    names,
    rows: 1,
    smallestCell: null,
    withheld: 0,
    page: async () => ({names, values, rows: 1, offset: 0}),
    close: async () => undefined
  };
}

function page(manifest: ReleaseManifest, first: Status, {demoKey = "AGE-DEMO", view = usual} = {}) {
  let status = first;
  let listener: (status: Status) => void = () => undefined;
  const asked: Question[] = [];
  const views: VariantsView[] = [];
  const unlock = vi.fn(async () => undefined as void);
  const unlockRemembered = vi.fn(async () => undefined as void);
  const withheld = manifest.privacy.pools.filter(({shown}) => !shown).map(({level}) => level);
  const element = variantsPage({
    manifest,
    workbench: {
      get status() {
        return status;
      },
      onStatus: (given) => ((listener = given), () => undefined)
    },
    why: "Because.",
    demoKey,
    view,
    effects: {
      ask: async (question) => (asked.push(question), {decision: permit, answer: answerOf(question, withheld)}),
      parse: (search) => ({filters: search ? [{kind: "text", text: search}] : [], words: search || "all variants"}),
      suggest: async () => [],
      link: () => "link",
      onView: (next) => views.push(next),
      csv: () => "",
      clipboard: () => ({html: "", text: ""}),
      prepare: async () => undefined,
      unlock,
      unlockRemembered,
      onAskerChange: () => () => undefined
    }
  });
  document.body.replaceChildren(element);
  const say = (next: Status): void => listener((status = next));
  return {element, say, asked, views, unlock, unlockRemembered};
}

const open = (tier: "public" | "registered", unlockable: boolean): Status => ({phase: "ready", tier, unlockable});
const rows = (element: Element) => vi.waitFor(() => expect(element.querySelector("[role=grid]")).not.toBeNull());

beforeEach(() => {
  document.body.replaceChildren();
  Element.prototype.scrollIntoView ??= () => undefined;
});

describe("variantsPage(options) of a public-safe release", () => {
  it("shows the public table at once, beside what a key would open", async () => {
    const {element, unlock, unlockRemembered} = page(manifests["public-safe"], open("public", true));
    await rows(element);
    expect(text(element.querySelector(".public-part"))).toMatch(
      /These are \d+ common variants with noise, open to everybody.*Named readers open all 2.000 variants with their key/
    );
    expect(text(element.querySelector("tbody"))).toContain("≈");
    expect(element.querySelector<HTMLElement>("td[data-tip]")!.dataset.tip).toMatch(/±/);
    expect(unlockRemembered).toHaveBeenCalledOnce();
    [...element.querySelectorAll("button")].find((b) => text(b) === "Unlock with the demo key")!.click();
    expect(unlock).toHaveBeenCalledWith("AGE-DEMO", false);
  });

  it("switches to the registered tables, says so, and keeps what was chosen", async () => {
    const view = {...usual, search: "chr1", columns: ["ac.AFR", "hom.AFR"]};
    const {element, say, asked} = page(manifests["public-safe"], open("public", true), {view});
    await rows(element);
    const last = () => asked.at(-1)!.measures.map(({name}) => name);
    expect(last()).toEqual(["ac.AFR"]);
    say({phase: "loading", step: "Reading variants", share: 0});
    say(open("registered", false));
    await vi.waitFor(() => expect(last()).toEqual(["ac.AFR", "hom.AFR"]));
    await rows(element);
    expect(asked.at(-1)!.filters).toEqual([{kind: "text", text: "chr1"}]);
    expect(element.querySelector<HTMLInputElement>("#variant-search")!.value).toBe("chr1");
    expect(text(element.querySelector(".public-part"))).toMatch(
      /Everybody else sees \d+ common variants with noise.*All 2.000 variants are open with your key/
    );
    expect(element.querySelector(".unlock")).toBeNull();
    expect(text(element.querySelector("tbody"))).not.toContain("≈");
  });

  it("says how far a key is, and what was wrong with it, without asking anew", async () => {
    const {element, say, asked} = page(manifests["public-safe"], open("public", true));
    await rows(element);
    const before = asked.length;
    say({phase: "ready", tier: "public", unlockable: true, opening: {step: "Opening variants", share: 0.4}});
    expect(text(element.querySelector(".unlock-opening"))).toBe("Opening variants…");
    expect(element.querySelector<HTMLElement>(".unlock-opening")!.hidden).toBe(false);
    say({phase: "ready", tier: "public", unlockable: true, problem: "this key does not fit"});
    expect(text(element.querySelector(".unlock-problem"))).toBe("This key does not fit.");
    expect(element.querySelector<HTMLElement>(".unlock-opening")!.hidden).toBe(true);
    expect(element.querySelector("[role=grid]")).not.toBeNull();
    expect(asked.length).toBe(before);
  });

  it("hatches a group whose noise is too large, and says why", async () => {
    const {element} = page(hidden, open("public", true));
    await rows(element);
    const cell = [...element.querySelectorAll<HTMLElement>("td")].find((td) => td.querySelector(".withheld"))!;
    expect(text(cell)).toBe("hidden");
    expect(cell.dataset.tip).toMatch(/^AC AMR: hidden\. Noise too large to show/);
  });
});

describe("variantsPage(options) of the other classes", () => {
  it("has the panel of keys in the place of the table while a controlled release is locked", () => {
    const {element, say, unlockRemembered} = page(manifests.controlled, {phase: "locked"});
    expect(text(element.querySelector(".variant-stage .unlock h2"))).toBe("These tables are locked");
    expect(element.querySelector(".public-part")).toBeNull();
    expect(unlockRemembered).toHaveBeenCalledOnce();
    say({phase: "locked", problem: "this key does not fit"});
    expect(text(element.querySelector(".unlock-problem"))).toBe("This key does not fit.");
  });

  it("asks nothing when somebody searches before the tables are open", () => {
    const {element, asked, views} = page(manifests.controlled, {phase: "locked"});
    element.querySelector<HTMLInputElement>("#variant-search")!.value = "APOE";
    element.querySelector("form")!.dispatchEvent(new Event("submit", {cancelable: true}));
    expect(views.at(-1)!.search).toBe("APOE");
    expect(asked).toEqual([]);
    expect(element.querySelector(".unlock")).not.toBeNull();
  });

  it("shows an open release without a word about keys", async () => {
    const {element, unlockRemembered} = page(manifests.open, open("public", false));
    await rows(element);
    expect(element.querySelector(".unlock")).toBeNull();
    expect(unlockRemembered).not.toHaveBeenCalled();
  });
});

describe("words for the three classes", () => {
  it("variantsLead(manifest) says what can be looked up, and by whom", () => {
    expect(variantsLead(manifests.open)).toBe(
      "Look up any of 2\u202f000 variants of Invented sample release, and how often it was found in each of 5 genetic ancestry groups and by sex."
    );
    expect(variantsLead(manifests.controlled)).toMatch(/The counts open with a reader’s key\.$/);
    expect(variantsLead(manifests["public-safe"])).toMatch(
      /^Look up any of \d+ common variants .* in each of 5 genetic ancestry groups, with noise that protects .*\. Named readers look up all 2\u202f000\.$/
    );
    const tables = manifests["public-safe"].tables.filter(({name, tier}) => name === "people" || tier !== "public");
    expect(variantsLead({...manifests["public-safe"], tables})).toMatch(/The counts open with a reader’s key\.$/);
  });

  it("lockedWhy(manifest) claims that nothing is public only where nothing is", () => {
    expect(lockedWhy(manifests.controlled)).toMatch(/^Nothing about variants is public/);
    expect(lockedWhy(manifests["public-safe"])).toMatch(/^Those tables hold counts without noise/);
  });

  it("readingWords(manifest) explains the signs that there are", () => {
    expect(readingWords(manifests.open)).toMatch(/^No count is withheld/);
    expect(readingWords(manifests.controlled)).toMatch(/^A hatched cell is a count that is withheld/);
    expect(readingWords(manifests["public-safe"])).toMatch(/^≈ marks a number with noise/);
  });

  it("noSuchVariant(variant, manifest, more) says when a key may show it", () => {
    expect(noSuchVariant("1-5-A-G", manifests.open, null)).toBe("This release has no variant 1-5-A-G.");
    expect(noSuchVariant("1-5-A-G", manifests["public-safe"], 2000)).toMatch(/A reader’s key opens all 2\u202f000\.$/);
  });

  it("publicPart(manifest) is null where a release has one side", () => {
    expect(publicPart(manifests.open)).toBeNull();
    expect(publicPart(manifests.controlled)).toBeNull();
    expect(publicPart(manifests["public-safe"])).toMatchObject({all: 2000, noisy: true});
  });
});
