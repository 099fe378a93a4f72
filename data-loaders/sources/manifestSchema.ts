import * as z from "zod";
import {fileStem, genomeBuilds, releaseClasses} from "../../src/model/release.js";
import {isDuoCode, isPermission} from "./consent.js";

/*
 * What a cohort manifest may hold. The text given to each type is what a message says was expected there.
 */

const text = (what = "text") => z.string({error: what}).trim().min(1, {error: what});
const list = <T extends z.ZodType>(item: T, what: string) =>
  z.preprocess((value) => (value === null || value === undefined ? [] : value), z.array(item, {error: what}));
const map = <T extends z.ZodRawShape>(shape: T, what = "a map") => z.strictObject(shape, {error: what});
const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null);
const flag = (what = "true or false") =>
  z
    .boolean({error: what})
    .nullish()
    .transform((value) => value ?? false);
const integer = (least: number, most: number, what: string) =>
  z.number({error: what}).int({error: what}).min(least, {error: what}).max(most, {error: what});
const code = z
  .union([z.string(), z.number(), z.boolean()], {error: "the value that marks a case"})
  .transform((value) => String(value));

const id = text("a name of letters, digits, - and _, such as kg1126").regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, {
  error: "a name of letters, digits, - and _, such as kg1126"
});

/** Columns of the released tables: a stratum of the same name could not be told from them. */
const reserved = new Set(
  "variant_id chrom pos ref alt rsid gene hom_ref het hom_alt hemi_ref hemi_alt missing ac an noise_sd n".split(" ")
);
const variableName = z
  .string({error: "a name in lower case, such as ancestry"})
  .regex(/^[a-z][a-z0-9_]{0,31}$/, {error: "a name in lower case, such as ancestry"})
  .refine((name) => !reserved.has(name), {error: "a name that is no column of a released table"});

const trait = map(
  {
    id: text("an ontology id, such as EFO_0004339"),
    label: optional(text()),
    column: text("the name of a column of the sample file"),
    kind: z.enum(["binary", "quantitative"], {error: "binary or quantitative"}),
    case: optional(code)
  },
  "a map with id, label, column and kind"
).superRefine(({kind, case: value}, context) => {
  if (kind === "binary" && value === null)
    context.addIssue({code: "custom", path: ["case"], message: 'the value that marks a case, such as "1"'});
  if (kind === "quantitative" && value !== null)
    context.addIssue({code: "custom", path: ["case"], message: "no case value for a quantitative trait"});
});

const release = map({
  class: z
    .enum(releaseClasses, {error: "open, public-safe or controlled"})
    .nullish()
    .transform((value) => value ?? ("controlled" as const)),
  recipients: optional(
    map({
      registered: list(text("an age public key, such as age1…"), "a list of age public keys"),
      board: list(text("an age public key, such as age1…"), "a list of age public keys")
    })
  ),
  require_signoff: flag(),
  board: optional(
    z.array(
      text("a public signing key, ed25519: and 64 hexadecimal digits").regex(/^ed25519:[0-9a-f]{64}$/, {
        error: "a public signing key, ed25519: and 64 hexadecimal digits"
      }),
      {error: "a list of public signing keys"}
    )
  ),
  reference: optional(text("the path of a table of allele frequencies")),
  ledger: optional(text("the path of the ledger, which the release reads and extends")),
  rho: optional(z.number({error: "a number above 0"}).gt(0, {error: "a number above 0"})),
  earlier: z
    .enum(["in-use", "recalled"], {error: "in-use or recalled"})
    .nullish()
    .transform((value) => value ?? ("in-use" as const)),
  privacy: z
    .enum(["strict", "relaxed"], {error: "strict or relaxed"})
    .nullish()
    .transform((value) => value ?? ("strict" as const))
});

const samples = map(
  {
    file: text("the path of a TSV or CSV file"),
    id: text("the name of the column that holds the sample ids"),
    columns: optional(
      z.record(variableName, text("the name of a column of the sample file"), {
        error: "a map of our names to the file's, such as {ancestry: super_pop}"
      })
    )
  },
  "a map with file, id and columns"
);

const number = (least: number, most: number, what: string) =>
  z
    .number({error: what})
    .min(least, {error: what})
    .max(most, {error: what})
    .nullish()
    .transform((value) => value ?? null);

const association = map(
  {
    covariates: optional(z.array(text("the name of a column"), {error: "a list of names, such as [age, sex]"})),
    pcs: optional(integer(0, 20, "a whole number from 0 to 20")),
    missing: optional(z.enum(["mean", "drop"], {error: "mean or drop"})),
    maf_min: number(0, 0.5, "a number from 0 to 0.5"),
    mac_min: number(0, 1e9, "a number of 0 or more"),
    call_rate_min: number(0, 1, "a number from 0 to 1"),
    hwe_min: number(0, 1, "a number from 0 to 1"),
    kinship_max: number(0, 0.5, "a number from 0 to 0.5"),
    spa_p: number(0, 1, "a number from 0 to 1"),
    loci_p: number(0, 1, "a number from 0 to 1"),
    loci_kb: optional(integer(1, 100_000, "a whole number from 1 to 100000"))
  },
  "a map such as {covariates: [age, sex], pcs: 10}, or false for none"
);

/** Columns of a table of an equity indicator, by the names that HEAT gives them. */
export const equityColumns = [
  "setting",
  "date",
  "source",
  "indicator",
  "dimension",
  "subgroup",
  "subgroup_order",
  "estimate",
  "se",
  "ci_lb",
  "ci_ub",
  "population",
  "setting_average",
  "favourable_indicator",
  "ordered_dimension",
  "indicator_scale",
  "reference_subgroup"
] as const;
export type EquityColumn = (typeof equityColumns)[number];

const boolean = z.boolean({error: "true or false"});

const equityTable = map(
  {
    file: text("the path of a TSV or CSV file"),
    source: text("where the numbers come from: a citation"),
    synthetic: flag(),
    /** What the column `population` counts. `people`: groups of few people are withheld. */
    population: z
      .enum(["people", "share", "weights"], {error: "people, share or weights"})
      .nullish()
      .transform((value) => value ?? ("people" as const)),
    columns: optional(
      z.partialRecord(
        z.enum(equityColumns, {error: `one of ${equityColumns.join(", ")}`}),
        text("the name of a column of the file"),
        {error: "a map of our names to the file's, such as {estimate: est}"}
      )
    ),
    setting: optional(text("a country, a survey or another name of whom it is about")),
    date: z.preprocess(
      (value) => (typeof value === "number" ? String(value) : value),
      optional(text("a year or period"))
    ),
    indicator: optional(text("what is measured")),
    dimension: optional(text("what divides people into groups")),
    favourable_indicator: optional(boolean),
    ordered_dimension: optional(boolean),
    indicator_scale: optional(z.number({error: "a number above 0"}).gt(0, {error: "a number above 0"}))
  },
  "a map with file and source"
);

const catchment = map(
  {
    file: text("the path of a table with columns variable, level and population or share"),
    source: text("where the numbers come from: a citation")
  },
  "a map with file and source"
);

const traitOfCohort = (): z.ZodString => text("the id of one of the cohort's traits, such as EFO_0004339");
const score = map(
  {
    file: optional(text("the path of a scoring file of the PGS Catalog")),
    train: optional(traitOfCohort()),
    label: optional(text()),
    trait: optional(traitOfCohort()),
    in: optional(text("the genetic ancestry group in which the weights were made, such as EUR")),
    method: optional(z.enum(["clumping", "penalised"], {error: "clumping or penalised"}))
  },
  "a map with file or train, and perhaps label, trait and in"
).superRefine(({file, train, trait, method}, context) => {
  const issue = (field: string, message: string): void => context.addIssue({code: "custom", path: [field], message});
  if (file === null && train === null) issue("file", "the path of a scoring file, or train with the id of a trait");
  if (file !== null && train !== null) issue("train", "nothing here beside file: a score is read or learned, not both");
  if (train !== null && trait !== null) issue("trait", "nothing here, since train names the trait");
  if (train === null && method !== null) issue("method", "nothing here without train: the weights of a file are made");
});

const pgxTable = (what: string) => text(`the path of a table of ${what}, as pypgx has it`);

const pharmacogenomics = map(
  {
    genes: pgxTable("genes"),
    alleles: pgxTable("star alleles"),
    variants: pgxTable("defining variants"),
    diplotypes: optional(pgxTable("diplotypes and phenotypes")),
    equations: optional(pgxTable("activity scores and phenotypes")),
    phenotypes: optional(pgxTable("phenotypes and their priority")),
    recommendations: optional(pgxTable("recommendations")),
    levels: optional(pgxTable("genes, medicines and CPIC levels")),
    source: text("where the tables come from: a citation"),
    all_sites: flag(),
    assume_two_copies: list(text("the name of a gene"), "a list of genes, such as [CYP2D6]")
  },
  "a map with genes, alleles, variants and source"
);

/** Whoever serves models could change them on their way, unless the connection is encrypted or stays on this computer. */
const safeAddress = /^(https:\/\/[^\s/]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)(\/\S*)?$/;

const modelAddress = map(
  {
    base: z
      .string({error: "an address that begins with https://"})
      .regex(safeAddress, {error: "an address that begins with https://"})
      .nullish()
      .transform((value) => (value ?? "https://alphafold.ebi.ac.uk").replace(/\/+$/, "")),
    version: optional(integer(1, 99, "the number of a version, such as 4")),
    cache: optional(text("the path of a folder in which fetched models are kept"))
  },
  "true, or a map with base, version and cache"
);

const structure = map(
  {
    gene: text("the symbol of a gene, such as PTEN").regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/, {
      error: "the symbol of a gene, such as PTEN"
    }),
    model: optional(text("the path of a predicted model, .pdb or .cif")),
    fetch: z.preprocess((value) => (value === true ? {} : value === false ? null : value), optional(modelAddress)),
    accession: optional(
      text("an accession of UniProt, such as P60484").regex(/^[A-Z0-9]{6,10}(-\d+)?$/, {
        error: "an accession of UniProt, such as P60484"
      })
    ),
    sequence: optional(text("the path of a FASTA file of the protein's reference sequence")),
    effects: optional(text("the path of a table of AlphaMissense")),
    error: optional(text("the path of the model's predicted aligned error, .json")),
    source: text("where the model and effects come from: a citation"),
    licence: text("the terms under which they may be used")
  },
  "a map with gene, model, source and licence"
);

const genotypePaths = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z
    .array(text("a path or glob of .vcf, .vcf.gz, .vcf.bgz or .bed files"), {
      error: "a list of paths or globs of .vcf, .vcf.gz, .vcf.bgz or .bed files"
    })
    .min(1, {error: "a list of paths or globs of .vcf, .vcf.gz, .vcf.bgz or .bed files"})
);

const ancestry = map(
  {
    reference: genotypePaths,
    labels: map(
      {
        file: text("the path of a TSV or CSV file"),
        id: text("the name of the column that holds the sample ids"),
        group: text("the name of the column that holds the genetic ancestry groups")
      },
      "a map with file, id and group"
    ),
    source: text("where the reference comes from: a citation"),
    build: optional(z.enum(genomeBuilds, {error: "GRCh37, GRCh38 or NCBI36"})),
    match: z
      .enum(["position", "rsid"], {error: "position or rsid"})
      .nullish()
      .transform((value) => value ?? ("position" as const)),
    least: z
      .number({error: "a probability above 0.5, up to 1"})
      .gt(0.5, {error: "a probability above 0.5, up to 1"})
      .max(1, {error: "a probability above 0.5, up to 1"})
      .nullish()
      .transform((value) => value ?? 0.9)
  },
  "a map with reference, labels and source"
);

const tumours = map(
  {
    mutations: z.preprocess(
      (value) => (typeof value === "string" ? [value] : value),
      optional(z.array(text("a path or glob of MAF files"), {error: "a list of paths or globs of MAF files"}))
    ),
    samples: optional(text("the path of a table with columns sample, person and timepoint")),
    treatments: optional(text("the path of a table with columns person, treatment and response")),
    evidence: optional(text("the path of a table of CIViC's evidence summaries")),
    source: text("where tumours and evidence come from: a citation")
  },
  "a map with mutations, samples, treatments and source"
);

export const manifestSchema = map(
  {
    id,
    title: optional(text()),
    build: z.enum(genomeBuilds, {error: "GRCh37, GRCh38 or NCBI36"}),
    release: optional(release),
    genotypes: z.preprocess(
      (value) => (typeof value === "string" ? [value] : value),
      optional(
        z.array(text("a path or glob of .vcf, .vcf.gz, .vcf.bgz or .bed files"), {
          error: "a list of paths or globs of .vcf, .vcf.gz, .vcf.bgz or .bed files"
        })
      )
    ),
    samples: optional(samples),
    synthetic: optional(
      map(
        {
          seed: integer(0, 2 ** 32 - 1, "a whole number from 0 to 4294967295"),
          people: integer(1, 10_000_000, "a whole number from 1 to 10000000"),
          variants: integer(1, 100_000_000, "a whole number from 1 to 100000000"),
          medicines: flag()
        },
        "a map with seed, people and variants"
      )
    ),
    ancestry: optional(ancestry),
    traits: list(trait, "a list of traits"),
    strata: list(variableName, "a list of names, such as [ancestry, sex]"),
    association: z.preprocess((value) => (value === false ? null : value), optional(association)),
    consent: optional(
      map({
        codes: list(
          text("a DUO code, such as DUO:0000042").refine(isDuoCode, {error: "a DUO code, such as DUO:0000042"}),
          "a list of DUO codes"
        ),
        per_person: optional(text("the name of the column that holds each person's DUO codes")),
        withdrawn: optional(text("the path of a file of ids, one a line"))
      })
    ),
    annotation: optional(map({genes: optional(text("the path of a BED file"))})),
    equity: list(equityTable, "a list of tables"),
    scores: list(score, "a list of scoring files and trainings"),
    catchment: optional(catchment),
    pharmacogenomics: optional(pharmacogenomics),
    structures: list(structure, "a list of models of proteins"),
    tumours: optional(tumours),
    provenance: optional(
      map({
        source: optional(text()),
        licence: optional(text()),
        citation: optional(text()),
        synthetic: optional(map({genotypes: flag(), phenotypes: flag()}))
      })
    )
  },
  "a map with id, build, genotypes and samples"
).superRefine((manifest, context) => {
  const issue = (path: (string | number)[], message: string): void => context.addIssue({code: "custom", path, message});
  if (manifest.consent?.per_person && !manifest.consent.codes.some(isPermission))
    issue(["consent", "codes"], "a DUO permission, such as DUO:0000042, that each person's codes must allow");
  manifest.structures.forEach(({gene, model, fetch, accession, error}, i) => {
    if (model !== null && fetch !== null) issue(["structures", i, "fetch"], "nothing here, since model names a file");
    if (model === null && fetch === null)
      issue(["structures", i, "model"], "the path of a predicted model, .pdb or .cif, or fetch: true");
    if (fetch !== null && accession === null)
      issue(["structures", i, "accession"], "an accession of UniProt, such as P60484, to fetch the model by");
    if (fetch !== null && error !== null)
      issue(["structures", i, "error"], "nothing here, since it is fetched with the model");
    if (manifest.structures.findIndex((other) => other.gene === gene) < i)
      issue(["structures", i, "gene"], "each gene once");
  });
  if (manifest.tumours && manifest.build === "NCBI36")
    issue(["tumours"], "a cohort on GRCh37 or GRCh38; lift genotypes and mutations over, or leave tumours out");
  for (const field of ["mutations", "samples", "treatments"] as const) {
    const found = manifest.tumours?.[field];
    if (manifest.synthetic && found)
      issue(["tumours", field], "nothing here, since synthetic says that tumours are simulated");
    if (manifest.tumours && !manifest.synthetic && !found?.length)
      issue(
        ["tumours", field],
        field === "mutations" ? "a list of paths or globs of MAF files" : "the path of a table"
      );
  }
  if (manifest.synthetic) {
    for (const field of ["genotypes", "samples", "ancestry"] as const)
      if (manifest[field]) issue([field], "nothing here, since synthetic says where people and genotypes come from");
    return;
  }
  if (manifest.ancestry) {
    if (manifest.samples?.columns?.ancestry)
      issue(["samples", "columns", "ancestry"], "no column here, since ancestry is inferred; take one of the two out");
    if (!manifest.strata.includes("ancestry")) issue(["strata"], "ancestry among the strata, since it is inferred");
  }
  if (!manifest.genotypes?.length)
    issue(["genotypes"], "a list of paths or globs of .vcf, .vcf.gz, .vcf.bgz or .bed files");
  if (!manifest.samples) return issue(["samples"], "a map with file, id and columns");
  const known = new Set(["sex", ...Object.keys(manifest.samples.columns ?? {})]);
  const inferred = manifest.ancestry ? ["ancestry"] : [];
  manifest.strata.forEach((name, i) => {
    if (!known.has(name) && !inferred.includes(name))
      issue(["strata", i], `a name of samples.columns (${[...known].join(", ")})`);
    if (manifest.strata.indexOf(name) < i) issue(["strata", i], "each stratum once");
  });
  manifest.association?.covariates?.forEach((name, i, names) => {
    if (!known.has(name))
      issue(["association", "covariates", i], `a name of samples.columns (${[...known].join(", ")})`);
    if (names.indexOf(name) < i) issue(["association", "covariates", i], "each covariate once");
  });
  const fileOf = (trait: string): string => fileStem({name: "association", trait});
  manifest.traits.forEach(({id}, i) => {
    if (manifest.traits.findIndex((other) => other.id === id) < i) issue(["traits", i, "id"], "an id of its own");
    else if (manifest.traits.findIndex((other) => fileOf(other.id) === fileOf(id)) < i)
      issue(["traits", i, "id"], "an id that differs from the others in its letters and digits, as it names a file");
  });
});
