import {mayShow} from "./smallCells.js";

/** What is withheld of one gene: of each group its people, all who have the gene mutated, and each class of mutation. */
export interface HiddenInGene {
  people: boolean[];
  mutated: boolean[];
  classes: boolean[][];
}

/**
 * Withholds counts of 1 to `maxWithheld` people of one gene, and as many others as it takes: what is shown leaves each
 * withheld count that is not 0 a range of at least `maxWithheld`, also for somebody who knows from other tables how many
 * people all groups have and how many of them have the gene mutated. `counts`: by group and class, each person in one
 * class. Where all groups together have too few mutated, nothing of the gene but zeros and numbers of people is shown.
 *
 * A group of too few people is hidden whole. In a group where the mutated or the others are too few, or are hidden for
 * another group's sake, all classes go; else classes go, the smallest first, until the hidden ones leave each other
 * enough room; and so do the mutated of groups.
 */
export function hideInGene(
  people: readonly number[],
  counts: readonly (readonly number[])[],
  maxWithheld: number
): HiddenInGene {
  const mutated = counts.map(sum);
  const hiddenPeople = hideInLine(people, maxWithheld);
  const classes = counts.map((line) => hideInLine(line, maxWithheld));
  const hidden = mutated.map(
    (count, g) =>
      hiddenPeople[g] ||
      !mayShow([count, people[g] - count], maxWithheld) ||
      isPinned(counts[g], classes[g], maxWithheld)
  );
  while (hidden.includes(true) && !haveRoom(people, mutated, hiddenPeople, hidden, maxWithheld)) {
    const next = smallest(mutated, (g) => !hidden[g] && people[g] > 0);
    if (next === undefined) break;
    hidden[next] = true;
  }
  return {
    people: hiddenPeople,
    mutated: hidden,
    classes: classes.map((line, g) => line.map((isHidden) => isHidden || hidden[g]))
  };
}

/** Small counts of a line whose sum is known, and the smallest others until the hidden ones leave each other room. */
function hideInLine(counts: readonly number[], maxWithheld: number): boolean[] {
  const hidden = counts.map((count) => !mayShow([count], maxWithheld));
  while (isPinned(counts, hidden, maxWithheld)) {
    const next = smallest(counts, (i) => !hidden[i] && counts[i] > 0);
    if (next === undefined) break;
    hidden[next] = true;
  }
  return hidden;
}

/** Whether hidden counts, none 0 and with a known sum, leave too little room: each is from 1 to the sum less 1 for each other. */
function isPinned(counts: readonly number[], hidden: readonly boolean[], maxWithheld: number): boolean {
  const concealed = counts.filter((_, i) => hidden[i]);
  return concealed.length > 0 && (concealed.length === 1 || sum(concealed) - concealed.length < maxWithheld);
}

/**
 * Whether each hidden number of mutated people could be `maxWithheld` more or less, given their sum. Where the people of
 * a group are known, hidden mutated ones are taken to be neither none nor all of them, which only narrows the range.
 */
function haveRoom(
  people: readonly number[],
  mutated: readonly number[],
  hiddenPeople: readonly boolean[],
  hidden: readonly boolean[],
  maxWithheld: number
): boolean {
  const groups = [...mutated.keys()].filter((g) => hidden[g] && people[g] > 0);
  const known = groups.filter((g) => !hiddenPeople[g]);
  const unknown = groups.filter((g) => hiddenPeople[g]);
  const total = sum(groups.map((g) => mutated[g]));
  const unknownPeople = sum(unknown.map((g) => people[g]));
  const mostOf = (those: readonly number[]): number => sum(those.map((g) => people[g] - 1));
  return groups.every((g) => {
    if (mutated[g] === 0) return true;
    const others = known.filter((other) => other !== g);
    const [low, high] = hiddenPeople[g]
      ? [
          Math.max(0, total - mostOf(known) - (unknownPeople - 1)),
          Math.min(unknownPeople - (unknown.length - 1), total - known.length)
        ]
      : [Math.max(1, total - mostOf(others) - unknownPeople), Math.min(people[g] - 1, total - others.length)];
    return high - low >= maxWithheld;
  });
}

/** Index of the smallest of those that may be taken, the first of equals. */
function smallest(counts: readonly number[], mayTake: (index: number) => boolean): number | undefined {
  return [...counts.keys()].filter(mayTake).sort((a, b) => counts[a] - counts[b] || a - b)[0];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
