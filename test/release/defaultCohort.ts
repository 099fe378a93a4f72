import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {readThresholds, type Thresholds} from "../../data-loaders/disclosure/thresholds.js";
import {openLedger, type Ledger} from "../../data-loaders/release/ledger.js";
import {planPublic, type PublicPlan} from "../../data-loaders/release/publicSide.js";
import type {FoundHit} from "../../data-loaders/release/privacyReport.js";
import {startShardThreads} from "../../data-loaders/release/shardThreads.js";
import {watch, type WatchedGenotypes} from "../../data-loaders/release/watchedGenotypes.js";
import {planProtection} from "../../data-loaders/disclosure/protect.js";
import type {Cohort} from "../../data-loaders/sources/cohort.js";
import {readManifest, type CohortManifest} from "../../data-loaders/sources/manifest.js";
import {openCohort} from "../../data-loaders/sources/openCohort.js";
import {layOutStrata, type StrataLayout} from "../../data-loaders/tables/strataLayout.js";
import {findCaseControlTrait, type CaseControlTrait} from "../../data-loaders/tables/strongHits.js";
import {scratchFolder} from "./readRelease.js";

const project = new URL("../../", import.meta.url);

/** The default cohort with everybody's genotypes at the watched variants: what a release has before it protects them. */
export interface OpenedDefault {
  cohort: Cohort;
  manifest: CohortManifest;
  layout: StrataLayout;
  trait: CaseControlTrait;
  thresholds: Thresholds;
  ledger: Ledger;
  plan: PublicPlan;
  watched: WatchedGenotypes[];
  hits: FoundHit[];
}

/**
 * The manifest that ships, without associations and personalised medicine, which take most of the time of a release, with
 * its ledger in a scratch folder, and `changes` made to its text.
 */
export async function defaultManifest(...changes: [from: string | RegExp, to: string][]): Promise<string> {
  const folder = await scratchFolder();
  const text = await readFile(new URL("data-loaders/cohorts/synthetic.yaml", project), "utf8");
  const usual: [RegExp, string][] = [
    [/ledger: .*/, "ledger: ledger.json"],
    [/association: .*/, "association: false"],
    [/# Learned here,[^]*?(?=provenance:)/, ""],
    [/file: synthetic-/g, `file: ${new URL("data-loaders/cohorts/", project).pathname}synthetic-`]
  ];
  const changed = [...usual, ...changes].reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`the default manifest has no ${from}`);
    return after;
  }, text);
  const file = join(folder, "synthetic.yaml");
  await writeFile(file, changed);
  return file;
}

export async function openDefault(): Promise<OpenedDefault> {
  const manifest = await readManifest(await defaultManifest());
  const thresholds = await readThresholds(new URL("policies/thresholds.yaml", project));
  const cohort = await openCohort(manifest);
  const layout = layOutStrata(cohort.people);
  const trait = findCaseControlTrait(cohort.people, layout)!;
  const ledger = await openLedger(manifest.release.ledger, manifest.id, false);
  const plan = (await planPublic(cohort, manifest, trait, thresholds, ledger, []))!;
  const workers = startShardThreads(2);
  const watched: WatchedGenotypes[] = [];
  const hits: FoundHit[] = [];
  let shard = 0;
  for await (const result of workers.map(cohort.shards, {
    layout,
    protection: planProtection(layout, "public-safe", thresholds.smallCell.maxWithheld),
    genes: [],
    tables: [],
    watched: watch(plan.watched),
    chosen: {ids: new Set<string>(), bases: new Map<string, string>()},
    trait,
    medicines: null
  })) {
    watched.push(result.watched!);
    hits.push(...result.hits.map((hit) => ({...hit, shard})));
    shard += 1;
  }
  return {cohort, manifest, layout, trait, thresholds, ledger, plan, watched, hits};
}
