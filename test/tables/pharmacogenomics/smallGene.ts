import {minimalVariant} from "../../../src/model/minimalVariant.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {pairKey} from "../../../src/model/pharmacogenomics.js";

/**
 * A gene on chromosome 7 of the drawn variants (`200-C-T`) and alleles: name, function, and the variants it carries, in
 * brackets those that it may but need not have. The first allele is the reference and the default.
 */
export function smallGene(
  variants: readonly string[],
  alleles: readonly [name: string, alleleFunction: string, ...carries: string[]][],
  rest: Partial<PgxGene> = {}
): PgxGene {
  return {
    name: "CYPX",
    chrom: "7",
    referenceAllele: alleles[0][0],
    defaultAllele: alleles[0][0],
    copyNumberVaries: false,
    variantsNamedSingly: false,
    variants: variants.map((name) => {
      const [pos, ref, alt] = name.split("-");
      return {name: `7-${name}`, rsid: "", forms: [minimalVariant({chrom: "7", pos: Number(pos), ref, alt})]};
    }),
    alleles: alleles.map(([name, alleleFunction, ...carries], allele) => ({
      name,
      calledAs: name.includes(".0") ? alleles.findIndex(([core]) => core === name.split(".")[0]) : allele,
      activity: {"No Function": 0, "Decreased Function": 0.5, "Normal Function": 1}[alleleFunction] ?? null,
      function: alleleFunction,
      carries: Uint8Array.from(variants, (v) => (carries.includes(v) ? 1 : carries.includes(`(${v})`) ? 2 : 0)),
      notCallable: carries[0] === "structural" ? "a structural allele, which no small variant shows" : null,
      isAbsentChromosome: false
    })),
    method: "diplotype",
    diplotypes: new Map(),
    scores: [],
    priorities: new Map(),
    ...rest
  };
}

/** Phenotypes of pairs of alleles, such as `{"*1/*2": "Intermediate Metabolizer"}`. */
export function withPhenotypes(gene: PgxGene, phenotypes: Record<string, string>): PgxGene {
  const place = (name: string): number => gene.alleles.findIndex((allele) => allele.name === name);
  return {
    ...gene,
    diplotypes: new Map(
      Object.entries(phenotypes).map(([pair, phenotype]) => {
        const [a, b] = pair.split("/").map(place);
        return [pairKey(a, b), phenotype];
      })
    )
  };
}
