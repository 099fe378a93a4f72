import {readFile} from "node:fs/promises";
import {basename, dirname, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {distance} from "fastest-levenshtein";
import type {z} from "zod";
import type {GenomeBuild, ReleaseClass} from "../../src/model/release.js";
import {InputError} from "./inputError.js";
import {inputFile, resolveFile, resolveFiles, type InputFile} from "./inputFiles.js";
import {equityColumns, manifestSchema, type EquityColumn} from "./manifestSchema.js";
import {associationOptions, type AssociationOptions} from "./associationOptions.js";
import type {PgxFiles} from "./pharmacogenomics/readDefinitions.js";
import type {TumourFiles} from "./tumours/readTumours.js";
import {readYaml, type FieldPath, type YamlDocument} from "./yamlDocument.js";

/** A cohort manifest, read and checked; every path is resolved and can be read. */
export interface CohortManifest {
  file: InputFile;
  id: string;
  title: string;
  build: GenomeBuild;
  release: {
    /** `controlled` when the manifest says nothing. */
    class: ReleaseClass;
    recipients: {registered: string[]; board: string[]};
    requireSignoff: boolean;
    /** Public signing keys (`ed25519:…`) whose signatures count; null = those of everybody on the board. */
    board: string[] | null;
    reference: InputFile | null;
    privacy: "strict" | "relaxed";
    /** Absolute path; it need not be there yet. Default: beside the manifest. */
    ledger: string;
    /** Budget of all versions together, ρ; null = what `privacy` allows. */
    rho: number | null;
    /** Whether readers still hold the encrypted tables of earlier versions. `in-use` when the manifest says nothing. */
    earlier: "in-use" | "recalled";
  };
  /** .vcf, .vcf.gz, .vcf.bgz or .bed; no file twice. Empty for an embedded synthetic cohort. */
  genotypes: InputFile[];
  /** `columns`: our name → the file's. Null for an embedded synthetic cohort. */
  samples: {file: InputFile; id: string; columns: Record<string, string>} | null;
  /** Embedded synthetic cohort, in place of `genotypes` and `samples`. */
  synthetic: {seed: number; people: number; variants: number; medicines: boolean} | null;
  /** By whom genetic ancestry groups are inferred; null = the sample file has them, or there are none. */
  ancestry: AncestrySource | null;
  traits: TraitDefinition[];
  strata: string[];
  /** How associations are computed where the cohort has traits; null = not at all. */
  association: AssociationOptions | null;
  consent: {codes: string[]; perPerson: string | null; withdrawn: InputFile | null};
  annotation: {genes: InputFile | null};
  /** Tables of equity indicators. */
  equity: EquityTableSource[];
  /** Polygenic scores, read or learned. */
  scores: ScoreSource[];
  /** The people whom the cohort should serve, by level of its strata. */
  catchment: {file: InputFile; source: string} | null;
  /** Tables of star alleles and medicines. */
  pharmacogenomics: PharmacogenomicsSource | null;
  /** Predicted models of proteins. */
  structures: StructureSource[];
  /** Tumours of the cohort's people. */
  tumours: TumourSource | null;
  provenance: {
    source: string | null;
    licence: string | null;
    citation: string | null;
    synthetic: {genotypes: boolean; phenotypes: boolean};
  };
  /** Absolute paths of every file that the cohort is read from, the manifest left out; .bed comes with .bim and .fam. */
  files: string[];
  /** An error at a field of this manifest, e.g. `refuse(["traits", 0, "column"], "…")`. */
  refuse(field: FieldPath, what: string): InputError;
}

/** A polygenic score: of a scoring file, or learned from the cohort itself where `file` is null. */
export interface ScoreSource {
  file: InputFile | null;
  label: string | null;
  /** The id of the trait that a score is evaluated against, or learned for; null = none. */
  trait: string | null;
  /** Genetic ancestry group in which the weights were, or are, made. Null: not known, or the largest group. */
  madeIn: string | null;
  method: "clumping" | "penalised";
}

/** Genotypes and groups of reference people, and how the cohort's people are put beside them. */
export interface AncestrySource {
  reference: InputFile[];
  labels: {file: InputFile; id: string; group: string};
  /** A citation. */
  source: string;
  /** The cohort's when the manifest says nothing. */
  build: GenomeBuild;
  match: "position" | "rsid";
  /** Least probability of a group, above 0.5 to 1. */
  least: number;
}

/** Tables of star alleles and medicines, and how genotype files are to be understood. */
export interface PharmacogenomicsSource {
  files: PgxFiles;
  /** A citation. */
  source: string;
  /** The genotype files hold every site at which anybody differs from the reference. */
  allSites: boolean;
  /** Genes whose copy number varies but is taken to be two in everybody. */
  assumeTwoCopies: string[];
}

/** A table of equity indicators, one row per subgroup, and what is the same for all of its rows. */
export interface EquityTableSource {
  file: InputFile;
  /** A citation; a column `source` of the file comes first. */
  source: string;
  synthetic: boolean;
  /** What `population` counts. `people`: groups of few people are withheld. */
  population: "people" | "share" | "weights";
  /** Our name → the file's. */
  columns: Partial<Record<EquityColumn, string>>;
  /** Values for all rows of columns that the file does not have, as a file would write them. */
  constants: Partial<Record<EquityColumn, string>>;
}

/** A predicted model of one gene's protein, with what is to be checked and shown beside it. */
export interface StructureSource {
  gene: string;
  /** Null: fetched. */
  model: InputFile | null;
  /** Where AlphaFold DB, or a mirror of it, may be asked for the model and its error; null = nothing is fetched. */
  fetch: ModelAddress | null;
  /** Of UniProt. Null: the model's own. */
  accession: string | null;
  /** FASTA of the protein's reference sequence, which the model must have. */
  sequence: InputFile | null;
  /** Predicted effects of missense variants, as AlphaMissense has them. */
  effects: InputFile | null;
  /** Predicted aligned error of the model. */
  error: InputFile | null;
  /** A citation. */
  source: string;
  licence: string;
}

/** Where models of AlphaFold DB come from when they are not there yet. */
export interface ModelAddress {
  /** Without a slash at the end, such as `https://alphafold.ebi.ac.uk`. */
  base: string;
  /** Version of the files; null = the newest, as the database says. */
  version: number | null;
  /** Absolute path of the folder in which they are kept, with their checksums. */
  cache: string;
}

/** Tumours of a cohort's people, and what others have found about their mutations. */
export interface TumourSource {
  /** Null for an embedded synthetic cohort, whose tumours are simulated. */
  files: TumourFiles | null;
  /** Evidence in the form of CIViC; null = none is shown beside findings. */
  evidence: InputFile | null;
  /** A citation. */
  source: string;
}

export interface TraitDefinition {
  id: string;
  label: string;
  column: string;
  kind: "binary" | "quantitative";
  /** Binary: the value of a case; every other value that is not missing is a control. */
  case: string | null;
}

/**
 * Reads and checks a cohort manifest (YAML). Errors are `InputError`s of the form
 * `cohorts/x.yaml:7: release.class: expected open, public-safe or controlled, found "publik"`.
 */
export async function readManifest(path: string): Promise<CohortManifest> {
  const file = inputFile(path);
  const yaml = await readYaml(file.file, file.label);
  const refuse = (field: FieldPath, what: string): InputError =>
    new InputError(file.label, yaml.lineOf(field), field.length === 0 ? what : `${fieldName(field)}: ${what}`);
  const parsed = manifestSchema.safeParse(yaml.value);
  if (!parsed.success) throw firstProblem(parsed.error.issues, yaml, refuse);
  const {release, samples, consent, annotation, provenance, equity, scores, catchment, ...rest} = parsed.data;
  const {pharmacogenomics, structures, tumours} = rest;
  const at = async <T>(field: FieldPath, found: Promise<T>): Promise<T> =>
    found.catch((error: Error) => {
      throw refuse(field, error.message);
    });
  const fileAt = async (field: FieldPath, value: string | null | undefined): Promise<InputFile | null> =>
    value ? at(field, resolveFile(file.file, value)) : null;

  const genotypesAt = async (field: FieldPath, patterns: readonly string[]): Promise<InputFile[]> => {
    const genotypes: InputFile[] = [];
    for (const [i, pattern] of patterns.entries())
      for (const found of await at([...field, i], resolveFiles(file.file, pattern))) {
        const problem = genotypeFormatProblem(found.label);
        if (problem) throw refuse([...field, i], problem);
        for (const companion of companions(found.file)) await at([...field, i], resolveFile(file.file, companion));
        if (!genotypes.some((known) => known.file === found.file)) genotypes.push(found);
      }
    return genotypes;
  };
  const filesAt = async (field: FieldPath, patterns: readonly string[]): Promise<InputFile[]> =>
    (await Promise.all(patterns.map((pattern, i) => at([...field, i], resolveFiles(file.file, pattern))))).flat();

  const genotypes = await genotypesAt(["genotypes"], rest.genotypes ?? []);
  const recipients = release?.recipients ?? {registered: [], board: []};
  await checkRecipients(recipients, refuse);
  const synthetic = rest.synthetic !== null || (provenance?.synthetic?.genotypes && provenance.synthetic.phenotypes);
  if (!synthetic) await refuseDemoKey(recipients, refuse);
  const manifest: Omit<CohortManifest, "files"> = {
    file,
    id: rest.id,
    title: rest.title ?? rest.id,
    build: rest.build,
    release: {
      class: release?.class ?? "controlled",
      recipients,
      requireSignoff: release?.require_signoff ?? false,
      board: release?.board ?? null,
      reference: await fileAt(["release", "reference"], release?.reference),
      privacy: release?.privacy ?? "strict",
      ledger: resolve(
        dirname(file.file),
        release?.ledger ?? `${basename(file.file).replace(/\.ya?ml$/i, "")}.ledger.json`
      ),
      rho: release?.rho ?? null,
      earlier: release?.earlier ?? "in-use"
    },
    genotypes,
    samples: samples && {
      file: (await fileAt(["samples", "file"], samples.file))!,
      id: samples.id,
      columns: samples.columns ?? {}
    },
    synthetic: rest.synthetic,
    ancestry: rest.ancestry && {
      ...rest.ancestry,
      build: rest.ancestry.build ?? rest.build,
      reference: await genotypesAt(["ancestry", "reference"], rest.ancestry.reference),
      labels: {
        ...rest.ancestry.labels,
        file: (await fileAt(["ancestry", "labels", "file"], rest.ancestry.labels.file))!
      }
    },
    traits: rest.traits.map((trait, i) => ({
      ...trait,
      label: trait.label ?? trait.id,
      case: trait.case === null ? null : (yaml.textOf(["traits", i, "case"]) ?? trait.case)
    })),
    strata: rest.strata,
    association: isSwitchedOff(yaml) ? null : associationOptions(rest.association),
    consent: {
      codes: consent?.codes ?? [],
      perPerson: consent?.per_person ?? null,
      withdrawn: await fileAt(["consent", "withdrawn"], consent?.withdrawn)
    },
    annotation: {genes: await fileAt(["annotation", "genes"], annotation?.genes)},
    equity: [],
    scores: [],
    catchment: catchment && {
      file: (await fileAt(["catchment", "file"], catchment.file))!,
      source: catchment.source
    },
    pharmacogenomics: pharmacogenomics && {
      files: await pgxFiles(pharmacogenomics, (name) => fileAt(["pharmacogenomics", name], pharmacogenomics[name])),
      source: pharmacogenomics.source,
      allSites: pharmacogenomics.all_sites,
      assumeTwoCopies: pharmacogenomics.assume_two_copies
    },
    structures: [],
    tumours: tumours && {
      files: tumours.mutations && {
        mutations: await filesAt(["tumours", "mutations"], tumours.mutations),
        samples: (await fileAt(["tumours", "samples"], tumours.samples))!,
        treatments: (await fileAt(["tumours", "treatments"], tumours.treatments))!,
        build: rest.build as TumourFiles["build"]
      },
      evidence: await fileAt(["tumours", "evidence"], tumours.evidence),
      source: tumours.source
    },
    provenance: {
      source: provenance?.source ?? null,
      licence: provenance?.licence ?? null,
      citation: provenance?.citation ?? null,
      synthetic: provenance?.synthetic ?? {genotypes: false, phenotypes: false}
    },
    refuse
  };
  for (const [i, {file, source, synthetic, population, columns, ...constants}] of equity.entries())
    manifest.equity.push({
      file: (await fileAt(["equity", i, "file"], file))!,
      source,
      synthetic,
      population,
      columns: columns ?? {},
      constants: Object.fromEntries(
        Object.entries(constants).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
      )
    });
  for (const [i, {file, train, label, trait, in: madeIn, method}] of scores.entries())
    manifest.scores.push({
      file: await fileAt(["scores", i, "file"], file),
      label,
      trait: train ?? trait,
      madeIn,
      method: method ?? "clumping"
    });
  for (const [i, {model, sequence, effects, error, fetch, ...said}] of structures.entries())
    manifest.structures.push({
      ...said,
      model: await fileAt(["structures", i, "model"], model),
      fetch: fetch && {...fetch, cache: fetch.cache === null ? modelCache : resolve(dirname(file.file), fetch.cache)},
      sequence: await fileAt(["structures", i, "sequence"], sequence),
      effects: await fileAt(["structures", i, "effects"], effects),
      error: await fileAt(["structures", i, "error"], error)
    });
  return {...manifest, files: filesOf(manifest)};
}

const modelCache = fileURLToPath(new URL("../../.covenant/alphafold", import.meta.url));

const pgxTables = [
  "genes",
  "alleles",
  "variants",
  "diplotypes",
  "equations",
  "phenotypes",
  "recommendations",
  "levels"
] as const;
type PgxTable = (typeof pgxTables)[number];

async function pgxFiles(
  named: Partial<Record<PgxTable, string | null>>,
  fileAt: (name: PgxTable) => Promise<InputFile | null>
): Promise<PgxFiles> {
  const found: [string, InputFile][] = [];
  for (const name of pgxTables) {
    const file = named[name] ? await fileAt(name) : null;
    if (file) found.push([name === "levels" ? "cpic" : name, file]);
  }
  return Object.fromEntries(found) as unknown as PgxFiles;
}

function isSwitchedOff({value}: YamlDocument): boolean {
  return (value as {association?: unknown}).association === false;
}

function filesOf(manifest: Omit<CohortManifest, "files">): string[] {
  const {genotypes, samples, ancestry, consent, annotation, release, equity, scores, catchment} = manifest;
  const named = [
    samples?.file,
    ancestry?.labels.file,
    consent.withdrawn,
    annotation.genes,
    release.reference,
    ...equity.map(({file}) => file),
    ...scores.flatMap(({file}) => file ?? []),
    catchment?.file,
    ...Object.values(manifest.pharmacogenomics?.files ?? {}),
    ...manifest.structures.flatMap(({model, sequence, effects, error}) => [model, sequence, effects, error]),
    ...(manifest.tumours?.files?.mutations ?? []),
    manifest.tumours?.files?.samples,
    manifest.tumours?.files?.treatments,
    manifest.tumours?.evidence
  ];
  return [
    ...[...genotypes, ...(ancestry?.reference ?? [])].flatMap(({file}) => [file, ...companions(file)]),
    ...named.flatMap((found) => (found ? [found.file] : []))
  ];
}

function companions(file: string): string[] {
  return /\.bed$/i.test(file) ? [file.replace(/bed$/i, "bim"), file.replace(/bed$/i, "fam")] : [];
}

function genotypeFormatProblem(label: string): string | null {
  if (/\.(vcf|vcf\.gz|vcf\.bgz|bed)$/i.test(label)) return null;
  const remedy = /\.(bcf|vcf\.bz2|vcf\.xz|vcf\.zst)$/i.test(label)
    ? "; convert it with bcftools view -Oz"
    : /\.(pgen|bgen|ped|bim|fam|gds)$/i.test(label)
      ? "; name the .bed file, made with plink2 --make-bed"
      : "";
  return `expected .vcf, .vcf.gz, .vcf.bgz or .bed, found ${label}${remedy}`;
}

async function checkRecipients(
  recipients: CohortManifest["release"]["recipients"],
  refuse: CohortManifest["refuse"]
): Promise<void> {
  if (recipients.registered.length + recipients.board.length === 0) return;
  const {Encrypter} = await import("age-encryption");
  for (const tier of ["registered", "board"] as const)
    for (const [i, recipient] of recipients[tier].entries()) {
      const field = ["release", "recipients", tier, i];
      if (/secret/i.test(recipient))
        throw refuse(field, "this is a secret key; take it out, replace the key, and put its public key (age1…) here");
      try {
        new Encrypter().addRecipient(recipient);
      } catch {
        throw refuse(field, "expected an age public key (age1…), as age-keygen prints it; this one has a typing error");
      }
    }
}

/** Everybody has the secret half of the demo key: it may open simulated people only. */
async function refuseDemoKey(
  recipients: CohortManifest["release"]["recipients"],
  refuse: CohortManifest["refuse"]
): Promise<void> {
  const demo = await readFile(new URL("../cohorts/synthetic-demo-key.txt", import.meta.url), "utf8");
  for (const tier of ["registered", "board"] as const)
    for (const [i, recipient] of recipients[tier].entries())
      if (demo.includes(recipient))
        throw refuse(
          ["release", "recipients", tier, i],
          "this is the demo key, whose secret half is published; name a reader's own key (age-keygen), or say under " +
            "provenance.synthetic that genotypes and phenotypes are simulated"
        );
}

type Issue = z.core.$ZodIssue;

interface Problem {
  field: FieldPath;
  what: string;
  missing?: boolean;
}

/** The first problem by line, with how many more there are; what is missing comes last, as it may be there misspelt. */
function firstProblem(issues: Issue[], yaml: YamlDocument, refuse: CohortManifest["refuse"]): InputError {
  const problems = issues.flatMap((issue) => problemsOf(issue, yaml.value));
  const rank = ({field, missing}: Problem): number => yaml.lineOf(field) + (missing ? 1e9 : 0);
  const [first, ...others] = problems.sort((a, b) => rank(a) - rank(b));
  const more = others.length === 0 ? "" : ` (and ${others.length} more problem${others.length === 1 ? "" : "s"})`;
  return refuse(first.field, first.what + more);
}

function problemsOf(issue: Issue, root: unknown): Problem[] {
  const path = issue.path as FieldPath;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({field: [...path, key], what: `unknown field${suggestion(key, path)}`}));
  const found = path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], root);
  const expected = issue.code === "invalid_key" ? issue.issues[0].message : issue.message;
  const shown = issue.code === "invalid_key" ? path.at(-1) : found;
  if (shown === undefined) return [{field: path, what: `missing; expected ${expected}`, missing: true}];
  return [{field: path, what: `expected ${expected}, found ${describe(shown)}${remedyFor(path, shown, expected)}`}];
}

function describe(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a map";
  if (/secret/i.test(String(value))) return "a secret key";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

const otherNamesOfBuilds: Record<string, GenomeBuild> = {
  "36": "NCBI36",
  "37": "GRCh37",
  "38": "GRCh38",
  "18": "NCBI36",
  "19": "GRCh37"
};

function remedyFor(path: FieldPath, value: unknown, expected: string): string {
  if (path.join() === "build") {
    const number = /(\d\d)(\.p\d+)?$/.exec(String(value))?.[1];
    const build = number && otherNamesOfBuilds[number];
    return build ? `; write ${build}` : "";
  }
  return typeof value === "number" && !/number/.test(expected) ? "; put text that looks like a number in quotes" : "";
}

function suggestion(key: string, path: FieldPath): string {
  const known = knownFields[path.filter((step) => typeof step === "string").join(".")];
  if (!known) return "";
  const nearest = known
    .map((name) => ({name, far: distance(name, key.toLowerCase())}))
    .sort((a, b) => a.far - b.far)[0];
  return nearest.far <= Math.max(2, nearest.name.length / 3)
    ? `; did you mean ${nearest.name}?`
    : `; expected ${known.join(", ")}`;
}

const knownFields: Record<string, string[]> = {
  "": Object.keys(manifestSchema.shape),
  release: ["class", "recipients", "require_signoff", "board", "reference", "privacy", "ledger", "rho", "earlier"],
  "release.recipients": ["registered", "board"],
  samples: ["file", "id", "columns"],
  synthetic: ["seed", "people", "variants", "medicines"],
  ancestry: ["reference", "labels", "source", "build", "match", "least"],
  "ancestry.labels": ["file", "id", "group"],
  traits: ["id", "label", "column", "kind", "case"],
  association: [
    "covariates",
    "pcs",
    "missing",
    "maf_min",
    "mac_min",
    "call_rate_min",
    "hwe_min",
    "kinship_max",
    "spa_p",
    "loci_p",
    "loci_kb"
  ],
  consent: ["codes", "per_person", "withdrawn"],
  annotation: ["genes"],
  equity: [
    "file",
    "source",
    "synthetic",
    "population",
    "columns",
    "setting",
    "date",
    "indicator",
    "dimension",
    "favourable_indicator",
    "ordered_dimension",
    "indicator_scale"
  ],
  "equity.columns": [...equityColumns],
  scores: ["file", "label", "trait"],
  catchment: ["file", "source"],
  pharmacogenomics: [...pgxTables, "source", "all_sites", "assume_two_copies"],
  tumours: ["mutations", "samples", "treatments", "evidence", "source"],
  structures: ["gene", "model", "fetch", "accession", "sequence", "effects", "error", "source", "licence"],
  "structures.fetch": ["base", "version", "cache"],
  provenance: ["source", "licence", "citation", "synthetic"],
  "provenance.synthetic": ["genotypes", "phenotypes"]
};

function fieldName(field: FieldPath): string {
  return field.reduce<string>(
    (name, step) => name + (typeof step === "number" ? `[${step}]` : `${name && "."}${step}`),
    ""
  );
}
