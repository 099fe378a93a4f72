import {createHash} from "node:crypto";
import type {CohortSummary} from "../../src/model/release.js";
import {readGenes} from "./annotation/genes.js";
import {openAncestryReference} from "./ancestry/openAncestryReference.js";
import type {Cohort, People} from "./cohort.js";
import {inGenomeOrder, planShards, readGenotypePeople} from "./genotypeFiles.js";
import {readManifest, type CohortManifest} from "./manifest.js";
import {readPeople, type GenotypePeople} from "./people.js";
import {hashSources, newestDay} from "./sourceHash.js";
import {unknownLevel} from "./strata.js";
import type {TumourFiles} from "./tumours/readTumours.js";
import type {Tumours} from "./tumours/tumours.js";

/** The day the simulator was last changed: simulated data are as old as their model. */
const simulatorDay = "2026-11-24";

/**
 * Opens the cohort of a manifest, given as a path or already read: checks its files, joins and filters its people, and plans how genotypes are read.
 * Genotypes themselves are not read yet. Errors are `InputError`s, of one line, without ids or values of people.
 */
export async function openCohort(from: string | CohortManifest): Promise<Cohort> {
  const manifest = typeof from === "string" ? await readManifest(from) : from;
  return manifest.synthetic ? openEmbedded(manifest) : openFiles(manifest);
}

async function openFiles(manifest: CohortManifest): Promise<Cohort> {
  const [files, genotypes, genes, dataDate] = await Promise.all([
    inGenomeOrder(manifest.genotypes),
    readGenotypePeople(manifest.genotypes),
    manifest.annotation.genes ? readGenes(manifest.annotation.genes) : [],
    newestDay(manifest.files)
  ]);
  const people = await readPeople(manifest, genotypes);
  const shards = await planShards(files, people, manifest.build);
  const ancestryReference = await openAncestryReference(manifest);
  const tumours = manifest.tumours?.files;
  return {
    ...described(manifest),
    people,
    tumours: tumours ? await readTumoursOf(tumours, genotypes, people) : null,
    shards,
    reference: referenceOf(manifest, people, ancestryReference?.groups),
    ...(ancestryReference && {ancestryReference}),
    genes,
    sourceHash: inBackground(hashSources(manifest.file.file, manifest.files)),
    dataDate
  };
}

async function readTumoursOf(files: TumourFiles, {ids}: GenotypePeople, {included}: People): Promise<Tumours> {
  const {readTumours} = await import("./tumours/readTumours.js");
  return readTumours(files, {ids, included});
}

async function openEmbedded(manifest: CohortManifest): Promise<Cohort> {
  const [{openSynthetic}, {modelReference}, {drawTumours, describeTumourTruth}] = await Promise.all([
    import("./synthetic/openSynthetic.js"),
    import("./synthetic/modelReference.js"),
    import("./synthetic/drawTumours.js")
  ]);
  const {seed, people: size, variants, medicines} = manifest.synthetic!;
  if (manifest.build !== "GRCh37")
    throw manifest.refuse(["build"], "a synthetic cohort has gene positions of GRCh37; write GRCh37");
  if (manifest.traits.length > 0)
    throw manifest.refuse(["traits"], "a synthetic cohort brings its own; leave them out");
  const {people, shards, genes, truth, sourceHash} = await openSynthetic({
    seed,
    people: size,
    variants,
    build: manifest.build,
    medicines
  });
  const own = await hashSources(manifest.file.file, manifest.files);
  const drawn = manifest.tumours ? `${JSON.stringify(describeTumourTruth())}\n` : "";
  return {
    ...described(manifest),
    people: {
      ...people,
      strata: chosenStrata(manifest, people),
      covariates: chosenCovariates(manifest, people)
    },
    shards,
    tumours: manifest.tumours ? drawTumours(seed, people) : null,
    reference: manifest.release.reference
      ? referenceOf(manifest, people)
      : async () => modelReference({seed, people: size, variants, build: manifest.build}),
    genes: manifest.annotation.genes ? await readGenes(manifest.annotation.genes) : genes,
    sourceHash: Promise.resolve(createHash("sha256").update(`${own}\n${sourceHash}\n${drawn}`).digest("hex")),
    dataDate: simulatorDay,
    truth: manifest.tumours ? {...truth, tumours: describeTumourTruth()} : truth
  };
}

function described(manifest: CohortManifest): Pick<Cohort, "summary" | "recipients" | "requireSignoff"> {
  const {id, title, build, release, consent, provenance} = manifest;
  const {source, licence, citation} = provenance;
  // Simulated people are never shown as real ones, whatever the manifest says.
  const synthetic = manifest.synthetic ? {genotypes: true, phenotypes: true} : provenance.synthetic;
  const summary: CohortSummary = {
    id,
    title,
    build,
    class: release.class,
    synthetic,
    source,
    licence,
    citation,
    consent: consent.codes
  };
  return {summary, recipients: release.recipients, requireSignoff: release.requireSignoff};
}

/**
 * The panel must know every ancestry of the cohort, or everybody as `all` where the cohort has no ancestries; all groups
 * that people may be put into, where ancestry is inferred.
 */
function referenceOf(
  {release: {reference}}: CohortManifest,
  {strata}: People,
  inferred?: readonly string[]
): Cohort["reference"] {
  if (!reference) return null;
  const levels = inferred ?? strata.find(({name}) => name === "ancestry")?.levels ?? ["all"];
  const known = levels.filter((level) => level !== unknownLevel);
  return async (spacingBp) => (await import("./reference.js")).readReference(reference, known, spacingBp);
}

function chosenStrata(manifest: CohortManifest, {strata}: People): People["strata"] {
  return manifest.strata.map((name, i) => {
    const found = strata.find((variable) => variable.name === name);
    if (!found)
      throw manifest.refuse(
        ["strata", i],
        `a synthetic cohort has ${strata.map((variable) => variable.name).join(", ")}`
      );
    return found;
  });
}

function chosenCovariates({association, refuse}: CohortManifest, {covariates}: People): People["covariates"] {
  if (association === null) return [];
  if (association.covariates === null) return covariates;
  return association.covariates.map((name, i) => {
    const found = covariates.find((covariate) => covariate.name === name);
    if (!found)
      throw refuse(
        ["association", "covariates", i],
        `a synthetic cohort has ${covariates.map((covariate) => covariate.name).join(" and ")}`
      );
    return found;
  });
}

/** Whoever fails before awaiting the promise must not die of its rejection. */
function inBackground<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
