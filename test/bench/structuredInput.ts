import {closeSync, existsSync, openSync, writeFileSync, writeSync} from "node:fs";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";

/** Five groups like the super-populations of 1000 Genomes: people, and how far each has drifted from all of them. */
const groups = [
  {people: 661, fst: 0.03},
  {people: 347, fst: 0.07},
  {people: 504, fst: 0.1},
  {people: 503, fst: 0.09},
  {people: 489, fst: 0.08}
];

/**
 * Writes PREFIX.bed, .bim and .fam with 2,504 people in five groups: allele frequencies of a group by the model of
 * Balding & Nichols (1995), genotypes independent given them, 0.5 % missing. Seeded; nothing is done where they are.
 */
export function writeStructured(prefix: string, variants: number): void {
  if (existsSync(`${prefix}.bed`)) return;
  const random = randomStream(5, "structure");
  const people = groups.reduce((sum, {people}) => sum + people, 0);
  const bytesPerVariant = Math.ceil(people / 4);
  const bim: string[] = [];
  const file = openSync(`${prefix}.bed`, "w");
  writeSync(file, Uint8Array.of(0x6c, 0x1b, 0x01));
  const perWrite = 2000;
  for (let first = 0; first < variants; first += perWrite) {
    const count = Math.min(perWrite, variants - first);
    const bytes = new Uint8Array(count * bytesPerVariant);
    for (let v = 0; v < count; ++v) {
      const ancestral = 0.05 + 0.9 * random();
      let person = 0;
      for (const {people, fst} of groups) {
        const concentration = (1 - fst) / fst;
        const a = gamma(ancestral * concentration, random);
        const frequency = a / (a + gamma((1 - ancestral) * concentration, random));
        for (const end = person + people; person < end; ++person) {
          const copies = Number(random() < frequency) + Number(random() < frequency);
          const code = random() < 0.005 ? 1 : [3, 2, 0][copies];
          bytes[v * bytesPerVariant + (person >> 2)] |= code << (2 * (person & 3));
        }
      }
      const n = first + v;
      bim.push(`${1 + (Math.floor((n * 22) / variants) % 22)}\tv${n}\t0\t${1000 * (n + 1)}\tA\tG`);
    }
    writeSync(file, bytes);
  }
  closeSync(file);
  writeFileSync(`${prefix}.bim`, bim.join("\n") + "\n");
  const fam = Array.from({length: people}, (_, i) => `p${i} p${i} 0 0 ${1 + (i % 2)} -9`);
  writeFileSync(`${prefix}.fam`, fam.join("\n") + "\n");
}

/** A number from the gamma distribution with that shape and scale 1 (Marsaglia & Tsang 2000). */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * Math.pow(1 - random(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
