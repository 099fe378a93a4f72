import {openSync, readFileSync, readSync, fstatSync, closeSync, writeFileSync} from "node:fs";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import {principalComponents} from "../../data-loaders/tables/structure/principalComponents.js";
import {withStructureThreads} from "../../data-loaders/release/structureThreads.js";

// Reads PREFIX.bed and .fam, finds ten principal components and writes them to OUT as plink2's .eigenvec, as JSON what it
// took. Run by benchComponents.ts, in a process of its own, so that its time and memory can be told from everything else's.
const [prefix, out, threads] = process.argv.slice(2);
const ids = readFileSync(`${prefix}.fam`, "utf8").trimEnd().split("\n");
const people = ids.length;
const bytesPerVariant = Math.ceil(people / 4);
const start = performance.now();
const file = openSync(`${prefix}.bed`, "r");
const size = fstatSync(file).size - 3;
const genotypes = new Uint8Array(new SharedArrayBuffer(size));
for (let at = 0; at < size;) at += readSync(file, genotypes, at, Math.min(size - at, 1 << 26), 3 + at);
closeSync(file);
const readSeconds = (performance.now() - start) / 1000;
const packed = {genotypes, variants: size / bytesPerVariant, people};
const included = new Uint8Array(people).fill(1);
const found = await withStructureThreads(packed, included, Number(threads), (standardised) =>
  principalComponents(standardised, {included, components: 10, random: randomStream(1, "components")})
);
const seconds = (performance.now() - start) / 1000;
const row = (person: number): number[] => [...found.scores.subarray(person * 10, person * 10 + 10)];
writeFileSync(out, ids.map((_, person) => row(person).join("\t")).join("\n"));
console.log(
  JSON.stringify({
    seconds,
    readSeconds,
    products: found.products,
    eigenvalues: [...found.eigenvalues],
    gaps: [...found.gaps],
    angleLimits: [...found.angleLimits]
  })
);
