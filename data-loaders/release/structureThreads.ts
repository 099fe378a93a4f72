import {alleleFrequencies, type PackedGenotypes} from "../tables/structure/alleleFrequencies.js";
import type {StandardisedGenotypes} from "../tables/structure/principalComponents.js";
import {blockColumns} from "../tables/structure/standardisedGenotypes.js";
import {mapShards} from "./pool.js";

/** What the threads share: everything but `people` is memory that all of them see. */
export interface SharedProduct {
  people: number;
  genotypes: Uint8Array<SharedArrayBuffer>;
  frequencies: Float64Array<SharedArrayBuffer>;
  block: Float32Array<SharedArrayBuffer>;
  /** Variants × 16, of all threads together. */
  variantSums: Float32Array<SharedArrayBuffer>;
  /** See `Control`. */
  control: Int32Array<SharedArrayBuffer>;
}

/** Words of `control`: how many products were ordered, how many shares are done, and what is wanted. */
export const Control = {ordered: 0, done: 1, wanted: 2} as const;
export const Wanted = {sums: 0, sumsOfVariantsToo: 1, end: 2} as const;

/** The variants of one thread, and its own sums of people. */
export interface ProductShare {
  first: number;
  count: number;
  personSums: Float64Array<SharedArrayBuffer>;
}

/**
 * Runs `use` with the standardised genotypes, whose products are worked out by `threads` threads that share the packed
 * genotypes and each take an equal part of the variants. The threads end when `use` does.
 */
export async function withStructureThreads<R>(
  packed: PackedGenotypes & {genotypes: Uint8Array<SharedArrayBuffer>},
  included: Uint8Array,
  threads: number,
  use: (genotypes: StandardisedGenotypes) => Promise<R>
): Promise<R> {
  const {people, variants, genotypes} = packed;
  const frequencies = new Float64Array(new SharedArrayBuffer(8 * variants));
  const shared: SharedProduct = {
    people,
    genotypes,
    frequencies,
    block: new Float32Array(new SharedArrayBuffer(4 * people * blockColumns)),
    variantSums: new Float32Array(new SharedArrayBuffer(4 * variants * blockColumns)),
    control: new Int32Array(new SharedArrayBuffer(12))
  };
  const of = Math.max(1, Math.min(threads, variants));
  const shares = Array.from({length: of}, (_, i): ProductShare => {
    const first = Math.floor((variants * i) / of);
    const count = Math.floor((variants * (i + 1)) / of) - first;
    return {first, count, personSums: new Float64Array(new SharedArrayBuffer(8 * people * blockColumns))};
  });
  // A pool for each share: a thread stays in its share until the end, and must be heard at once when it fails.
  const task = new URL("./structureTask.ts", import.meta.url);
  const ended = Promise.all(
    shares.map((share) => takeAll(mapShards<ProductShare, SharedProduct, null>([share], task, shared, {threads: 1})))
  );
  ended.catch(() => {});
  try {
    frequencies.set(await alleleFrequencies(packed, included));
    return await use({
      people,
      variants,
      frequencies,
      covariance: async (block, withVariantSums) => {
        shared.block.set(block);
        order(withVariantSums ? Wanted.sumsOfVariantsToo : Wanted.sums);
        await Promise.race([allDone(), ended]);
        const personSums = new Float64Array(people * blockColumns);
        for (const share of shares) share.personSums.forEach((sum, i) => (personSums[i] += sum));
        return {personSums, variantSums: withVariantSums ? shared.variantSums : undefined};
      }
    });
  } finally {
    order(Wanted.end);
    await ended;
  }

  function order(wanted: number): void {
    Atomics.store(shared.control, Control.done, 0);
    Atomics.store(shared.control, Control.wanted, wanted);
    Atomics.add(shared.control, Control.ordered, 1);
    Atomics.notify(shared.control, Control.ordered);
  }

  async function allDone(): Promise<void> {
    for (;;) {
      const done = Atomics.load(shared.control, Control.done);
      if (done === shares.length) return;
      await Atomics.waitAsync(shared.control, Control.done, done).value;
    }
  }
}

async function takeAll(results: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of results);
}
