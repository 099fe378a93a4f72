import type {Measure} from "../../model/question.js";
import type {ReleaseManifest} from "../../model/release.js";
import {hiddenGroups, isNoisy, noiseOf, type Noise} from "./noise.js";

/** One column that the table of variants can show. */
export interface VariantColumn {
  /** Stable: it stands in links. `ac`, `ac.AFR`, `ac.female`, or a column of `variants`. */
  name: string;
  /** In exports and lists: "AC AFR". */
  label: string;
  /** Under the heading of its group: "AC". */
  short: string;
  /** What the heading over its neighbours says; a column without people belongs to "Variant". */
  group: string;
  kind: "id" | "text" | "count" | "frequency";
  /** In CSS pixels. */
  width: number;
  /** What stands in a withheld cell: the limit only where the rule says that much. */
  withheldWords: string;
  measure?: Measure;
  /** What noise the values carry; null for exact ones. */
  noise: Noise | null;
  /** Shown unless the reader chooses otherwise. */
  usual: boolean;
}

const alleles = {het: 1, hom_alt: 2, hemi_alt: 1};
const called = {hom_ref: 2, het: 2, hom_alt: 2, hemi_ref: 1, hemi_alt: 1};

/** All columns that this side of a release can show, in the order of the table; see `tierView`. */
export function variantColumns(manifest: ReleaseManifest): VariantColumn[] {
  const has = (table: string): boolean => manifest.tables.some(({name}) => name === table);
  const levels = (variable: string): string[] => manifest.strata.find(({name}) => name === variable)?.levels ?? [];
  const noisy = isNoisy(manifest);
  // A sum over groups is not known where one of them is hidden.
  const everybody = noisy && hiddenGroups(manifest).length > 0 ? [] : [{group: "Everybody", suffix: "", where: {}}];
  const groups = [
    ...everybody.map((group) => ({...group, noise: noiseOf(manifest, null)})),
    ...levels("ancestry").map((level) => ({
      group: level,
      suffix: `.${level}`,
      where: {ancestry: level},
      noise: noiseOf(manifest, level)
    }))
  ];
  const sexes = levels("sex").map((level) => ({
    group: capital(level),
    suffix: `.${level}`,
    where: {sex: level},
    noise: null
  }));
  return [
    {...text("variant_id", "Position and alleles", 178), kind: "id", usual: true},
    {...text("rsid", "ID", 104), usual: true},
    {...text("gene", "Gene", 92), usual: true},
    ...[
      ["chrom", "Chromosome"],
      ["pos", "Position"],
      ["ref", "Reference"],
      ["alt", "Alternate"]
    ].map(([name, label]) => text(name, label, 96)),
    ...groups.flatMap((group) => [
      ...(has("allele_counts") ? alleleColumns(group) : []),
      ...(has("genotype_counts") ? genotypeColumns(group) : [])
    ]),
    ...sexes.flatMap((group) => (has("genotype_counts") ? [...sexColumns(group), ...genotypeColumns(group)] : []))
  ];
}

interface Group {
  group: string;
  suffix: string;
  where: Record<string, string>;
  noise: Noise | null;
}

function alleleColumns(group: Group): VariantColumn[] {
  const everybody = group.suffix === "";
  const {noise} = group;
  const words = noise ? "hidden" : "withheld";
  const [ac, an, af] = [
    measured("ac", "AC", group, {table: "allele_counts", sum: {ac: 1}}, true, noise || everybody ? words : undefined),
    measured("an", "AN", group, {table: "allele_counts", sum: {an: 1}}, everybody, words),
    measured("af", "AF", group, {table: "allele_counts", sum: {ac: 1}, over: {an: 1}}, true, words)
  ];
  return [{...ac, noise}, an, {...af, noise}];
}

function sexColumns(group: Group): VariantColumn[] {
  return [
    measured("ac", "AC", group, {table: "genotype_counts", sum: alleles}, true, "withheld"),
    measured("an", "AN", group, {table: "genotype_counts", sum: called}, false, "withheld"),
    measured("af", "AF", group, {table: "genotype_counts", sum: alleles, over: called}, true, "withheld")
  ];
}

function genotypeColumns(group: Group): VariantColumn[] {
  return [
    measured("hom", "Hom", group, {table: "genotype_counts", sum: {hom_alt: 1}}, true, "withheld"),
    measured("hemi", "Hemi", group, {table: "genotype_counts", sum: {hemi_alt: 1}}, false, "withheld")
  ];
}

function measured(
  base: string,
  short: string,
  {group, suffix, where}: Group,
  measure: Pick<Measure, "table" | "sum" | "over">,
  usual: boolean,
  withheldWords = "≤\u200920"
): VariantColumn {
  const name = base + suffix;
  const kind = measure.over ? "frequency" : "count";
  return {
    name,
    label: `${short} ${group}`,
    short,
    group,
    kind,
    width: 84,
    withheldWords,
    usual,
    noise: null,
    measure: {name, where, count: kind === "count", ...measure}
  };
}

function text(name: string, label: string, width: number): VariantColumn {
  return {
    name,
    label,
    short: label,
    group: "Variant",
    kind: "text",
    width,
    withheldWords: "withheld",
    usual: false,
    noise: null
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
