/** Lower ends of the classes of the map after the first one: participants per 1,000 people. */
export const classEnds = [0.01, 0.1, 1, 10, 100, 1000] as const;

/** Which class, from 0; each is ten times the one before. */
export function classOf(perThousand: number): number {
  return classEnds.filter((end) => perThousand >= end).length;
}
