import type {TraitScan} from "../model/association.js";

/** Collects variants in genome order into typed arrays: about eleven bytes each, whatever the length of their ids. */
export function scanBuilder(atMost: number): {
  /** `chrom-pos-ref-alt`; a null or NaN p is withheld. */
  add(variantId: string, minusLog10P: number | null): void;
  scan(): TraitScan;
} {
  const [chromCode, posBp] = [new Uint8Array(atMost), new Int32Array(atMost)];
  const [alleleCode, minusLog10P] = [new Uint16Array(atMost), new Float32Array(atMost)];
  const [chromosomes, alleles] = [codeBook(255), codeBook(65_535)];
  let rows = 0;
  return {
    add(variantId, p) {
      const first = variantId.indexOf("-");
      const second = variantId.indexOf("-", first + 1);
      chromCode[rows] = chromosomes.codeOf(variantId.slice(0, first));
      posBp[rows] = Number(variantId.slice(first + 1, second));
      alleleCode[rows] = alleles.codeOf(variantId.slice(second + 1));
      minusLog10P[rows] = p ?? NaN;
      rows += 1;
    },
    scan: () => ({
      rows,
      chromosomes: chromosomes.words,
      alleles: alleles.words,
      chromCode: chromCode.slice(0, rows),
      posBp: posBp.slice(0, rows),
      alleleCode: alleleCode.slice(0, rows),
      minusLog10P: minusLog10P.slice(0, rows)
    })
  };
}

/** Words that are told apart by a number; those that find none, as very many long alleles may, share the last. */
function codeBook(most: number): {words: string[]; codeOf(word: string): number} {
  const words: string[] = [];
  const codes = new Map<string, number>();
  return {
    words,
    codeOf(word) {
      const known = codes.get(word);
      if (known !== undefined) return known;
      if (words.length === most) words.push("…");
      if (words.length > most) return most;
      codes.set(word, words.length);
      return words.push(word) - 1;
    }
  };
}
