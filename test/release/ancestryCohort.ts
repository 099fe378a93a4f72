import {readFileSync} from "node:fs";
import {inferAncestry} from "../../data-loaders/release/ancestrySide.js";
import {openCohort} from "../../data-loaders/sources/openCohort.js";
import {notAssigned, type InferredAncestry} from "../../src/model/ancestry.js";

const data = new URL("../../../shared/data/", import.meta.url).pathname;

/** The 1000 Genomes panel: population and super-population by sample id. */
export function readPanel(): Map<string, {pop: string; superPop: string}> {
  const [, ...rows] = readFileSync(`${data}panel/integrated_call_samples_v3.20130502.ALL.panel`, "utf8")
    .trimEnd()
    .split("\n");
  return new Map(
    rows.map((row) => {
      const [id, pop, superPop] = row.split("\t");
      return [id, {pop, superPop}];
    })
  );
}

/** Labels of the panel for the people of whom `isReference` is true; the others have none. */
export function labelsOf(ids: Iterable<string>, isReference: (id: string, i: number) => boolean): string {
  const panel = readPanel();
  return `id\tgroup\n${Array.from(ids, (id, i) => `${id}\t${isReference(id, i) ? panel.get(id)!.superPop : ""}\n`).join("")}`;
}

/** Groups of a cohort's people, in the order of its files, and what is said of the inference. */
export async function groupsOf(manifest: string): Promise<{groups: string[]; inferred: InferredAncestry}> {
  const {cohort, inferred} = await inferAncestry(await openCohort(manifest));
  const {levels, codes} = cohort.people.strata.find(({name}) => name === "ancestry")!;
  return {groups: Array.from(codes, (code) => (code < 0 ? "left out" : levels[code])), inferred: inferred!};
}

/** How many people of a group were put where. */
export function tallied(groups: readonly string[], truths: readonly (string | null)[]) {
  const tally: Record<string, {people: number; assigned: number; right: number}> = {};
  truths.forEach((truth, i) => {
    if (truth === null) return;
    const own = (tally[truth] ??= {people: 0, assigned: 0, right: 0});
    ++own.people;
    if (groups[i] !== notAssigned) ++own.assigned;
    if (groups[i] === truth) ++own.right;
  });
  return tally;
}
