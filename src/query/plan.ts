import type {Answer, Question} from "../model/question.js";
import type {ReleaseManifest} from "../model/release.js";
import type {QueryFacts} from "../model/request.js";

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
    smallest_group: smallestGroup(question, people)
  };
}

/** The same facts once the answer is there: its smallest count is judged before anybody sees it. */
export function factsOfAnswer(planned: QueryFacts, answer: Pick<Answer, "smallestCell">): QueryFacts {
  return {...planned, min_cell: answer.smallestCell};
}

/** Characteristics that describe the people of one cell; cells by ancestry beside cells by sex use one at a time. */
function mostAtOnce({groupBy, measures}: Question): string[] {
  const perCell = [groupBy, ...measures.map(({where}) => [...new Set([...groupBy, ...Object.keys(where)])])];
  return perCell.reduce((most, names) => (names.length > most.length ? names : most));
}

/**
 * People in the smallest group that a cell describes; null when no cell describes a group, or the groups are unknown.
 * Withheld counts of people are taken as 1, the least that they can be.
 */
function smallestGroup({groupBy, measures}: Question, people: ReleaseManifest["people"]): number | null {
  const sizes = measures
    .filter(({where}) => groupBy.length > 0 || Object.keys(where).length > 0)
    .flatMap(({where}) => groupSizes(people, where, groupBy));
  return sizes.length > 0 ? Math.min(...sizes) : null;
}

function groupSizes(
  {strata, rows}: ReleaseManifest["people"],
  where: Record<string, string>,
  groupBy: string[]
): number[] {
  const variables = [...Object.keys(where), ...groupBy];
  if (variables.some((name) => !strata.includes(name))) return [];
  const sizes = new Map<string, number>();
  for (const {levels, n} of rows) {
    if (Object.entries(where).some(([name, level]) => levels[strata.indexOf(name)] !== level)) continue;
    const group = JSON.stringify(groupBy.map((name) => levels[strata.indexOf(name)]));
    sizes.set(group, (sizes.get(group) ?? 0) + (n ?? 1));
  }
  return [...sizes.values()].filter((size) => size > 0);
}
