import {readdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {describe, expect, it} from "vitest";
import {noisyPanelCounts} from "../../data-loaders/disclosure/panelCounts.js";
import {Concealed} from "../../data-loaders/disclosure/people/suppress.js";
import {ReleaseRefused} from "../../data-loaders/release/authorize.js";
import {AuditFailed} from "../../data-loaders/release/privacyReport.js";
import {makeRelease, type Protections} from "../../data-loaders/release/release.js";
import {seededBits} from "../disclosure/noise/seededBits.js";
import {defaultManifest} from "./defaultCohort.js";
import {scratchFolder} from "./readRelease.js";

/** A public-safe cohort in which one group is large enough for public frequencies. */
async function smallCohort(): Promise<string> {
  const folder = await scratchFolder();
  const recipient = await identityToRecipient(await generateIdentity());
  await writeFile(
    join(folder, "cohort.yaml"),
    `id: small
build: GRCh37
release: {class: public-safe, recipients: {registered: [${recipient}]}}
synthetic: {seed: 5, people: 3000, variants: 4000}
strata: [ancestry, sex, status]
association: false
consent: {codes: ["DUO:0000006"]}
`
  );
  return join(folder, "cohort.yaml");
}

/** What becomes of a release without one of its protections; nothing may be left behind. */
async function releaseWithout(manifestPath: string, protections: Partial<Protections>): Promise<Error> {
  const folder = await scratchFolder();
  const error = await makeRelease({manifestPath, out: join(folder, "out"), threads: 2, protections}).then(
    () => {
      throw new Error("the release was made");
    },
    (error: Error) => error
  );
  expect(await readdir(folder)).toEqual([]);
  return error;
}

it("a public-safe cohort whose cases are all in hidden groups has no public associations", async () => {
  const folder = await scratchFolder();
  await writeFile(
    join(folder, "cohort.yaml"),
    `id: few
build: GRCh37
release: {class: public-safe}
synthetic: {seed: 1, people: 1500, variants: 400}
strata: [ancestry, sex, status]
consent: {codes: ["DUO:0000006"]}
`
  );
  const {tables, privacy} = await makeRelease({
    manifestPath: join(folder, "cohort.yaml"),
    out: join(folder, "out"),
    threads: 2,
    protections: {bits: () => seededBits(2)}
  });
  expect(tables.map(({name}) => name)).toContain("allele_counts");
  expect(tables.map(({name}) => name)).not.toContain("association");
  expect(privacy.audit.map(({attack}) => attack)).not.toContain("case-control");
});

describe("a release without one of its protections is not made", () => {
  it("is made with all of them", async () => {
    const out = join(await scratchFolder(), "out");
    const {privacy} = await makeRelease({
      manifestPath: await smallCohort(),
      out,
      threads: 2,
      protections: {bits: () => seededBits(2)}
    });
    expect(privacy.audit.filter(({standing}) => standing === "enforced").map(({attack}) => attack)).toEqual([
      "subtraction",
      "linear-program",
      "tracker",
      "unique-alleles",
      "likelihood-ratio",
      "homer",
      "relatives",
      "beacon",
      "case-control"
    ]);
    expect(privacy.pools.some(({shown}) => shown)).toBe(true);
  });

  it("fails by the likelihood ratio without noise", async () => {
    const error = await releaseWithout(await smallCohort(), {
      noisyPanelCounts(input, rho, bits) {
        // Noise of one step of the grid is none.
        const counts = noisyPanelCounts(input, 1e9, bits);
        return {...counts, noiseSd: noisyPanelCounts(input, rho, bits).noiseSd.map(() => 0.01)};
      }
    });
    expect(error).toBeInstanceOf(AuditFailed);
    expect(error.message).toMatch(
      /^public\/allele_counts: the attack likelihood-ratio tells members of \w+ from others with an area under the curve of 0\.[6-9]\d* \(s\.e\. 0\.\d+; at most 0\.55\), finds \d+(\.\d)? % of them/
    );
    expect(error.message).toMatch(/; nothing is released$/);
  });

  it("fails by the likelihood ratio when more of the budget is spent than there is", async () => {
    const error = await releaseWithout(await smallCohort(), {
      noisyPanelCounts: (input, rho, bits) => noisyPanelCounts(input, 100 * rho, bits)
    });
    expect(error).toBeInstanceOf(AuditFailed);
    expect(error.message).toMatch(/^public\/allele_counts: the attack likelihood-ratio/);
  });

  it("fails by the case-control attack when associations are published beyond their budget", async () => {
    const error = await releaseWithout(await defaultManifest(), {
      hitsWithinBudget: (hits) => ({kept: [...hits], budget: 0, spent: 0})
    });
    expect(error).toBeInstanceOf(AuditFailed);
    expect(error.message).toMatch(
      /^public\/association: the attack case-control tells members of cases from others with an area under the curve of 0\.\d+/
    );
  });

  it("fails by subtraction without complementary suppression", async () => {
    const error = await releaseWithout(await smallCohort(), {
      async suppressLinked({values}, {limit}) {
        const small = (n: number): number => (n >= 1 && n <= limit ? Concealed.small : Concealed.no);
        return {hidden: Uint8Array.from(values, small), programs: 0};
      }
    });
    expect(error).toBeInstanceOf(AuditFailed);
    expect(error.message).toMatch(
      /^public\/people_margins: the attack subtraction works out [1-9]\d* of \d+ hidden numbers exactly/
    );
    expect(error.message).toMatch(/the attack linear-program/);
  });

  it("is refused by the policy when small numbers of people are shown", async () => {
    const error = await releaseWithout(await smallCohort(), {
      suppressLinked: async ({values}) => ({hidden: new Uint8Array(values.length), programs: 0})
    });
    expect(error).toBeInstanceOf(ReleaseRefused);
    expect(error.message).toMatch(/^people_margins: release\.small-cell: /);
  });
});
