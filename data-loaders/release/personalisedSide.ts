import {availableParallelism} from "node:os";
import type {PgxDefinitions} from "../../src/model/pharmacogenomics.js";
import type {Finding} from "../../src/model/privacy.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import type {EvidenceItem} from "../../src/model/tumours.js";
import type {CheckedStructure} from "../../src/model/structure.js";
import {
  protectChangeFrequencies,
  protectChosen,
  protectStructures,
  type Protected,
  type ProtectedTable
} from "../disclosure/protect.js";
import type {Cohort, People} from "../sources/cohort.js";
import type {CohortManifest} from "../sources/manifest.js";
import {readScores, type CohortScore} from "../sources/scores/readScores.js";
import {mismatchShareMax} from "../sources/structure/placeVariants.js";
import {readStructures} from "../sources/structure/readStructures.js";
import {ancestryVariable} from "../tables/ancestryGroups.js";
import type {GeneGenotypes, SoughtGene} from "../tables/pharmacogenomics/collectGenotypes.js";
import {chosenVariants, findChosen, type ChosenVariants, type FoundVariants} from "../tables/protein/chosenVariants.js";
import {structureErrorsTable} from "../tables/protein/structureErrorsTable.js";
import {changeFrequencies, structureFrequenciesTable} from "../tables/protein/structureFrequenciesTable.js";
import {readEvidence} from "../sources/tumours/readEvidence.js";
import {structureModelsTable} from "../tables/protein/structureModelsTable.js";
import {structureResiduesTable} from "../tables/protein/structureResiduesTable.js";
import type {AskedTables} from "./authorize.js";
import type {Ledger} from "./ledger.js";
import {
  countMedicines,
  protectMedicinesSide,
  readMedicines,
  soughtGenes,
  type MedicineProtections
} from "./medicinesSide.js";
import type {ScoreInput} from "./scoreSide.js";
import type {TableFile} from "./tableFile.js";
import type {TumourProtections} from "./tumoursSide.js";

/** What a manifest brings of personalised medicine. */
export interface PersonalisedInput {
  scores: CohortScore[];
  alleles: PgxDefinitions | null;
  structures: CheckedStructure[];
  /** Null: none is shown beside tumours. */
  evidence: EvidenceItem[] | null;
  hasTumours: boolean;
}

/** Reads it before anything is counted, so that an error in it is said early. */
export async function readPersonalised(
  manifest: CohortManifest,
  {traits, strata}: Pick<People, "traits" | "strata">
): Promise<PersonalisedInput> {
  return {
    alleles: await readMedicines(manifest),
    structures: await readStructures(manifest),
    scores: await readScores(manifest, traits, strata.find(({name}) => name === ancestryVariable)?.levels ?? []),
    evidence: manifest.tumours?.evidence ? await readEvidence(manifest.tumours.evidence) : null,
    hasTumours: manifest.tumours !== null
  };
}

export function askedOf(
  {scores, alleles, structures, evidence, hasTumours}: PersonalisedInput,
  manifest: Pick<CohortManifest, "build">
): Omit<AskedTables, "traits" | "pca" | "genes" | "equity"> {
  return {
    scores: scores.length > 0,
    medicines: alleles !== null,
    structures: structures.length > 0,
    structureErrors: structures.some(({error}) => error !== null),
    structureFrequencies: chosenOf({structures}, manifest).ids.size > 0,
    tumours: hasTumours,
    evidence: evidence !== null
  };
}

/** Variants of which the tables of personalised medicine repeat what others show. */
export function chosenOf(
  {structures}: Pick<PersonalisedInput, "structures">,
  {build}: Pick<CohortManifest, "build">
): ChosenVariants {
  return chosenVariants(structures, build);
}

/** Public table `structure_frequencies` of a `public-safe` cohort: of the panel, as everybody sees it. */
export function panelFrequencies(
  {structures}: PersonalisedInput,
  manifest: Pick<CohortManifest, "build">,
  counts: ProtectedTable,
  noisy: boolean
): ProtectedTable {
  const chosen = chosenOf({structures}, manifest);
  return changeTable(structures, [protectChosen(counts, (batch) => findChosen(batch, chosen))], noisy);
}

/** Genes whose genotypes have to be handed over by those who read them; null = none. */
export function soughtBy({alleles}: PersonalisedInput): SoughtGene[] | null {
  return alleles && soughtGenes(alleles);
}

/** What personalised medicine is made from, beside its own files. */
export interface PersonalisedContext extends Omit<ScoreInput, "scores" | "threads"> {
  cohort: Cohort;
  manifest: Pick<CohortManifest, "pharmacogenomics" | "tumours" | "refuse">;
  /** What `allele_counts` shows of the variants of `chosenOf`. */
  found: readonly Protected<FoundVariants>[];
  ledger: Pick<Ledger, "fingerprint"> | null;
  /** Everybody's, of the genes that `soughtBy` names; null = no genotypes were read. */
  medicines: GeneGenotypes[] | null;
  /** Counts of 1 to this are withheld. */
  limit: number;
  threads: number | undefined;
  protections: MedicineProtections & TumourProtections;
}

/** Makes the tables that are planned, protected and attacked; the manifest says what it is given back. */
export async function makePersonalised(
  {scores, alleles, structures, evidence}: PersonalisedInput,
  {
    manifest,
    found,
    ledger,
    medicines: genotypes,
    limit,
    protections,
    threads = availableParallelism(),
    ...context
  }: PersonalisedContext,
  fileOf: (id: string) => TableFile | undefined,
  append: (id: string, table: ProtectedTable) => Promise<void>
): Promise<{audit: Finding[]; said: Pick<ReleaseManifest, "scores" | "medicines" | "tumours">}> {
  const {cohort, tier} = context;
  const audit: Finding[] = [];
  const said: Pick<ReleaseManifest, "scores" | "medicines" | "tumours"> = {};

  await append("public/structure_residues", protectStructures(structureResiduesTable(structures)));
  await append("public/structure_models", protectStructures(structureModelsTable(structures)));
  await append("public/structure_errors", protectStructures(structureErrorsTable(structures)));
  mustBeOnBuild(found, manifest);
  await append(`${tier}/structure_frequencies`, changeTable(structures, found, false));

  if (alleles && genotypes && fileOf(`${tier}/pgx_phenotypes`)) {
    const counted = countMedicines(alleles, genotypes, manifest.pharmacogenomics!, cohort);
    const medicines = protectMedicinesSide(counted, ledger && {limit, hash: ledger.fingerprint}, protections);
    for (const name of ["phenotypes", "results"] as const) {
      fileOf(`${tier}/pgx_${name}`)!.noisy = ledger !== null;
      await append(`${tier}/pgx_${name}`, medicines[name]);
    }
    await append(`${tier}/pgx_genes`, medicines.genes);
    audit.push(...medicines.audit);
    said.medicines = {source: manifest.pharmacogenomics!.source};
  }

  if (cohort.tumours && fileOf(`${tier}/tumour_resistance`)) {
    const {countTumours, protectTumoursSide} = await import("./tumoursSide.js");
    const counted = await countTumours(cohort, ledger && limit);
    const protection = ledger && {limit, hash: ledger.fingerprint};
    const tumours = protectTumoursSide(counted, evidence, protection, tier, protections);
    for (const name of ["resistance", "pairs", "cooccurrence", "oncoprint", "evidence"] as const) {
      const file = fileOf(`${tier}/tumour_${name}`);
      if (file) file.noisy = ledger !== null && name !== "evidence";
      if (tumours.tables[name]) await append(`${tier}/tumour_${name}`, tumours.tables[name]);
    }
    audit.push(...tumours.audit);
    said.tumours = {source: manifest.tumours!.source, evidence: evidence !== null};
  }

  const scoreFile = fileOf(`${tier}/polygenic_scores`);
  if (scoreFile) {
    const {makeScores} = await import("./scoreSide.js");
    const side = await makeScores({...context, scores, threads});
    scoreFile.score = side.facts;
    await append(scoreFile.id, side.table);
    audit.push(...side.audit);
    said.scores = side.scores;
  }
  return {audit, said};
}

function changeTable(
  structures: readonly CheckedStructure[],
  found: readonly Protected<FoundVariants>[],
  noisy: boolean
): ProtectedTable {
  return protectChangeFrequencies(found, noisy, (shown) =>
    structureFrequenciesTable(changeFrequencies(structures, shown))
  );
}

/** Whatever the tables of effects say: where the cohort's reference is another, they are of another assembly. */
function mustBeOnBuild(found: readonly FoundVariants[], {refuse}: Pick<CohortManifest, "refuse">): void {
  const sum = (of: (one: FoundVariants) => number): number => found.reduce((total, one) => total + of(one), 0);
  const [same, other] = [sum(({sameBase}) => sameBase), sum(({otherBase}) => otherBase)];
  if (other > mismatchShareMax * (same + other))
    throw refuse(
      ["structures"],
      `at ${other} of ${same + other} places of variants the effects have another reference base than the genotype files; ` +
        "give the effects of the assembly that the genotypes are on"
    );
}
