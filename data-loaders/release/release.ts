import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {ReleaseManifest} from "../../src/model/release.js";
import type {Policy} from "../../src/policy/policy.js";
import {planProtection, protectPeople} from "../disclosure/protect.js";
import {protectFlow} from "../disclosure/protectFlow.js";
import {readThresholds} from "../disclosure/thresholds.js";
import type {Shard} from "../sources/cohort.js";
import {readManifest} from "../sources/manifest.js";
import {openCohort} from "../sources/openCohort.js";
import {peopleTable} from "../tables/people.js";
import {layOutStrata} from "../tables/strataLayout.js";
import {planTables, releaseRequest} from "./authorize.js";
import {peopleOf, rulesOf, toJson, traitsOf} from "./manifestJson.js";
import {encodeRowGroup} from "./parquet.js";
import type {OnProgress} from "./progress.js";
import {variantTables, type ShardResult, type VariantTableName} from "./shardTask.js";
import {SiteOrder} from "./siteOrder.js";
import type {ShardThreads} from "./shardThreads.js";
import {openStaging} from "./staging.js";
import {tableColumns} from "./tableColumns.js";
import {TableFile} from "./tableFile.js";

export interface ReleaseOptions {
  /** The cohort's manifest. */
  manifestPath: string;
  /** Folder of the release; an old release there is replaced at the very end. */
  out: string;
  /** Worker threads; default: one per processor. */
  threads?: number;
  /** Threads that were started already; the release ends them. Default: `threads` of them are started. */
  workers?: ShardThreads;
  onProgress?: OnProgress;
  /** Folder that has `policies/`; default: this project. */
  root?: string;
}

const project = new URL("../../", import.meta.url);

/**
 * Makes the release of a cohort: reads, counts, protects, asks the release policy, encrypts and writes it.
 * Nothing of it can be seen before all of it may be; after an error the old release is as it was.
 *
 * Throws an `InputError` for input that cannot be used, `ReleaseRefused` for what the policy does not permit, and an
 * error where limits or policies cannot be read.
 */
export async function makeRelease(options: ReleaseOptions): Promise<ReleaseManifest> {
  const workers = options.workers ?? (await import("./shardThreads.js")).startShardThreads(options.threads);
  try {
    const {openReleasePolicy} = await import("./policyEngine.js");
    return await makeReleaseWith(workers, () => openReleasePolicy(options.root), options);
  } finally {
    await workers.stop();
  }
}

async function makeReleaseWith(
  workers: ShardThreads,
  openPolicy: () => Promise<Policy>,
  {manifestPath, out, onProgress, root}: ReleaseOptions
): Promise<ReleaseManifest> {
  const manifest = await readManifest(manifestPath);
  const request = releaseRequest(manifest);
  const thresholds = await readThresholds(
    new URL("policies/thresholds.yaml", root ? pathToFileURL(`${root}/`) : project)
  );
  const cohort = await openCohort(manifest);
  const layout = layOutStrata(cohort.people);
  const protection = planProtection(layout, request.class, thresholds.smallCell.maxWithheld);
  const people = protectPeople(peopleTable(layout), protection);
  const count = (): AsyncGenerator<ShardResult> =>
    workers.map(cohort.shards, {layout, protection, genes: cohort.genes, tables: [...variantTables]});
  // Threads count while the policy is asked; nothing is written before it has answered.
  const early = request.class === "public-safe" ? null : count();
  const policy = await openPolicy();
  const {planned, refused} = await planTables(policy, request);

  const staging = await openStaging(out);
  const tables: TableFile[] = [];
  try {
    const columns = tableColumns(layout);
    for (const table of planned)
      tables.push(
        await TableFile.open(staging.folder, table, columns[table.name], manifest.release.recipients.registered)
      );
    const peopleFile = tables.find(({name}) => name === "people");
    await peopleFile?.append({rowGroups: [await encodeRowGroup(people.batch)], ...people});

    const variantFiles = variantTables.flatMap((name) => tables.find((table) => table.name === name) ?? []);
    let variants = 0;
    if (variantFiles.length > 0) {
      const order = protection.limit === null ? null : new SiteOrder();
      let done = 0;
      for await (const shard of early ?? count()) {
        for (const stretch of shard.stretches) order?.add(stretch, labelOf(cohort.shards[done]));
        for (const file of variantFiles) await file.append(shard.tables[file.name as VariantTableName]!);
        variants += shard.variants;
        done += 1;
        onProgress?.({phase: "counting", done, of: cohort.shards.length, variants});
      }
    }

    const hashes = {source: await cohort.sourceHash, rules: thresholds.sha256, policy: policy.sha256};
    const {version} = JSON.parse(await readFile(new URL("package.json", project), "utf8"));
    const facts = {cohort: cohort.summary, protection, variants, hashes, version, dataDate: cohort.dataDate};
    const released = [];
    for (const table of tables) released.push(await table.close(policy, request, facts));
    const made: ReleaseManifest = {
      format: "covenant-release/1",
      cohort: cohort.summary,
      strata: layout.variables,
      traits: traitsOf(cohort),
      flow: [
        ...protectFlow(cohort.people, protection),
        ...(variantFiles.length > 0
          ? [{id: "variants", label: "variants counted", unit: "variants" as const, count: variants}]
          : []),
        {id: "tables", label: "tables released", unit: "tables", count: released.length}
      ],
      people: peopleOf(people.batch),
      tables: released.map(({table}) => table),
      refused,
      withheld: released.flatMap(({withheld}) => withheld),
      rules: rulesOf(thresholds, protection.limit),
      recipients: {registered: manifest.release.recipients.registered},
      hashes,
      dataDate: cohort.dataDate
    };
    await writeFile(join(staging.folder, "manifest.json"), toJson(made));
    if (cohort.truth) await writeFile(join(staging.folder, "truth.json"), toJson(cohort.truth));
    await staging.publish();
    return made;
  } catch (error) {
    for (const table of tables) await table.abort().catch(() => {});
    await staging.discard();
    throw error;
  }
}

function labelOf(shard: Shard): string {
  return shard.kind === "synthetic" ? "synthetic cohort" : shard.label;
}
