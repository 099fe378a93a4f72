declare const brand: unique symbol;

/** A value that disclosure control has passed. Only this file makes one; only `release/parquet.ts` writes one. */
export type Protected<T> = T & {readonly [brand]: true};
