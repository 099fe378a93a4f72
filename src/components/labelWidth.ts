/** Pixels that the longest label of an axis takes at 14 px, within what a chart can spare. */
export function labelWidth(labels: readonly string[]): number {
  const letters = Math.max(0, ...labels.map((label) => label.length));
  return Math.min(180, Math.max(60, 14 + Math.ceil(letters * 7.8)));
}
