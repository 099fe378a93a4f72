import {kinshipInThreads} from "../../data-loaders/release/kinshipThreads.js";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import {secondDegree} from "../../data-loaders/tables/structure/kingRobust.js";
import {personBits} from "../../data-loaders/tables/structure/personBits.js";
import {goalRow} from "./goalRow.js";

const people = 20_000;
const variants = 2_000;

/** KING-robust kinship of all pairs of 20,000 unrelated people over 2,000 variants, 0.5 % of genotypes missing. */
export async function benchKinship(threads: number): Promise<void> {
  console.log(`\nKinship of all pairs of ${people} people over ${variants} variants, ${threads} threads`);
  const random = randomStream(1, "kinship");
  const genotypes = new Uint8Array((people / 4) * variants);
  for (let variant = 0, at = 0; variant < variants; ++variant) {
    const alt = 0.05 + 0.45 * random();
    for (let person = 0; person < people; ++person) {
      const copies = Number(random() < alt) + Number(random() < alt);
      const code = random() < 0.005 ? 1 : [3, 2, 0][copies];
      genotypes[at] |= code << (2 * (person & 3));
      if ((person & 3) === 3) ++at;
    }
  }
  const start = performance.now();
  const bits = personBits({genotypes, variants, people}, new Uint8Array(people).fill(1));
  const pairs = await kinshipInThreads(bits, secondDegree, threads);
  goalRow("related pairs of 200 million", performance.now() - start, 15_000);
  console.log(`    ${pairs.length} found by chance: so few variants do not tell second-degree relatives surely`);
}
