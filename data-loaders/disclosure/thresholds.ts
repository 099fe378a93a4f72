import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {parseDocument} from "yaml";
import * as z from "zod";

/** The limits of disclosure control, as `policies/thresholds.yaml` sets them. */
export interface Thresholds {
  smallCell: {
    /** Counts of 1 to this many people are withheld; 0 and larger counts may be shown. */
    maxWithheld: number;
    sentence: string;
    source: string;
  };
  membership: MembershipLimits;
  panel: PanelLimits;
  versions: VersionLimits;
  association: AssociationLimits;
  /** SHA-256 of the file, hex. */
  sha256: string;
}

export interface MembershipLimits {
  aucMax: number;
  tprMax: number;
  fpr: number;
  beyondMax: number;
  nonMembersPerGroup: number;
  nonMembers: number;
  sentence: string;
  source: string;
}

export interface PanelLimits {
  peopleMin: number;
  mafMin: number;
  spacingBp: number;
  variantsMax: number;
  variantsMin: number;
  noisyVariantsMin: number;
  frequencySdMax: number;
  sentence: string;
  source: string;
}

export interface VersionLimits {
  share: number;
  associationShare: number;
  changeMin: number;
  sentence: string;
  source: string;
}

/** What protects associations beside the limit for small counts. */
export interface AssociationLimits {
  /** Numbers of people are rounded by a multiple of this; more than the limit for small counts. */
  roundPeople: number;
  /** Significant figures of effects, test statistics and p-values, and of standard errors. */
  figures: number;
  seFigures: number;
  /** Fewest residual degrees of freedom of a group's model, and most parameters per person. */
  dfMin: number;
  parametersMax: number;
  sentence: string;
  source: string;
}

const words = {sentence: z.string().min(1), source: z.string().min(1)};
const share = z.number().gt(0).lt(1);
const schema = z.object({
  small_cell: z.object({max_withheld: z.int().min(1), ...words}),
  membership: z.object({
    auc_max: z.number().gt(0.5).lt(1),
    tpr_max: share,
    fpr: share,
    beyond_max: share,
    non_members_per_group: z.int().min(100),
    non_members: z.int().min(1000),
    ...words
  }),
  panel: z.object({
    people_min: z.int().min(2),
    maf_min: z.number().gt(0).lt(0.5),
    spacing_bp: z.int().min(0),
    variants_max: z.int().min(1),
    variants_min: z.int().min(1),
    noisy_variants_min: z.int().min(1),
    frequency_sd_max: share,
    ...words
  }),
  versions: z.object({share, association_share: share, change_min: z.int().min(1), ...words}),
  association: z.object({
    round_people: z.int().min(2),
    figures: z.int().min(1).max(6),
    se_figures: z.int().min(1).max(6),
    df_min: z.int().min(1),
    parameters_max: share,
    ...words
  })
});

/** Reads the limits; a file that is missing, or lacks a limit, is an error: nothing may be released without them. */
export async function readThresholds(file: URL): Promise<Thresholds> {
  const text = await readFile(file, "utf8").catch((error) => {
    throw new Error(`policies/thresholds.yaml: cannot be read (${error.code}); nothing is released without it`);
  });
  return parseThresholds(text);
}

export function parseThresholds(text: string): Thresholds {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken)
    throw new Error(
      `policies/thresholds.yaml:${broken.linePos?.[0].line ?? 1}: not YAML: ${broken.message.split("\n")[0]}`
    );
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const [{path, message}] = parsed.error.issues;
    throw new Error(`policies/thresholds.yaml: ${path.join(".") || "the file"}: ${message}`);
  }
  const {small_cell, membership, panel, versions, association} = parsed.data;
  return {
    smallCell: {maxWithheld: small_cell.max_withheld, sentence: small_cell.sentence, source: small_cell.source},
    membership: {
      aucMax: membership.auc_max,
      tprMax: membership.tpr_max,
      fpr: membership.fpr,
      beyondMax: membership.beyond_max,
      nonMembersPerGroup: membership.non_members_per_group,
      nonMembers: membership.non_members,
      sentence: membership.sentence,
      source: membership.source
    },
    panel: {
      peopleMin: panel.people_min,
      mafMin: panel.maf_min,
      spacingBp: panel.spacing_bp,
      variantsMax: panel.variants_max,
      variantsMin: panel.variants_min,
      noisyVariantsMin: panel.noisy_variants_min,
      frequencySdMax: panel.frequency_sd_max,
      sentence: panel.sentence,
      source: panel.source
    },
    versions: {
      share: versions.share,
      associationShare: versions.association_share,
      changeMin: versions.change_min,
      sentence: versions.sentence,
      source: versions.source
    },
    association: {
      // Whoever raises the limit for small counts need not think of this.
      roundPeople: Math.max(association.round_people, small_cell.max_withheld + 1),
      figures: association.figures,
      seFigures: association.se_figures,
      dfMin: association.df_min,
      parametersMax: association.parameters_max,
      sentence: association.sentence,
      source: association.source
    },
    sha256: createHash("sha256").update(text).digest("hex")
  };
}
