import type {TumourMutation} from "./tumours.js";

/**
 * What the values of Variant_Classification mean here; null = no change of a protein that is counted.
 *
 * GDC MAF Format 1.0.0 and TCGA MAF 2.4, Variant_Classification.
 */
const classes: Readonly<Record<string, TumourMutation["mutationClass"] | null>> = {
  Missense_Mutation: "missense",
  Nonsense_Mutation: "truncating",
  Frame_Shift_Del: "truncating",
  Frame_Shift_Ins: "truncating",
  Splice_Site: "splice",
  In_Frame_Del: "in-frame",
  In_Frame_Ins: "in-frame",
  Nonstop_Mutation: "other",
  Translation_Start_Site: "other",
  De_novo_Start_InFrame: "other",
  De_novo_Start_OutOfFrame: "other",
  Silent: null,
  Splice_Region: null,
  Intron: null,
  RNA: null,
  Targeted_Region: null,
  IGR: null,
  "3'UTR": null,
  "5'UTR": null,
  "3'Flank": null,
  "5'Flank": null
};

/** Undefined where the value is none of MAF's. */
export function variantClass(classification: string): TumourMutation["mutationClass"] | null | undefined {
  return Object.hasOwn(classes, classification) ? classes[classification] : undefined;
}
