import {noisyShareInterval} from "../../../src/kernels/noisyShareInterval.js";
import type {PhenotypeShare, ResultShare, ShownShare} from "../../../src/model/medicines.js";
import type {PgxPhenotypeRow, PgxResultRow, PgxShare} from "../../../src/model/pharmacogenomicsTables.js";
import {keyedNoise, type KeyedHash} from "./keyedNoise.js";

/** How counts of medicines are protected; null = exact, because the consent of class `open` says so. */
export interface MedicineProtection {
  /** Counts that come out at 0 to `limit` are withheld. */
  limit: number;
  /** Of the ledger. */
  hash: KeyedHash;
}

/**
 * Phenotypes and results as they are shown. The same readers have exact counts of genotypes, of other and finer groups,
 * from which subtraction could work out any exact count: so every count gets noise, of half the limit as its standard
 * deviation, and is then withheld where it, or the rest of its group, comes out at the limit or less.
 */
export function hideMedicines(
  phenotypes: readonly PgxPhenotypeRow[],
  results: readonly PgxResultRow[],
  protection: MedicineProtection | null
): {phenotypes: PhenotypeShare[]; results: ResultShare[]} {
  return {
    phenotypes: phenotypes
      .map(({gene, phenotype, priority, whole, group, ...row}) => ({
        gene,
        phenotype,
        priority,
        whole,
        ...shown(group, row, protection)
      }))
      // A phenotype that the tables do not rate has a row where somebody has it only: the row itself would tell.
      .filter(({priority, n}) => protection === null || priority !== null || n !== null),
    results: results.map(({medicine, genes, level, result, whole, silent, group, ...row}) => {
      const rest = shown(group, row, protection);
      return {
        medicine,
        genes,
        level: level === "" ? null : level,
        result,
        whole,
        silent: partOf(group, silent, rest.people, protection),
        ...rest
      };
    })
  };
}

/** Standard deviation of the noise, people. */
export function noiseSdOf(protection: Pick<MedicineProtection, "limit"> | null): number {
  return protection === null ? 0 : Math.ceil(protection.limit / 2);
}

function shown(
  group: string,
  {people, least, most, share}: PgxShare,
  protection: MedicineProtection | null
): Omit<ShownShare, "whole"> {
  const noiseSd = noiseSdOf(protection);
  const withheld = {
    ancestry: group,
    people: null,
    n: null,
    share: null,
    low: null,
    high: null,
    uncertain: null,
    noiseSd
  };
  const all = counted(group, people, protection);
  if (all === 0 || isFew(all, protection)) return withheld;
  const expected = share * people;
  const n = Math.min(all, counted(group, Math.round(expected), protection));
  const uncertain = partOf(group, most - least, all, protection);
  if (isFew(n, protection) || isFew(all - n, protection)) return {...withheld, people: all, uncertain};
  const exact = protection === null ? expected : n;
  const [low, high] = noisyShareInterval(exact, all, noiseSd);
  return {ancestry: group, people: all, n, share: exact / all, low, high, uncertain, noiseSd};
}

function partOf(
  group: string,
  count: number,
  people: number | null,
  protection: MedicineProtection | null
): number | null {
  if (people === null || people === 0) return null;
  const n = Math.min(people, counted(group, count, protection));
  return isFew(n, protection) ? null : n / people;
}

function counted(group: string, count: number, protection: MedicineProtection | null): number {
  if (protection === null) return count;
  return Math.max(0, count + keyedNoise(protection.hash, group, count, noiseSdOf(protection)));
}

/** 0 among them: where nobody is would tell of everybody. */
function isFew(count: number, protection: MedicineProtection | null): boolean {
  return protection !== null && count <= protection.limit;
}
