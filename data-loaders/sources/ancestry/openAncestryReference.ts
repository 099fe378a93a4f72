import {notAssigned} from "../../../src/model/ancestry.js";
import type {AncestryReference} from "../cohort.js";
import {inGenomeOrder, planShards, readGenotypePeople} from "../genotypeFiles.js";
import {InputError} from "../inputError.js";
import type {AncestrySource, CohortManifest} from "../manifest.js";
import {isMissing} from "../sampleValues.js";
import {readSamples, type SampleColumns} from "../samples.js";
import {stratumVariable, unknownLevel} from "../strata.js";
import type {FieldPath} from "../yamlDocument.js";

/** With fewer people the spread of a group is not known well enough to say who is near it. */
export const leastOfGroup = 20;

/**
 * Opens the reference of a manifest: joins its labels with the people of its genotype files, and plans how genotypes are
 * read. People without a label are not used; null without a reference. Ids are used for joining only and are not kept.
 *
 * Errors name file, line or field: another build than the cohort's, everything of `readSamples` (ids that are missing or
 * come twice), fewer than two groups, and groups of fewer than 20 people.
 */
export async function openAncestryReference(manifest: CohortManifest): Promise<AncestryReference | null> {
  const {ancestry} = manifest;
  if (!ancestry) return null;
  if (ancestry.match === "position" && ancestry.build !== manifest.build)
    throw manifest.refuse(
      ["ancestry", "build"],
      `${ancestry.build}, but the cohort is of ${manifest.build}, so that positions differ; lift one of them over, or ` +
        "write match: rsid where both name their variants by rs numbers"
    );
  const [files, people] = await Promise.all([
    inGenomeOrder(ancestry.reference),
    readGenotypePeople(ancestry.reference)
  ]);
  const total = people.ids.length;
  const samples = await readSamples(labelColumns(manifest, ancestry), people);
  const values = samples.values("ancestry").map((value) => (isMissing(value) ? null : value));
  const labelled = Uint8Array.from(values, (value) => (value === null || value.toLowerCase() === unknownLevel ? 0 : 1));
  const {levels, codes} = groupsOf(values, labelled, manifest);
  checkGroups(levels, codes, ancestry, manifest.refuse);
  const shards = await planShards(files, {total, sex: people.sex ?? new Uint8Array(total)}, ancestry.build);
  return {
    people: total,
    groups: levels,
    codes,
    shards,
    match: ancestry.match,
    least: ancestry.least,
    source: ancestry.source,
    refuse: (what) => manifest.refuse(["ancestry"], what)
  };
}

/** The labels as a sample file, whose errors are said at the fields of `ancestry`. */
function labelColumns(manifest: CohortManifest, {labels: {file, id, group}}: AncestrySource): SampleColumns {
  const fields: Record<string, FieldPath> = {
    id: ["ancestry", "labels", "id"],
    columns: ["ancestry", "labels", "group"]
  };
  return {
    samples: {file, id, columns: {ancestry: group}},
    traits: [],
    consent: {perPerson: null},
    refuse: (field, what) => manifest.refuse(fields[String(field[1])] ?? ["ancestry", "labels"], what)
  };
}

function groupsOf(
  values: (string | null)[],
  labelled: Uint8Array,
  {refuse}: CohortManifest
): {levels: string[]; codes: Int16Array} {
  try {
    return stratumVariable("ancestry", values, labelled);
  } catch (error) {
    throw refuse(["ancestry", "labels", "group"], (error as Error).message);
  }
}

function checkGroups(
  levels: readonly string[],
  codes: Int16Array,
  {labels}: AncestrySource,
  refuse: CohortManifest["refuse"]
): void {
  const field = ["ancestry", "labels", "group"];
  if (levels.length < 2 || !codes.some((code) => code >= 0))
    throw refuse(field, `${labels.file.label} puts everybody of the reference into one group; expected two or more`);
  const reserved = levels.find((level) => level.toLowerCase() === notAssigned);
  if (reserved)
    throw new InputError(
      labels.file.label,
      null,
      `column ${labels.group}: "${reserved}" is said of people in no group; leave the value empty`
    );
  const small = levels.filter((_, code) => codes.filter((one) => one === code).length < leastOfGroup);
  if (small.length > 0)
    throw refuse(
      field,
      `${small.join(", ")}: fewer than ${leastOfGroup} people of the reference; put groups together, or leave their ` +
        `labels empty in ${labels.file.label}`
    );
}
