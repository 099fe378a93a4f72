import type {ScoreVariant, ScoringFile} from "../../../src/model/polygenic.js";

/** A scoring file with these variants, of which only what a test is about need be given. */
export function scoringOf(variants: Partial<ScoreVariant>[], rest: Partial<ScoringFile> = {}): ScoringFile {
  const unsupported = rest.unsupported ?? [];
  return {
    label: "s.txt",
    id: "S1",
    name: "",
    traitReported: "",
    traitMapped: "",
    traitIds: [],
    weightType: "",
    citation: "",
    licence: "",
    formatVersion: "2.0",
    build: "GRCh37",
    buildSaid: "GRCh37",
    harmonised: false,
    rows: variants.length + unsupported.length,
    variantsPromised: null,
    variants: variants.map((variant, i) => ({
      line: i + 2,
      rsid: "",
      chrom: "1",
      pos: 100,
      effectAllele: "A",
      otherAllele: "G",
      weights: [0, 1, 2],
      effect: "additive",
      size: 1,
      effectFrequency: NaN,
      ...variant
    })),
    unsupported,
    warnings: [],
    ...rest
  };
}
