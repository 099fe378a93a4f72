import {readFile, writeFile} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import type {Finding} from "../../src/model/privacy.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import {bundleHash} from "../../src/policy/bundle.js";
import type {Policy} from "../../src/policy/policy.js";
import {protectMargins, protectPeople, type ProtectedTable} from "../disclosure/protect.js";
import {hideSubgroups} from "../disclosure/hideSubgroups.js";
import {hideTumours} from "../disclosure/tumours/hideTumours.js";
import {hideMedicines} from "../disclosure/medicines/hideMedicines.js";
import {Hidden} from "../disclosure/hideGroups.js";
import {protectFlow} from "../disclosure/protectFlow.js";
import {suppressLinked} from "../disclosure/people/suppress.js";
import {limitsOf} from "../disclosure/membership.js";
import {readThresholds} from "../disclosure/thresholds.js";
import {readManifest, type CohortManifest} from "../sources/manifest.js";
import {openCohort} from "../sources/openCohort.js";
import {peopleTable} from "../tables/people.js";
import {readEquityTables} from "../sources/equityTables.js";
import {layOutStrata} from "../tables/strataLayout.js";
import {findCaseControlTrait, type CaseControlTrait} from "../tables/strongHits.js";
import {inferAncestry} from "./ancestrySide.js";
import {planTables, releaseRequest, type PlannedTable} from "./authorize.js";
import {collectShards} from "./collectShards.js";
import {compareGroups} from "./equitySide.js";
import {changedGroups, groupVersions} from "./groupVersions.js";
import {isSameVersion, openLedger, type Ledger} from "./ledger.js";
import type {MedicineProtections} from "./medicinesSide.js";
import {nextVersion} from "./nextVersion.js";
import {peopleOf, rulesOf, toJson, traitsOf} from "./manifestJson.js";
import {encodeRowGroup} from "./parquet.js";
import {readPolicySet} from "./policyBundle.js";
import {askedOf, chosenOf, makePersonalised, panelFrequencies, readPersonalised, soughtBy} from "./personalisedSide.js";
import {protectPeopleSide, type PeopleProtections} from "./peopleSide.js";
import {auditRandom, examine, requireWithstood} from "./privacyReport.js";
import type {OnProgress} from "./progress.js";
import {
  makePublic,
  planPublic,
  publicProtections,
  publicTables,
  publicVariants,
  type PublicProtections
} from "./publicSide.js";
import type {ScoreInput} from "./scoreSide.js";
import {variantTables, type ShardResult} from "./shardTask.js";
import {readSignOff} from "./signOff.js";
import {SiteOrder} from "./siteOrder.js";
import type {ShardThreads} from "./shardThreads.js";
import {openStaging} from "./staging.js";
import {steadyFlow, steadyPeople} from "./steady.js";
import {catchmentOf, protectEquitySide, representationOf, type EquityProtections} from "./subgroupSide.js";
import {tableColumns} from "./tableColumns.js";
import {TableFile} from "./tableFile.js";
import type {TumourProtections} from "./tumoursSide.js";
import {watch} from "./watchedGenotypes.js";

/** What protects a release. A test replaces one of them to see the audit stop what it lets through. */
export type Protections = PublicProtections &
  PeopleProtections &
  EquityProtections &
  MedicineProtections &
  TumourProtections;

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
  protections?: Partial<Protections>;
  /** The moment at which signatures have to hold, ISO 8601; default: now. */
  now?: string;
}

const project = new URL("../../", import.meta.url);

/**
 * Makes the release of a cohort: reads, counts, protects, attacks, asks the release policy, encrypts and writes it.
 * Nothing of it can be seen before all of it may be; after an error the old release is as it was.
 *
 * Throws an `InputError` for input that cannot be used, `AuditFailed` for what an attack breaks, `ReleaseRefused` for what
 * the policy does not permit, and an error where limits or policies cannot be read.
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
  options: ReleaseOptions
): Promise<ReleaseManifest> {
  const protections: Protections = {
    ...publicProtections,
    suppressLinked,
    hideSubgroups,
    hideMedicines,
    hideTumours,
    ...options.protections
  };
  const policies = new URL("policies/", options.root ? pathToFileURL(`${options.root}/`) : project);
  const manifest = await readManifest(options.manifestPath);
  const request = releaseRequest(manifest);
  const thresholds = await readThresholds(new URL("thresholds.yaml", policies));
  const equity = await readEquityTables(manifest.equity);
  const opened = await openCohort(manifest);
  const {cohort, inferred} = await inferAncestry(opened, options);
  const personalised = await readPersonalised(manifest, cohort.people);
  const catchment = await catchmentOf(manifest, cohort.people, thresholds.smallCell.maxWithheld);
  const layout = layOutStrata(cohort.people);
  const trait = findCaseControlTrait(cohort.people, layout);
  const ledger = request.class === "open" ? null : await ledgerOf(manifest, options.out);
  const groups = ledger ? groupVersions(cohort.people, layout, ledger) : [];
  const isPublicSafe = request.class === "public-safe";
  const peopleSide = await protectPeopleSide(
    cohort.people,
    layout,
    request.class,
    thresholds.smallCell.maxWithheld,
    trait?.variable,
    {
      changed: changedGroups(groups, ledger?.versions ?? [], {
        earlier: manifest.release.earlier,
        changeMin: thresholds.versions.changeMin
      }),
      versions: ledger?.versions ?? [],
      earlier: manifest.release.earlier
    },
    protections
  );
  const {protection, changed} = peopleSide;
  const publicTrait = isPublicSafe && trait && isComparable(trait, protection.hidden.rows) ? trait : null;
  const plan = await planPublic(
    cohort,
    manifest,
    publicTrait,
    thresholds,
    isPublicSafe ? ledger : null,
    protection.groups.blocks.flatMap(({level}, b) => (protection.hidden.totals[b] ? [] : level))
  );
  const chosen = chosenOf(personalised, manifest);
  const hasVariants = !isPublicSafe || request.recipients > 0 || plan !== null;
  const count = (): AsyncGenerator<ShardResult> =>
    workers.map(cohort.shards, {
      layout,
      protection,
      genes: cohort.genes,
      tables: !isPublicSafe || request.recipients > 0 ? [...variantTables] : [],
      watched: plan && watch(plan.watched),
      chosen,
      trait: plan && publicTrait,
      medicines: soughtBy(personalised)
    });
  // Threads count while the policy is asked; nothing is written before it has answered.
  const early = hasVariants ? count() : null;
  const policy = await openPolicy();
  const set = readPolicySet(options.root);
  // What is signed has to be what decides, even where somebody edits the rules meanwhile.
  if (bundleHash(set.gates.release) !== policy.sha256)
    throw new Error("policies: changed while they were read; try again");
  const signOff = await readSignOff(manifest, options.now ?? new Date().toISOString(), options.root, set);
  const signedRequest = {...request, signOff};
  const associations = isPublicSafe && request.recipients === 0 ? null : manifest.association;
  const hasTraits = associations !== null && cohort.people.traits.length > 0;
  const asked = {
    traits: hasTraits ? cohort.people.traits.map(({id, label}) => ({id, label})) : [],
    pca: hasTraits && associations.pcs > 1,
    genes: hasTraits && cohort.genes.length > 0,
    equity: equity.length > 0,
    ...askedOf(personalised, manifest)
  };
  const {planned, refused} = await planTables(
    policy,
    signedRequest,
    {
      panel: isPublicSafe && plan !== null,
      associations: plan !== null && publicTrait !== null
    },
    asked
  );

  const staging = await openStaging(options.out);
  const tables: TableFile[] = [];
  try {
    const columns = tableColumns(layout, peopleSide.dimensions);
    for (const table of planned)
      tables.push(
        await TableFile.open(
          staging.folder,
          table,
          columnsOf(columns, table, isPublicSafe),
          manifest.release.recipients.registered
        )
      );
    const fileOf = (id: string): TableFile | undefined => tables.find((table) => table.id === id);
    const append = async (id: string, table: ProtectedTable | null): Promise<void> => {
      if (table) await fileOf(id)?.append({rowGroups: [await encodeRowGroup(table.batch)], ...table});
    };
    const people = protectPeople(steadyPeople(peopleTable(layout), peopleSide, protection), protection);
    await append("public/people", people);
    const margins = protectMargins(peopleSide.margins.batch, peopleSide.margins.shown);
    await append("public/people_margins", margins);
    await append("public/representation", representationOf(margins, peopleSide, catchment));
    const equitySide = protectEquitySide(equity, thresholds.smallCell.maxWithheld, protections);
    await append("public/equity", equitySide.table);

    const tier = request.class === "open" ? "public" : "registered";
    const variantFiles = variantTables.flatMap((name) => fileOf(`${tier}/${name}`) ?? []);
    const {variants, watched, medicines, hits, uniqueAlleles, frequencies, found} = early
      ? await collectShards(
          early,
          variantFiles,
          protection.limit === null ? null : new SiteOrder(),
          cohort.shards,
          options.onProgress
        )
      : {variants: 0, watched: [], medicines: null, hits: [], uniqueAlleles: 0, frequencies: [], found: []};

    let comparison: ProtectedTable | null = null;
    let associationAudit: Finding[] = [];
    let structure: ScoreInput["structure"] = null;
    if (hasTraits) {
      const {makeAssociations} = await import("./associationSide.js");
      associationAudit = await makeAssociations(
        {
          cohort,
          options: associations,
          protection,
          thresholds,
          counted: trait,
          tier,
          threads: options.threads ?? availableParallelism(),
          onProgress: options.onProgress,
          attacked: plan && publicVariants(plan, watched, cohort.people),
          membership: limitsOf(manifest.release.privacy, thresholds.membership),
          random: auditRandom,
          structure: (found) => (structure = found),
          compare: (shown) => (comparison = compareGroups(frequencies, shown, associations))
        },
        async (id, table) => {
          if ("batch" in table) await append(id, table);
          else await fileOf(id)?.append(table);
        }
      );
    }

    await append(`${tier}/equity_genomics`, comparison ?? compareGroups(frequencies, [], null));

    const {audit: personalisedAudit, said} = await makePersonalised(
      personalised,
      {
        cohort,
        manifest,
        found,
        ledger,
        medicines,
        limit: thresholds.smallCell.maxWithheld,
        structure,
        protection,
        limits: thresholds.association,
        membership: limitsOf(manifest.release.privacy, thresholds.membership),
        counted: trait,
        tier,
        threads: options.threads,
        onProgress: options.onProgress,
        protections
      },
      fileOf,
      append
    );

    const before = ledger?.versions ?? [];
    const side =
      plan && isPublicSafe
        ? makePublic(plan, watched, hits, cohort.people, before, thresholds.smallCell.maxWithheld, protections)
        : null;
    if (side) {
      // How many cases there are adds up from groups of which none is hidden, and is not told anew for a few.
      const mayTellCases =
        protection.hidden.rows.every((why) => why === Hidden.no) && (before.length === 0 || plan?.again !== null);
      const panel = publicTables(side, publicTrait, mayTellCases);
      await append("public/variants", panel.variants);
      await append("public/allele_counts", panel.allele_counts);
      await append("public/association", panel.association);
      const changes = panelFrequencies(personalised, manifest, panel.allele_counts, side.form === "noisy");
      await append("public/structure_frequencies", changes);
      for (const name of ["allele_counts", "structure_frequencies"])
        if (fileOf(`public/${name}`)) fileOf(`public/${name}`)!.noisy = side.form === "noisy";
    }

    const privacy = await examine(
      {
        cohort,
        layout,
        request,
        thresholds,
        plan,
        side,
        watched,
        hits,
        uniqueAlleles: variantFiles.length > 0 ? uniqueAlleles : null,
        trait: publicTrait,
        peopleSide,
        changed,
        versions: before,
        mode: manifest.release.privacy,
        otherAudits: [...associationAudit, ...equitySide.audit, ...personalisedAudit]
      },
      policies
    );
    requireWithstood(privacy);

    const hashes = {source: await cohort.sourceHash, rules: thresholds.sha256, policy: policy.sha256};
    const {version} = JSON.parse(await readFile(new URL("package.json", project), "utf8"));
    const facts = {
      cohort: cohort.summary,
      protection,
      variants,
      hashes,
      version,
      dataDate: cohort.dataDate,
      audit: privacy.audit
    };
    const released = [];
    for (const table of tables) released.push(await table.close(policy, signedRequest, facts));
    const flow = steadyFlow(
      [
        ...protectFlow(cohort.people, protection),
        ...(variantFiles.length > 0
          ? [{id: "variants", label: "variants counted", unit: "variants" as const, count: variants}]
          : []),
        {id: "tables", label: "tables released", unit: "tables" as const, count: released.length}
      ],
      before.at(-1)?.flow,
      protection.limit
    );
    const made: ReleaseManifest = {
      format: "covenant-release/1",
      cohort: cohort.summary,
      strata: layout.variables,
      traits: traitsOf(cohort, layout, trait),
      flow,
      people: peopleOf(people.batch),
      tables: released.map(({table}) => table),
      refused,
      withheld: released.flatMap(({withheld}) => withheld),
      rules: rulesOf(thresholds, protection.limit, side !== null),
      privacy,
      recipients: {registered: manifest.release.recipients.registered},
      ...said,
      ...(inferred && {ancestry: inferred}),
      signOff: {...signOff, required: request.signoffRequired, board: manifest.release.board},
      hashes,
      dataDate: cohort.dataDate
    };
    await writeFile(join(staging.folder, "manifest.json"), toJson(made));
    if (cohort.truth) await writeFile(join(staging.folder, "truth.json"), toJson(cohort.truth));
    // What was spent is written down before anybody can read what it bought.
    const next = nextVersion(made, {
      before,
      plan,
      side,
      peopleSide,
      groups: groups.map((group) => ({...group, given: variantFiles.length > 0 && !changed.includes(group.level)}))
    });
    if (ledger && !isSameVersion(next, before.at(-1))) await ledger.extend(next);
    await staging.publish();
    return made;
  } catch (error) {
    for (const table of tables) await table.abort().catch(() => {});
    await staging.discard();
    throw error;
  }
}

/** The ledger, which must be there when the release that is to be replaced says that it has one. */
/** Whether cases and controls are both in groups that are shown: else there is nobody to compare in public. */
function isComparable({status}: CaseControlTrait, hidden: ArrayLike<number>): boolean {
  return [0, 1].every((wanted) => status.some((one, row) => one === wanted && hidden[row] === Hidden.no));
}

async function ledgerOf({id, release}: CohortManifest, out: string): Promise<Ledger> {
  const text = await readFile(join(resolve(out), "manifest.json"), "utf8").catch(() => null);
  const old = text === null ? null : (JSON.parse(text) as Partial<ReleaseManifest>);
  const expected = old?.cohort?.id === id && old.cohort.class !== "open" && old.privacy !== undefined;
  return openLedger(release.ledger, id, expected);
}

function columnsOf(
  columns: ReturnType<typeof tableColumns>,
  {name, tier}: PlannedTable,
  isPublicSafe: boolean
): (typeof columns)["variants"] {
  if (!isPublicSafe || tier !== "public") return columns[name];
  if (name === "allele_counts") return columns.panel_counts;
  return name === "association" ? columns.panel_association : columns[name];
}
