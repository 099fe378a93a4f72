import gammaln from "@stdlib/math-base-special-gammaln";

/** Logarithms of factorials met so far: exact tests ask for the same few thousand many times. */
const known: number[] = [];

/** Natural logarithm of n! for a whole number from 0 on. */
export function logFactorial(n: number): number {
  return (known[n] ??= gammaln(n + 1));
}

/** Natural logarithm of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
