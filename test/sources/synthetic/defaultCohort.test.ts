import {readFileSync} from "node:fs";
import {identityToRecipient} from "age-encryption";
import {expect, it} from "vitest";
import {openCohort} from "../../../data-loaders/sources/openCohort.js";

const cohorts = new URL("../../../data-loaders/cohorts/", import.meta.url);
const {summary, people, shards, recipients, truth} = await openCohort(new URL("synthetic.yaml", cohorts).pathname);

it("cohorts/synthetic.yaml is a public-safe cohort that says it is synthetic, in genotypes and in phenotypes", () => {
  expect(summary.id).toBe("synthetic");
  expect(summary.class).toBe("public-safe");
  expect(summary.synthetic).toEqual({genotypes: true, phenotypes: true});
  expect(summary.title).toBe("Synthetic cohort of 20,000 simulated people");
});

it("cohorts/synthetic.yaml has 20,000 people, of whom 37 withdrew and 112 never consented", () => {
  expect(people.total).toBe(20_000);
  expect(people.left).toEqual({withdrawn: 37, noConsent: 112, notInSampleFile: 0});
  expect(shards.length).toBeGreaterThanOrEqual(8);
  expect((truth as {effects: unknown[]}).effects.length).toBe(54);
});

it("cohorts/synthetic.yaml has more than 1,000 included people in every ancestry", () => {
  const {levels, codes} = people.strata[0];
  levels.forEach((level, l) => expect(codes.filter((code) => code === l).length, level).toBeGreaterThan(1_000));
});

it("synthetic-demo-key.txt opens what is encrypted to the recipient of synthetic.yaml", async () => {
  const text = readFileSync(new URL("synthetic-demo-key.txt", cohorts), "utf8");
  const identity = text.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-"))!;
  expect(recipients.registered).toEqual([await identityToRecipient(identity)]);
  expect(text).toContain(`# public key: ${recipients.registered[0]}\n`);
  expect(text).toContain("protects nobody");
});
