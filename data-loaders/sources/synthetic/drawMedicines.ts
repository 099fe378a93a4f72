import type {Roster} from "./drawPeople.js";
import {loseCalls} from "./loseCalls.js";
import type {MedicineGene, MedicineSite} from "./medicineAlleles.js";
import {populations} from "./populations.js";
import {nextWord, randomStream, streamState} from "./randomStream.js";

/** Probability that a call at a site of a medicine is missing: as at the better sites of an array. */
const missingRate = 0.004;

/**
 * The alleles of a gene on both chromosomes of everybody, two a person: 0 = the reference allele, k = the k-th of
 * `alleles`. They have a stream of their own, so that nothing else that is drawn changes with them. Chromosomes are
 * independent: Hardy–Weinberg proportions hold within each ancestry.
 */
export function drawDiplotypes(seed: number, {gene, alleles}: MedicineGene, {population}: Roster): Uint8Array {
  const state = streamState(seed, "medicines", gene);
  const upTo = populations.map(({ancestry}) => {
    let sum = 0;
    return alleles.map(({frequency}) => (sum += frequency[ancestry]) * 2 ** 32);
  });
  const drawn = new Uint8Array(2 * population.length);
  for (let c = 0; c < drawn.length; ++c) {
    const value = nextWord(state) >>> 0;
    const thresholds = upTo[population[c >> 1]];
    let k = 0;
    while (k < thresholds.length && value >= thresholds[k]) ++k;
    drawn[c] = k === thresholds.length ? 0 : k + 1;
  }
  return drawn;
}

/** Everybody's genotypes at one site of a gene, in the coding of `GenotypeBatch`; `into` has `ceil(people / 4)` bytes. */
export function drawMedicineSite(
  seed: number,
  gene: MedicineGene,
  site: MedicineSite,
  roster: Roster,
  into: Uint8Array
): void {
  const carries = [false, ...gene.alleles.map((allele) => allele.carries.includes(site.rsid))].map(Number);
  const drawn = drawDiplotypes(seed, gene, roster);
  const people = roster.population.length;
  for (let i = 0; i < people; ++i)
    into[i >> 2] |= codeOfCopies[carries[drawn[2 * i]] + carries[drawn[2 * i + 1]]] << ((i & 3) * 2);
  loseCalls(into, people, missingRate, randomStream(seed, "missing medicines", site.rsid));
}

const codeOfCopies = [0b11, 0b10, 0b00];
