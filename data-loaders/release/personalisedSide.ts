import {availableParallelism} from "node:os";
import type {PgxDefinitions} from "../../src/model/pharmacogenomics.js";
import type {Finding} from "../../src/model/privacy.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import type {EvidenceItem} from "../../src/model/tumours.js";
import type {CheckedStructure} from "../../src/model/structure.js";
import {protectStructures, type ProtectedTable} from "../disclosure/protect.js";
import type {Cohort} from "../sources/cohort.js";
import type {CohortManifest} from "../sources/manifest.js";
import {readScores, type CohortScore} from "../sources/scores/readScores.js";
import {readStructures} from "../sources/structure/readStructures.js";
import {readEvidence} from "../sources/tumours/readEvidence.js";
import {structureModelsTable} from "../tables/protein/structureModelsTable.js";
import {structureResiduesTable} from "../tables/protein/structureResiduesTable.js";
import type {AskedTables} from "./authorize.js";
import type {Ledger} from "./ledger.js";
import {countMedicines, protectMedicinesSide, readMedicines, type MedicineProtections} from "./medicinesSide.js";
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
  traits: readonly {id: string}[]
): Promise<PersonalisedInput> {
  return {
    alleles: await readMedicines(manifest),
    structures: await readStructures(manifest),
    scores: await readScores(manifest, traits),
    evidence: manifest.tumours?.evidence ? await readEvidence(manifest.tumours.evidence) : null,
    hasTumours: manifest.tumours !== null
  };
}

export function askedOf({
  scores,
  alleles,
  structures,
  evidence,
  hasTumours
}: PersonalisedInput): Pick<AskedTables, "scores" | "medicines" | "structures" | "tumours" | "evidence"> {
  return {
    scores: scores.length > 0,
    medicines: alleles !== null,
    structures: structures.length > 0,
    tumours: hasTumours,
    evidence: evidence !== null
  };
}

/** What personalised medicine is made from, beside its own files. */
export interface PersonalisedContext extends Omit<ScoreInput, "scores" | "threads"> {
  cohort: Cohort;
  manifest: Pick<CohortManifest, "pharmacogenomics" | "tumours">;
  ledger: Pick<Ledger, "fingerprint"> | null;
  /** Counts of 1 to this are withheld. */
  limit: number;
  threads: number | undefined;
  protections: MedicineProtections & TumourProtections;
}

/** Makes the tables that are planned, protected and attacked; the manifest says what it is given back. */
export async function makePersonalised(
  {scores, alleles, structures, evidence}: PersonalisedInput,
  {manifest, ledger, limit, protections, threads = availableParallelism(), ...context}: PersonalisedContext,
  fileOf: (id: string) => TableFile | undefined,
  append: (id: string, table: ProtectedTable) => Promise<void>
): Promise<{audit: Finding[]; said: Pick<ReleaseManifest, "scores" | "medicines" | "tumours">}> {
  const {cohort, tier} = context;
  const audit: Finding[] = [];
  const said: Pick<ReleaseManifest, "scores" | "medicines" | "tumours"> = {};

  await append("public/structure_residues", protectStructures(structureResiduesTable(structures)));
  await append("public/structure_models", protectStructures(structureModelsTable(structures)));

  if (alleles && fileOf(`${tier}/pgx_phenotypes`)) {
    const counted = await countMedicines(alleles, manifest.pharmacogenomics!, cohort);
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
