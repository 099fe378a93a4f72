/** A missing value in a sample file: empty, NA or -9. */
export function isMissing(value: string): boolean {
  return value === "" || value === "NA" || value === "-9";
}

/** PLINK coding: 1 male, 2 female, 0 missing; null = none of M, F, male, female, 1, 2, in any case, nor missing nor 0. */
export function parseSex(value: string): 0 | 1 | 2 | null {
  if (isMissing(value) || value === "0") return 0;
  const lower = value.toLowerCase();
  if (lower === "m" || lower === "male" || lower === "1") return 1;
  if (lower === "f" || lower === "female" || lower === "2") return 2;
  return null;
}

/** A finite decimal number; NaN = missing; null = something else. */
export function parseNumber(value: string): number | null {
  if (isMissing(value)) return NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value) && Number.isFinite(Number(value)) ? Number(value) : null;
}

/** Nobody has been known to live to this age. */
export const maxAgeYears = 130;

/** Years in [0, 130]; NaN = missing; null = something else. */
export function parseAgeYears(value: string): number | null {
  const years = parseNumber(value);
  return years !== null && (years < 0 || years > maxAgeYears) ? null : years;
}

/** Decade of an age, `40–49`. Single years would make groups too small to release. */
export function ageBand(years: number): string {
  const decade = Math.floor(years / 10) * 10;
  return `${decade}–${decade + 9}`;
}
