import type {Answer, Question} from "../model/question.js";
import type {ReleaseManifest} from "../model/release.js";
import type {QueryFacts} from "../model/request.js";
import {carriesNoise} from "../model/tierView.js";
import {groupsOf} from "./mergeGroups.js";

/**
 * What a question would return, as the facts that the policy judges, before anything is run.
 * `variants` is how many variants pass its filters, null when it has none.
 * No count is known yet (`min_cell` null); the size of the smallest group is, from the public counts of people.
 */
export function planQuestion(
  question: Question,
  people: ReleaseManifest["people"],
  variants: number | null
): QueryFacts {
  const tables = question.measures.map(({table}) => table);
  const groups = [...new Set([...question.groupBy, ...question.measures.flatMap(({where}) => Object.keys(where))])];
  return {
    table: tables.includes("genotype_counts") ? "genotype_counts" : (tables[0] ?? "variants"),
    columns: [...question.columns, ...question.groupBy, ...question.measures.map(({name}) => name)],
    group_by: groups,
    filters: question.filters.map(({kind}) => kind),
    min_cell: null,
    variants,
    quasi_identifiers: mostAtOnce(question),
    result_level: groups.length > 0 ? "stratum" : "cohort",
    smallest_group: smallestGroup(question, people),
    merge_smallest: question.mergeSmallest ?? 0,
    ...(question.method && {method: question.method})
  };
}

/** The same facts with the side of the release that is asked, as `manifest` has it: see `tierView`. */
export function factsOfTable(
  planned: QueryFacts,
  manifest: Pick<ReleaseManifest, "cohort" | "tables" | "privacy">
): QueryFacts {
  const table = manifest.tables.find(({name}) => name === planned.table);
  if (!table) return planned;
  return {...planned, tier: table.tier, ...(carriesNoise(manifest, table.name, table.tier) && {noisy: true})};
}

/**
 * The same facts once the answer is there: its smallest count is judged before anybody sees it.
 * A number with noise is no count of people: a small one says nothing about how many there are.
 */
export function factsOfAnswer(planned: QueryFacts, answer: Pick<Answer, "smallestCell">): QueryFacts {
  return {...planned, min_cell: planned.noisy ? null : answer.smallestCell};
}

/** Characteristics that describe the people of one cell; cells by ancestry beside cells by sex use one at a time. */
function mostAtOnce({groupBy, measures}: Question): string[] {
  const perCell = [groupBy, ...measures.map(({where}) => [...new Set([...groupBy, ...Object.keys(where)])])];
  return perCell.reduce((most, names) => (names.length > most.length ? names : most));
}

/**
 * People in the smallest group that a cell describes; null when no cell describes a group, or the groups are unknown.
 */
function smallestGroup(question: Question, people: ReleaseManifest["people"]): number | null {
  const {groupBy, measures} = question;
  const sizes = measures
    .filter(({where}) => groupBy.length > 0 || Object.keys(where).length > 0)
    .flatMap(({where}) => groupSizes(people, where, question));
  return sizes.length > 0 ? Math.min(...sizes) : null;
}

function groupSizes(
  people: ReleaseManifest["people"],
  where: Record<string, string>,
  {groupBy, merged = []}: Question
): number[] {
  const groups = groupsOf(people, where, groupBy);
  const together = merged.map((members) =>
    groups.filter(({levels}) => members.some((member) => member.every((level, i) => level === levels[i])))
  );
  const alone = groups.filter((group) => !together.flat().includes(group));
  return [
    ...alone.map(({people}) => people),
    ...together.map((members) => members.reduce((n, g) => n + g.people, 0))
  ].filter((size) => size > 0);
}
