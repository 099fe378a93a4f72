import {geneAt} from "../sources/annotation/geneAt.js";
import type {GeneInterval, GenotypeBatch} from "../sources/cohort.js";

/** Variants whose genotypes a release needs person by person: `chrom-pos-ref-alt` → their place in the panel. */
export interface Watched {
  places: Map<string, number>;
  /** `chrom-pos` of all of them: most variants are none of them, which this tells without their alleles. */
  sites: Set<string>;
}

/** Genotypes of watched variants, as a shard has them. Row i is about the variant at `places[i]`. */
export interface WatchedGenotypes {
  places: number[];
  rsid: string[];
  gene: string[];
  /** `places.length × ceil(people / 4)` bytes, coded as in `GenotypeBatch`. */
  genotypes: Uint8Array<ArrayBuffer>;
}

export function watch(variants: readonly {chrom: string; pos: number; ref: string; alt: string}[]): Watched {
  return {
    places: new Map(variants.map(({chrom, pos, ref, alt}, i) => [`${chrom}-${pos}-${ref}-${alt}`, i])),
    sites: new Set(variants.map(({chrom, pos}) => `${chrom}-${pos}`))
  };
}

/** Passes batches on as they are and keeps the genotypes of watched variants; diploid ones only. */
export class WatchedCollector {
  private readonly places: number[] = [];
  private readonly rsid: string[] = [];
  private readonly gene: string[] = [];
  private readonly rows: Uint8Array[] = [];

  constructor(
    private readonly watched: Watched,
    private readonly genes: GeneInterval[]
  ) {}

  async *through(batches: AsyncIterable<GenotypeBatch>): AsyncGenerator<GenotypeBatch, void, undefined> {
    for await (const batch of batches) {
      this.keep(batch);
      yield batch;
    }
  }

  result(): WatchedGenotypes {
    const {places, rsid, gene, rows} = this;
    const bytes = rows[0]?.length ?? 0;
    const genotypes = new Uint8Array(rows.length * bytes);
    rows.forEach((row, i) => genotypes.set(row, i * bytes));
    return {places, rsid, gene, genotypes};
  }

  private keep({count, chrom, pos, ref, alt, rsid, ploidy, genotypes}: GenotypeBatch): void {
    const bytes = count > 0 ? genotypes.length / count : 0;
    for (let i = 0; i < count; ++i) {
      if (ploidy[i] !== 0 || !this.watched.sites.has(`${chrom[i]}-${pos[i]}`)) continue;
      const place = this.watched.places.get(`${chrom[i]}-${pos[i]}-${ref[i]}-${alt[i]}`);
      if (place === undefined) continue;
      this.places.push(place);
      this.rsid.push(rsid[i]);
      this.gene.push(geneAt(this.genes, chrom[i], pos[i]));
      this.rows.push(genotypes.slice(i * bytes, (i + 1) * bytes));
    }
  }
}

/** Everybody's genotypes of all watched variants that the cohort has, in the order of the panel. */
export interface PanelGenotypes {
  /** Places in the panel, ascending. */
  places: number[];
  rsid: string[];
  gene: string[];
  genotypes: Uint8Array;
  people: number;
}

/** Joins what the shards found. A variant that is in the files twice is taken where it comes first. */
export function joinWatched(found: readonly WatchedGenotypes[], people: number): PanelGenotypes {
  const bytes = Math.ceil(people / 4);
  const all = found.flatMap(({places, rsid, gene, genotypes}) =>
    places.map((place, i) => ({
      place,
      rsid: rsid[i],
      gene: gene[i],
      row: genotypes.subarray(i * bytes, (i + 1) * bytes)
    }))
  );
  const rows = all
    .sort((a, b) => a.place - b.place)
    .filter(({place}, i, sorted) => i === 0 || sorted[i - 1].place !== place);
  const genotypes = new Uint8Array(rows.length * bytes);
  rows.forEach(({row}, i) => genotypes.set(row, i * bytes));
  return {
    places: rows.map(({place}) => place),
    rsid: rows.map(({rsid}) => rsid),
    gene: rows.map(({gene}) => gene),
    genotypes,
    people
  };
}
