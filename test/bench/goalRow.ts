/** Prints a time beside its goal, both in milliseconds. */
export function goalRow(name: string, milliseconds: number, goal: number): void {
  const met = milliseconds < goal ? "met" : "MISSED";
  valueRow(name, milliseconds, `goal below ${goal} ms: ${met}`);
}

/** Prints a time in milliseconds that has no goal. */
export function valueRow(name: string, milliseconds: number, remark = ""): void {
  console.log(`  ${name.padEnd(46)} ${milliseconds.toFixed(0).padStart(6)} ms  ${remark}`.trimEnd());
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

export function largest(values: number[]): number {
  return Math.max(...values);
}
