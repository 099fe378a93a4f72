import type {GenotypeBatch} from "../cohort.js";

/** Limits of a batch: bytes of genotypes, and variants. */
const batchBytes = 4 * 2 ** 20;
const batchVariants = 2048;

export interface Variant {
  chrom: string;
  pos: number;
  ref: string;
  alt: string;
  rsid: string;
  ploidy: number;
}

/** Collects variants one by one. */
export class BatchBuilder {
  count = 0;

  private readonly stride: number;
  private capacity: number;
  private batch: GenotypeBatch;

  constructor(people: number) {
    this.stride = Math.ceil(people / 4);
    this.capacity = Math.max(1, Math.min(batchVariants, Math.floor(batchBytes / this.stride)));
    this.batch = this.emptyBatch();
  }

  /** The batch should be finished before another row is added. */
  get full(): boolean {
    return this.count >= this.capacity;
  }

  /** Adds a variant; its genotypes are to be written into the bytes returned. */
  add({chrom, pos, ref, alt, rsid, ploidy}: Variant): Uint8Array {
    const i = this.count++;
    const {batch, stride} = this;
    if (i === batch.pos.length) this.enlarge();
    batch.chrom.push(chrom);
    batch.ref.push(ref);
    batch.alt.push(alt);
    batch.rsid.push(rsid);
    batch.pos[i] = pos;
    batch.ploidy[i] = ploidy;
    return batch.genotypes.subarray(i * stride, (i + 1) * stride);
  }

  /** What was collected; the builder is empty afterwards. */
  finish(): GenotypeBatch {
    const {batch, count, stride} = this;
    this.batch = this.emptyBatch();
    this.count = 0;
    return {
      ...batch,
      count,
      pos: batch.pos.subarray(0, count),
      ploidy: batch.ploidy.subarray(0, count),
      genotypes: batch.genotypes.subarray(0, count * stride)
    };
  }

  /** One row can have more alternate alleles than a batch has room for. */
  private enlarge(): void {
    const {batch} = this;
    const room = 2 * batch.pos.length;
    batch.pos = enlarged(new Int32Array(room), batch.pos);
    batch.ploidy = enlarged(new Uint8Array(room), batch.ploidy);
    batch.genotypes = enlarged(new Uint8Array(room * this.stride), batch.genotypes);
  }

  private emptyBatch(): GenotypeBatch {
    const {capacity, stride} = this;
    return {
      count: 0,
      chrom: [],
      pos: new Int32Array(capacity),
      ref: [],
      alt: [],
      rsid: [],
      ploidy: new Uint8Array(capacity),
      genotypes: new Uint8Array(capacity * stride)
    };
  }
}

function enlarged<T extends Int32Array | Uint8Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
