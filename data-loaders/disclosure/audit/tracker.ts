import {groupsOf, type LinkedTables} from "../people/linkedTables.js";

/**
 * Which hidden numbers a reader gets with a tracker: by asking for groups that are all answered, though the group itself
 * is not. A group is answered when some table shows numbers that make it up without overlap. Per hidden group C:
 *
 * - individual tracker: q(C) = q(A) - q(A and not C), for every shown group A around C;
 * - general tracker: q(C) = q(C or T) + q(C or not T) - q(T) - q(not T), for every shown group T.
 *
 * Returns 1 per number found. `hidden` has a value per published number, 0 = shown.
 *
 * Denning, Denning & Schwartz 1979, The tracker: a threat to statistical database security, ACM TODS 4:76.
 */
export function trackedNumbers(tables: LinkedTables, hidden: Uint8Array): Uint8Array {
  const {dimensions, cells, cellsOf, tables: published} = tables;
  const numberOf = published.map(({dimensions: kept, first}) => groupsOf(dimensions, kept).map((g) => first + g));
  const members = cellsOf.map((list) => setOf(cells.length, list));
  const isAnswered = (group: Uint8Array): boolean => numberOf.some((number) => isMadeUp(group, number));

  const trackers = members.filter((tracker, number) => !hidden[number] && isAnswered(tracker.map((isIn) => 1 - isIn)));

  /** Whether every number that touches the group is shown and lies in it whole. */
  function isMadeUp(group: Uint8Array, number: Int32Array): boolean {
    for (let cell = 0; cell < group.length; ++cell) {
      if (group[cell] === 0) continue;
      if (hidden[number[cell]]) return false;
      const list = cellsOf[number[cell]];
      // A number is looked at once, at the first of its cells.
      if (list[0] < cell && group[list[0]]) continue;
      for (let i = 0; i < list.length; ++i) if (group[list[i]] === 0) return false;
    }
    return true;
  }

  function isFound(target: number): boolean {
    const own = members[target];
    // Whatever is asked around C, a table answers it only where it shows all its numbers that touch C. What else these
    // numbers count has to be in the group too; of tables that ask for more than another, the other is enough.
    const around = numberOf
      .filter((number) => cellsOf[target].every((cell) => !hidden[number[cell]]))
      .map((number) => new Set([...cellsOf[target]].flatMap((cell) => [...cellsOf[number[cell]]])))
      .map((cover) => [...cover].filter((cell) => !own[cell]));
    const rests = around.filter(
      (rest, i) => !around.some((other, j) => isWithin(other, rest) && (other.length < rest.length || j < i))
    );
    const isAloneIn = (group: Uint8Array): boolean => isAnswered(group.map((isIn, cell) => isIn & (1 - own[cell])));
    if (rests.length === 0) return false;
    if (around.some((rest) => isAnswered(setOf(cells.length, rest)))) return true;
    const wholes = numberOf.map((number) => number[cellsOf[target][0]]).filter((number) => !hidden[number]);
    if (wholes.some((n) => cellsOf[target].every((cell) => members[n][cell]) && isAloneIn(members[n]))) return true;

    return rests.some((inside) =>
      rests
        .filter((outside) => !outside.some((cell) => inside.includes(cell)))
        .some((outside) => trackers.some((tracker) => isTracker(tracker, inside, outside, own)))
    );
  }

  /** Whether T takes in what one table asks for and leaves out what another does, and both sums around C are answered. */
  function isTracker(tracker: Uint8Array, inside: number[], outside: number[], own: Uint8Array): boolean {
    return (
      inside.every((cell) => tracker[cell]) &&
      outside.every((cell) => !tracker[cell]) &&
      isAnswered(tracker.map((isIn, cell) => isIn | own[cell])) &&
      isAnswered(tracker.map((isIn, cell) => (1 - isIn) | own[cell]))
    );
  }

  return Uint8Array.from(cellsOf, (_, number) => (hidden[number] && isFound(number) ? 1 : 0));
}

function isWithin(part: number[], whole: number[]): boolean {
  return part.every((cell) => whole.includes(cell));
}

function setOf(size: number, cells: ArrayLike<number>): Uint8Array {
  const set = new Uint8Array(size);
  for (let i = 0; i < cells.length; ++i) set[cells[i]] = 1;
  return set;
}
