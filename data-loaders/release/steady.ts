/**
 * A number of people as it is shown in a new version: the earlier number where only a few joined or left, since the
 * difference of two versions is a number of people too. Null (withheld) on either side stays as the new version has it.
 */
export function steady(now: number | null, before: number | null | undefined, limit: number): number | null {
  if (now === null || before === null || before === undefined) return now;
  const difference = Math.abs(now - before);
  return difference >= 1 && difference <= limit ? before : now;
}
