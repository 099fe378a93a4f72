/** What is known of a group beside the numbers of a score. */
export interface KnownPeople {
  /** Everybody in the group, as other tables count them. */
  all: number;
  /** Cases among them where other tables count those too; null = nowhere. */
  cases: number | null;
}

/**
 * Chooses who of a group is evaluated, so that no number of people tells how many could not be: the group without a
 * multiple of `base`, at least one, and so many cases. Statistics are of these people, so not even the width of an
 * interval says more. `status`: 1 case, 0 control of those who could be evaluated, or null for everybody of a trait that
 * has no cases. `random`: seeded, chooses who is left out. Returns indices into them, ascending; none where none is left.
 */
export function roundPeople(
  count: number,
  status: ArrayLike<number> | null,
  known: KnownPeople,
  base: number,
  random: () => number
): number[] {
  const order = shuffled(count, random);
  if (status === null) return order.slice(0, belowBy(count, known.all, base)).sort(ascending);
  const [cases, controls] = [1, 0].map((wanted) => order.filter((i) => status[i] === wanted));
  const keptCases =
    known.cases === null ? Math.floor(cases.length / base) * base : belowBy(cases.length, known.cases, base);
  const all = belowBy(Math.min(known.all - base, keptCases + controls.length), known.all, base);
  const keptControls = all - keptCases;
  if (keptControls <= 0) return [];
  return [...cases.slice(0, keptCases), ...controls.slice(0, keptControls)].sort(ascending);
}

/** The largest `all` − k × `base`, k at least 1, that is no more than `count`; 0 where there is none. */
function belowBy(count: number, all: number, base: number): number {
  return Math.max(0, all - Math.max(1, Math.ceil((all - count) / base)) * base);
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({length: count}, (_, i) => i);
  for (let i = count - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function ascending(a: number, b: number): number {
  return a - b;
}
