import {describe, expect, it} from "vitest";
import {attackWords} from "../../../src/components/privacy/attackWords.js";
import {budgetSentence, budgetSteps} from "../../../src/components/privacy/budgetChart.js";
import {
  countRules,
  equityHeadline,
  errorHeadline,
  publicListSentence
} from "../../../src/components/privacy/equityWords.js";
import {foundWords, limitWords, outcomeWords} from "../../../src/components/privacy/findingsTable.js";
import {curveSentence, foundBySize, storySteps} from "../../../src/components/privacy/foundCurves.js";
import {noiseSentence, publishedRange} from "../../../src/components/privacy/noisePicture.js";
import {
  changedSentence,
  hitsSentence,
  ofHundred,
  panelSentence,
  privacyBanner,
  privacyLead,
  tableTitle
} from "../../../src/components/privacy/privacyWords.js";
import {aucOfRho, normalCdf, tprOfRho} from "../../../src/components/privacy/separation.js";
import {attackIds, type Finding, type PrivacyReport, type RegimeReport} from "../../../src/model/privacy.js";
import type {ReleaseClass, ReleaseManifest} from "../../../src/model/release.js";
import {sampleControlledPrivacy, sampleOpenPrivacy, samplePrivacy} from "../../fixtures/samplePrivacy.js";

function release(releaseClass: ReleaseClass, privacy: PrivacyReport): ReleaseManifest {
  return {cohort: {class: releaseClass}, privacy} as unknown as ReleaseManifest;
}

const safe = samplePrivacy();

describe("attackWords", () => {
  it("explains every attack in two sentences with a source", () => {
    for (const id of attackIds) {
      const {title, short, sentences, citations} = attackWords[id];
      expect(title.length, id).toBeGreaterThan(10);
      expect(short.length, id).toBeLessThan(20);
      expect(sentences, id).toHaveLength(2);
      for (const sentence of sentences) expect(sentence, id).toMatch(/\.$/);
      expect(citations.length, id).toBeGreaterThan(0);
      for (const {words, url} of citations) expect(`${words} ${url}`, id).toMatch(/\d{4}.* https:\/\/doi\.org\/10\./);
    }
  });
});

describe("privacyLead(manifest)", () => {
  it("says of a public-safe release how many attacks failed, how far the best came, and what is only reported", () => {
    expect(privacyLead(release("public-safe", safe))).toBe(
      "This release was attacked 12 times, on 6 tables, before it was written. All 10 attacks that must fail failed: the best came to an area under the curve of 0.537, where 0.5 is guessing and 0.55 the limit, and would find 7 of 100 participants while 5 of 100 others were mistaken for one. 2 attacks on tables for named readers would succeed, which is why those tables are encrypted."
    );
  });

  it("says of a controlled release without a panel that no hidden number was recovered", () => {
    const lead = privacyLead(release("controlled", sampleControlledPrivacy()));
    expect(lead).toMatch(/attacked 6 times, on 3 tables/);
    expect(lead).toMatch(/All 4 attacks that must fail failed, and recovered no hidden number\./);
    expect(lead).toMatch(/2 attacks on tables for named readers would succeed/);
  });

  it("says of an open release that the attacks succeed, as they must", () => {
    expect(privacyLead(release("open", sampleOpenPrivacy()))).toMatch(
      /3 attacks succeeded, as they must on exact numbers, which these people agreed to make public\.$/
    );
  });

  it("says so when nothing was attacked", () => {
    for (const releaseClass of ["open", "controlled", "public-safe"] as const)
      expect(privacyLead(release(releaseClass, {...safe, audit: []}))).toMatch(/[Nn]o attack is reported/);
  });

  it("does not call a release safe whose enforced attack succeeded", () => {
    const audit = safe.audit.map((finding, i) => (i === 0 ? {...finding, withstood: false} : finding));
    expect(privacyLead(release("public-safe", {...safe, audit}))).toMatch(
      /1 attack that must fail did not: it is listed below, and this release should not have been made\.$/
    );
  });
});

describe("words of the report", () => {
  it("privacyBanner(manifest) speaks for open and for controlled releases, and not for public-safe ones", () => {
    expect(privacyBanner(release("open", sampleOpenPrivacy()))).toMatch(
      /the attacks succeed, which shows that they work/
    );
    expect(privacyBanner(release("controlled", sampleControlledPrivacy()))).toMatch(
      /^Only counts of people are public/
    );
    expect(privacyBanner(release("public-safe", safe))).toBeNull();
  });

  it("tableTitle(table) names table and tier, and repeats what it does not know", () => {
    expect(tableTitle("public/allele_counts")).toBe("Allele counts, open to everybody");
    expect(tableTitle("registered/genotype_counts")).toBe("Genotype counts, for named readers");
    expect(tableTitle("public/new_table")).toBe("new_table, open to everybody");
    expect(tableTitle("everything")).toBe("everything");
  });

  it("ofHundred(share) never rounds some to none, nor most to all", () => {
    expect([0, 0.001, 0.068, 0.997, 1].map(ofHundred)).toEqual([
      "0 of 100",
      "fewer than 1 of 100",
      "7 of 100",
      "more than 99 of 100",
      "100 of 100"
    ]);
  });

  it("panelSentence(panel) gives every step of the list", () => {
    const words = panelSentence(safe.panel!).replaceAll("\u202f", "");
    for (const n of [20000, 2874, 612, 400]) expect(words).toContain(String(n));
    expect(words).toMatch(/3 of them are not in the cohort’s files\. Their counts carry noise\.$/);
    expect(panelSentence({...safe.panel!, form: "exact", absent: 0})).toMatch(/are published\. Their counts are exact/);
  });

  it("hitsSentence and changedSentence are null where there is nothing to say", () => {
    expect(hitsSentence(safe)).toMatch(/^Of 14 associations .*, 5 are public: .* up to 20 \(18\.2 used\)\.$/);
    expect(hitsSentence({...safe, hits: {...safe.hits!, released: 0}})).toMatch(/significance, none is public/);
    expect(hitsSentence({...safe, hits: null})).toBeNull();
    expect(changedSentence(safe)).toMatch(/^Exact tables of OCE are kept back/);
    expect(changedSentence({...safe, changed: []})).toBeNull();
  });

  it("a finding without figures to give says so, and its outcome has a word", () => {
    const none = safe.audit.find(({attack}) => attack === "two-versions")!;
    expect([foundWords(none), limitWords(none, safe.limits)]).toEqual(["nothing", "none"]);
    const ranges = safe.audit.find(({attack}) => attack === "linear-program")!;
    expect(foundWords(ranges)).toBe("0 of 41 hidden numbers; narrowest range 23 wide");
    expect(limitWords(ranges, safe.limits)).toBe("none; each range 20 wide");
    const words = (withstood: boolean, standing: Finding["standing"]) =>
      Object.values(outcomeWords({...none, withstood, standing})).join(" ");
    expect(words(true, "enforced")).toBe("✓ Withstood");
    expect(words(false, "enforced")).toBe("✕ Not withstood");
    expect(words(false, "reported")).toBe("✕ Succeeds");
  });
});

describe("separation", () => {
  // Levels of the notes on privacy, section 4: AUC 0.55 is ρ 0.0158, TPR 0.10 at FPR 0.05 is ρ 0.0660 (AUC 0.601).
  it("aucOfRho(rho) and tprOfRho(rho, fpr) give the two levels that limits are set to", () => {
    expect(aucOfRho(0)).toBeCloseTo(0.5, 6);
    expect(aucOfRho(0.0158)).toBeCloseTo(0.55, 3);
    expect(aucOfRho(0.066)).toBeCloseTo(0.601, 3);
    expect(tprOfRho(0.066, 0.05)).toBeCloseTo(0.1, 3);
    expect(tprOfRho(0.0158, 0.05)).toBeCloseTo(0.071, 3);
  });

  // R: pnorm(c(-3, -1.644854, 0, 1.959964))
  it("normalCdf(z) agrees with R to 10⁻⁶", () => {
    [
      [-3, 0.001349898],
      [-1.644854, 0.05],
      [0, 0.5],
      [1.959964, 0.975]
    ].forEach(([z, p]) => expect(normalCdf(z)).toBeCloseTo(p, 6));
  });
});

describe("the budget", () => {
  it("budgetSteps(budget) begin where the one before ended, and add up to the whole", () => {
    const steps = budgetSteps(safe.budget!);
    expect(steps.map(({label}) => label)).toEqual(["earlier versions", "allele counts", "associations", "left"]);
    const end = steps.reduce((sum, {before, rho}) => {
      expect(before).toBeCloseTo(sum, 12);
      return sum + rho;
    }, 0);
    expect(end).toBeCloseTo(safe.budget!.rhoTotal, 12);
  });

  it("budgetSteps(budget) of a first version begin with it, and of numbers that cost nothing leave them out", () => {
    const [first, second] = safe.budget!.versions;
    const labels = (rho: number[]) =>
      budgetSteps({...safe.budget!, versions: rho.map((rho, i) => ({...[first, second][i], rho}))}).map(
        ({label}) => label
      );
    expect(labels([0.0039])).toEqual(["allele counts", "associations", "left"]);
    expect(labels([0.0079, 0])).toEqual(["earlier versions", "left"]);
  });

  it("budgetSentence(budget) gives the limit as a separation, an area and ρ, and what is left", () => {
    expect(budgetSentence(safe.budget!).replaceAll("\u202f", " ")).toBe(
      "All versions of this release together may let nobody separate members from others by more than 0.18 standard deviations, an area under the curve of 0.55 (ρ 0.016). The numbers that are public now, drawn for version 2, spend 25 % of that; 25 % is left."
    );
  });
});

/** A rule with the shares withheld and errors of groups A (100 people) and B (900 people). */
function rule(id: string, shares: [number, number], errors: [number, number] = [0, 0]): RegimeReport {
  const group = (level: string, people: number, i: number) => ({
    level,
    people,
    cellsWithheld: shares[i],
    presentWithheld: shares[i],
    frequencyError: errors[i]
  });
  return {
    id,
    title: id,
    sentence: "",
    source: "",
    url: "",
    groups: [group("A", 100, 0), group("B", 900, 1)],
    variantsUneven: 0
  };
}

describe("equityHeadline(regimes)", () => {
  const said = (regimes: RegimeReport[]) => equityHeadline(regimes).replaceAll("\u202f", " ");

  it("names the group that pays most, under how many rules, and the gap under the rule in force", () => {
    expect(said([rule("none", [0, 0]), rule("other", [0.9, 0.1]), rule("covenant", [0.4, 0.1])])).toBe(
      "Each of the 2 rules that hide counts hides most from A. Under the rule of covenant it is 40 % of the alleles that A carries, and 10 % of those of B."
    );
    expect(said([rule("x", [0.4, 0.1]), rule("y", [0.3, 0.1]), rule("z", [0.1, 0.5])])).toMatch(
      /^2 of the 3 rules that hide counts hide most from A\. Under the rule of z it is 50 %/
    );
  });

  it("follows the data where the larger group pays more, and the smaller one where both pay under as many rules", () => {
    expect(said([rule("x", [0.1, 0.4])])).toMatch(/^The one rule that hides counts hides most from B\./);
    expect(said([rule("x", [0.1, 0.4]), rule("y", [0.4, 0.1])])).toMatch(/^1 of the 2 rules .* hides most from A\./);
  });

  it("claims no inequality where there is none", () => {
    expect(said([rule("x", [0, 0])])).toMatch(/^No rule that was compared hides anything/);
    expect(said([rule("x", [0.2, 0.2])])).toMatch(/hide the same share from every group/);
    expect(said([])).toMatch(/^No rule/);
  });

  it("names the smallest group of the sample report", () => {
    expect(said(safe.regimes)).toMatch(
      /^Each of the 6 rules that hide counts hides most from SAS\. Under the rule of Covenant/
    );
  });
});

describe("errorHeadline(regimes)", () => {
  it("names whose frequencies public noise blurs most", () => {
    // Mean absolute value of a Gaussian, 0.8 × its standard deviation.
    expect(errorHeadline(safe.regimes)).toMatch(
      /^With the noise of this release a frequency of SAS is off by 3\.3 points on average, and one of EUR/
    );
  });

  it("speaks of the rule that blurs most where there is no public noise, and of none where there is none", () => {
    expect(errorHeadline([rule("x", [0, 0], [0.001, 0.001]), rule("y", [0, 0], [0.02, 0.01])])).toMatch(
      /^Under the rule of y a frequency of A is off by 2\.0 points on average, and one of B by 1\.0 points/
    );
    expect(errorHeadline([rule("x", [0, 0], [0.01, 0.01])])).toMatch(/in every group alike\.$/);
    expect(errorHeadline([rule("x", [0, 0])])).toMatch(/^No rule .* changes a number/);
  });
});

describe("publicListSentence(regimes)", () => {
  const said = (shares: [number, number]) =>
    publicListSentence([rule("covenant-public", shares)])!.replaceAll("\u202f", " ");

  it("gives the share of variants that is public, and the groups that are not", () => {
    expect(said([0.98, 0.98])).toBe(
      "In public this release gives frequencies of 2 % of these variants, the same ones for every group."
    );
    expect(said([1, 0.98])).toMatch(/of 2 % of these variants, and none of A, where the noise would be too large\.$/);
    expect(said([1, 1])).toBe("In public this release gives frequencies of no group.");
    expect(publicListSentence([rule("covenant", [0.1, 0.1])])).toBeNull();
  });

  it("is no rule about counts: countRules(regimes) leaves the list out", () => {
    expect(countRules(safe.regimes).map(({id}) => id)).not.toContain("covenant-public");
    expect(countRules(safe.regimes)).toHaveLength(safe.regimes.length - 1);
  });
});

describe("the story of curves", () => {
  it("curveSentence(curves, level, fpr) speaks of the most variants that were measured", () => {
    expect(curveSentence(safe.curves, "ancestry", 0.05).replaceAll("\u202f", "")).toBe(
      "With 20000 variants published as counted, an attacker would find 94 of 100 participants; with small counts hidden 92 of 100, with numbers rounded 90 of 100, with noise added 6 of 100. By guessing it would be 5 of 100."
    );
    expect(curveSentence([], "ancestry", 0.05)).toBe("");
  });

  it("storySteps(curves, level, limits) claim what the figures show, and no more", () => {
    expect(storySteps(safe.curves, "ancestry", safe.limits).map(({title}) => title)).toEqual([
      "A few variants tell next to nothing",
      "Many variants together tell much",
      "Hiding small counts hardly helps",
      "Rounding hardly helps",
      "Noise is enough"
    ]);
    const few = safe.curves.map((curve) => ({...curve, points: curve.points.slice(0, 2)}));
    const titles = storySteps(few, "ancestry", safe.limits).map(({title}) => title);
    expect(titles.slice(2)).toEqual([
      "Hiding small counts changes little, since little is found without it",
      "Rounding changes little, since little is found without it",
      "Noise changes little, since little is found without it"
    ]);
    expect(storySteps([], "ancestry", safe.limits)).toEqual([]);
  });

  it("foundBySize(curves, level) keeps the sizes at which every rule was measured", () => {
    const uneven = safe.curves.map((curve) =>
      curve.rule === "noisy" ? {...curve, points: curve.points.slice(2)} : curve
    );
    expect(foundBySize(uneven, "ancestry").map(({variants}) => variants)).toEqual([100, 300, 1000, 3000, 10000, 20000]);
  });
});

describe("noise in words", () => {
  it("noiseSentence(pools) compares the least and the most blurred group", () => {
    expect(noiseSentence(safe.pools)).toMatch(
      /^A published frequency of EUR .* one of SAS .*: the same noise weighs more/
    );
    expect(noiseSentence(safe.pools.map((pool) => ({...pool, frequencySd: 0})))).toMatch(
      /^These frequencies are exact/
    );
    expect(noiseSentence(safe.pools.map((pool) => ({...pool, shown: false})))).toMatch(/too large to show any group/);
  });

  it("publishedRange(pool, truth) is 1.96 standard deviations to either side, within 0 and 1", () => {
    const pool = {...safe.pools[0], frequencySd: 0.1};
    expect(publishedRange(pool, 0.5).map((f) => Number(f.toFixed(3)))).toEqual([0.304, 0.696]);
    expect(publishedRange(pool, 0.05)[0]).toBe(0);
    expect(publishedRange(pool, 0.95)[1]).toBe(1);
  });
});
