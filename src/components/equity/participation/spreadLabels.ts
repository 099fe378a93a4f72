/**
 * Places for labels in one column, in the order of where each would like to be: at least `gap` apart and between `low`
 * and `high` if there is room for all, else as close to each other as needed to stay between them.
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const step = wanted.length > 1 ? Math.min(gap, (high - low) / (wanted.length - 1)) : gap;
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const placed = order.map((i) => wanted[i]);
  for (let i = 0; i < placed.length; i++) placed[i] = Math.max(placed[i], i === 0 ? low : placed[i - 1] + step);
  for (let i = placed.length - 1; i >= 0; i--)
    placed[i] = Math.min(placed[i], i === placed.length - 1 ? high : placed[i + 1] - step);
  const places = [...wanted];
  order.forEach((i, rank) => (places[i] = placed[rank]));
  return places;
}
