import type {Decision, Reason} from "../../src/model/decision.js";
import type {SignOff} from "../../src/model/governance.js";
import {medicineTables, type MedicineTableName} from "../../src/model/medicines.js";
import {fileStem, tableNames, type ReleaseClass, type TableName, type Tier} from "../../src/model/release.js";
import type {Request} from "../../src/model/request.js";
import {tumourTables, type TumourTableName} from "../../src/model/tumours.js";
import type {CohortManifest} from "../sources/manifest.js";
import type {Policy} from "../../src/policy/policy.js";

/** What the release policy is told about a cohort; known from its manifest, before anything else is read. */
export interface ReleaseRequest {
  id: string;
  class: ReleaseClass;
  consent: string[];
  synthetic: boolean;
  strata: string[];
  recipients: number;
  signoffRequired: boolean;
  /** What the board's signatures say of the rules; null until they were read, which permits nothing that needs them. */
  signOff: SignOff | null;
}

export function releaseRequest({id, release, consent, synthetic, provenance, strata}: CohortManifest): ReleaseRequest {
  return {
    id,
    class: release.class,
    consent: consent.codes,
    synthetic: synthetic !== null || provenance.synthetic.genotypes || provenance.synthetic.phenotypes,
    strata,
    recipients: release.recipients.registered.length,
    signoffRequired: release.requireSignoff,
    signOff: null
  };
}

/** A table that the release is to have, or that its class keeps back. */
export interface PlannedTable {
  name: TableName;
  tier: Tier;
  /** Where there is a file for each trait. */
  trait?: AskedTrait;
  reasons: Reason[];
}

export interface AskedTrait {
  id: string;
  label: string;
}

/** What is asked for beside counts, each false or empty where the cohort has nothing to make it from. */
export interface AskedTables {
  /** Traits that get a file of associations with all variants each. */
  traits: readonly AskedTrait[];
  /** Whether there are principal components to show the density of. */
  pca: boolean;
  /** Whether there are genes to draw below a chart. */
  genes: boolean;
  /** Whether the manifest has tables of equity indicators. */
  equity: boolean;
  /** Whether the manifest has polygenic scores. */
  scores: boolean;
  /** Whether the manifest has tables of star alleles. */
  medicines: boolean;
  /** Whether the manifest has models of proteins, any with predicted aligned error, or with variants on the cohort's build. */
  structures: boolean;
  structureErrors: boolean;
  structureFrequencies: boolean;
  /** Whether the manifest has tumours, and a table of evidence to show beside them. */
  tumours: boolean;
  evidence: boolean;
}

const nothingAsked: AskedTables = {
  traits: [],
  pca: false,
  genes: false,
  equity: false,
  scores: false,
  medicines: false,
  structures: false,
  structureErrors: false,
  structureFrequencies: false,
  tumours: false,
  evidence: false
};

/** A release that the policy does not permit. The message is one line: each reason once, behind the tables that it stops. */
export class ReleaseRefused extends Error {
  constructor(
    readonly refused: PlannedTable[],
    request?: Pick<ReleaseRequest, "signoffRequired" | "signOff">
  ) {
    const tables = new Map<string, string[]>();
    for (const {name, trait, reasons} of refused)
      for (const {rule, sentence, remedy} of reasons) {
        const reason = `${rule}: ${sentence}${remedy ? ` ${remedy.sentence}` : ""}`.replace(/\s+/g, " ");
        tables.set(reason, [...(tables.get(reason) ?? []), fileStem({name, trait: trait?.id})]);
      }
    const reasons = [...tables].map(([reason, names]) => `${[...new Set(names)].join(", ")}: ${reason}`);
    super([...reasons, ...signOffProblem(request)].join(" "));
    this.name = "ReleaseRefused";
  }
}

/** Why the rules do not count as signed, where the cohort asks for signatures. */
function signOffProblem(request?: Pick<ReleaseRequest, "signoffRequired" | "signOff">): string[] {
  if (!request?.signoffRequired || request.signOff?.signed) return [];
  const {why, sentence} = request.signOff ?? {why: "unsigned", sentence: "the signatures were not read"};
  return [`The rules are ${why}: ${sentence}.`];
}

/** What was measured on a table, and how it stood up to the attacks. */
export interface Measured {
  smallest: number | null;
  rows: number | null;
  noisy: boolean;
  audit: "none" | "passed" | "failed";
  /** Of polygenic scores: groups in which all that are shown for them were evaluated, and groups that any is shown for. */
  score?: {evaluated_in: string[]; shown_for: string[]};
}

/** What a `public-safe` cohort can show of its variants: a panel with a budget, and associations with a trait. */
export interface PublicFace {
  panel: boolean;
  associations: boolean;
}

/** Tables about people have nothing about variants. */
export function isAboutPeople(name: TableName): boolean {
  return name === "people" || name === "people_margins" || name === "representation" || name === "equity";
}

/** Tables that are not made of every cohort; what they need is in `AskedTables`. */
type AskedTable =
  | "association"
  | "manhattan"
  | "qq"
  | "loci"
  | "ld"
  | "pca_density"
  | "genes"
  | "equity"
  | "polygenic_scores"
  | "structure_residues"
  | "structure_models"
  | "structure_errors"
  | "structure_frequencies"
  | MedicineTableName
  | TumourTableName;

/** Tables of public knowledge, with nothing about people. */
const aboutNobody: readonly TableName[] = ["genes", "structure_residues", "structure_models", "structure_errors"];

interface Place {
  name: TableName;
  tier: Tier;
  trait?: AskedTrait;
  /** Whether it is the public face of a `public-safe` cohort. */
  panel: boolean;
}

/**
 * Where a class puts its tables. A `public-safe` cohort has those of variants twice: a panel in public, all for named
 * readers where it names any. Its public associations are of the panel only, with one trait; those of all variants have a
 * file for each trait.
 */
function tablesOf(
  {class: releaseClass, recipients}: ReleaseRequest,
  {associations}: PublicFace,
  asked: AskedTables
): Place[] {
  const everywhere = (name: TableName): boolean => isAboutPeople(name) || aboutNobody.includes(name);
  const own = tableNames.flatMap((name) => {
    const tier: Tier = releaseClass === "open" || everywhere(name) ? "public" : "registered";
    return filesOf(name, asked).map((file) => ({...file, tier, panel: false}));
  });
  if (releaseClass !== "public-safe") return own;
  const panel = (["variants", "allele_counts", "association", "structure_frequencies"] as const)
    .filter((name) => associations || name !== "association")
    .filter((name) => asked.structureFrequencies || name !== "structure_frequencies")
    .map((name) => ({name, tier: "public" as const, panel: true}));
  return [...panel, ...own.filter(({tier}) => tier === "public" || recipients > 0)];
}

function filesOf(
  name: TableName,
  {
    traits,
    pca,
    genes,
    equity,
    scores,
    medicines,
    structures,
    structureErrors,
    structureFrequencies,
    tumours,
    evidence
  }: AskedTables
): Pick<Place, "name" | "trait">[] {
  const isThere: Record<AskedTable, boolean> = {
    association: traits.length > 0,
    manhattan: traits.length > 0,
    qq: traits.length > 0,
    loci: traits.length > 0,
    ld: traits.length > 0,
    pca_density: pca,
    genes,
    equity,
    polygenic_scores: scores,
    pgx_phenotypes: medicines,
    pgx_results: medicines,
    pgx_genes: medicines,
    structure_residues: structures,
    structure_models: structures,
    structure_errors: structureErrors,
    structure_frequencies: structureFrequencies,
    tumour_resistance: tumours,
    tumour_pairs: tumours,
    tumour_cooccurrence: tumours,
    tumour_oncoprint: tumours,
    tumour_evidence: tumours && evidence
  };
  if (name in isThere && !isThere[name as AskedTable]) return [];
  return name === "association" ? traits.map((trait) => ({name, trait})) : [{name}];
}

/**
 * Asks the policy which tables could be released at all, whatever their counts. What class `public-safe` keeps back of
 * its public face is left out of the release and listed with its reasons; any other refusal stops the release.
 * The audit of a panel is still to come and is taken as passed here.
 */
export async function planTables(
  policy: Policy,
  request: ReleaseRequest,
  face: PublicFace = {panel: false, associations: false},
  asked: AskedTables = nothingAsked
): Promise<{planned: PlannedTable[]; refused: PlannedTable[]}> {
  const planned: PlannedTable[] = [];
  const refused: PlannedTable[] = [];
  const unexpected: PlannedTable[] = [];
  for (const {panel, ...table} of tablesOf(request, face, asked)) {
    const audit = panel && !face.panel ? "none" : "passed";
    const measured = {smallest: null, rows: null, noisy: false, audit} as const;
    const {outcome, reasons} = await policy.decide(requestFor(table, request, measured));
    if (outcome === "permit") planned.push({...table, reasons});
    else (panel ? refused : unexpected).push({...table, reasons});
  }
  if (unexpected.length > 0) throw new ReleaseRefused(unexpected, request);
  return {planned, refused};
}

/** Decides about a table as it would be written: with the smallest count that it really shows. */
export async function authorizeTable(
  policy: Policy,
  table: Omit<PlannedTable, "reasons">,
  request: ReleaseRequest,
  measured: Measured
): Promise<Decision> {
  const decision = await policy.decide(requestFor(table, request, measured));
  if (decision.outcome !== "permit") throw new ReleaseRefused([{...table, reasons: decision.reasons}], request);
  return decision;
}

function requestFor(
  {name, tier, trait}: Omit<PlannedTable, "reasons">,
  {id, class: releaseClass, consent, synthetic, strata, recipients, signoffRequired, signOff}: ReleaseRequest,
  {smallest, rows, noisy, audit, score}: Measured
): Request {
  const ancestry = strata.filter((variable) => variable === "ancestry");
  const groups: string[] = {
    variants: [],
    people: strata,
    people_margins: strata,
    representation: strata,
    // Of other people, in groups of their own.
    equity: [],
    genotype_counts: strata,
    allele_counts: ancestry,
    // Public associations of a panel are of everybody together.
    association: trait ? ancestry : [],
    manhattan: ancestry,
    qq: ancestry,
    loci: ancestry,
    ld: ancestry,
    pca_density: ancestry,
    equity_genomics: ancestry,
    polygenic_scores: ancestry,
    pgx_phenotypes: ancestry,
    pgx_results: ancestry,
    // Of files, not of people.
    pgx_genes: [],
    genes: [],
    structure_residues: [],
    structure_models: [],
    structure_errors: [],
    structure_frequencies: ancestry,
    // Of everybody who was treated, or whose tumour was sequenced, together.
    tumour_resistance: [],
    tumour_pairs: [],
    tumour_cooccurrence: [],
    tumour_oncoprint: ancestry,
    // Of publications, not of people.
    tumour_evidence: []
  }[name];
  const ofVariants =
    !isAboutPeople(name) &&
    ![
      ...medicineTables,
      ...tumourTables,
      ...aboutNobody,
      "pca_density",
      "equity_genomics",
      "polygenic_scores"
    ].includes(name);
  return {
    actor: {id: "release", role: "researcher"},
    purpose: {code: "", statement: "release of the tables of a cohort"},
    dataset: {id, class: releaseClass, consent, synthetic},
    action: "release",
    ...(trait && {trait: {id: trait.id, label: trait.label}}),
    query: {
      table: name,
      columns: [],
      group_by: groups,
      filters: [],
      min_cell: smallest,
      variants: ofVariants ? rows : null,
      quasi_identifiers: groups,
      result_level: groups.length === 0 && !isAboutPeople(name) ? "cohort" : "stratum",
      tier,
      ...(noisy && {noisy}),
      ...(trait && {method: "association" as const}),
      ...(name === "polygenic_scores" && {method: "score" as const, ...(score && {score})}),
      audit,
      recipients,
      signoff_required: signoffRequired,
      signed_off: signOff?.signed ?? false
    }
  };
}
