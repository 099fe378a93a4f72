import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import {mutationClasses, type OncoprintRow} from "../../../src/model/tumours.js";
import type {StratumVariable} from "../../sources/cohort.js";
import type {Tumours} from "../../sources/tumours/tumours.js";
import {mutatedPeople} from "./mutatedPeople.js";
import {hideInGene} from "./hideInGene.js";
import {namedMin, type TumourSettings} from "./tumourSettings.js";

/**
 * Shares of the people of each group whose gene is mutated, in any way and by class, for the `genesMax` most often
 * mutated genes, most often first. Each person is in one class per gene, so nobody's column can be read from it. Counts of
 * 1 to `settings.maxWithheld` are withheld, with others so that they cannot be worked out; see `hideInGene`.
 */
export function oncoprintTable(
  tumours: Tumours,
  groups: StratumVariable,
  settings: Pick<TumourSettings, "timepoint" | "mutatedMin" | "maxWithheld">,
  genesMax = 50
): OncoprintRow[] {
  const {sequenced, features} = mutatedPeople(tumours, settings.timepoint);
  const people = groups.levels.map(() => 0);
  sequenced.forEach((one, person) => {
    if (one === 1 && groups.codes[person] >= 0) people[groups.codes[person]]++;
  });
  const genes = features
    .filter(({change}) => change === null)
    .map(({gene, people: mutated, classes}) => {
      const counts = groups.levels.map(() => mutationClasses.map(() => 0));
      mutated.forEach((person, i) => {
        if (groups.codes[person] >= 0) counts[groups.codes[person]][classes[i]]++;
      });
      return {gene, counts, total: counts.flat().reduce((sum, count) => sum + count, 0)};
    })
    .filter(({total}) => total >= namedMin(settings))
    .sort((a, b) => b.total - a.total || (a.gene < b.gene ? -1 : 1))
    .slice(0, genesMax);

  return genes.flatMap(({gene, counts}) => {
    const hidden = hideInGene(people, counts, settings.maxWithheld);
    return groups.levels.flatMap((group, g) => {
      const any = counts[g].reduce((sum, count) => sum + count, 0);
      const shownPeople = hidden.people[g] ? null : people[g];
      return [
        rowOf(gene, null, group, shownPeople, hidden.mutated[g] ? null : any),
        ...mutationClasses.map((name, c) =>
          rowOf(gene, name, group, shownPeople, hidden.classes[g][c] ? null : counts[g][c])
        )
      ];
    });
  });
}

function rowOf(
  gene: string,
  mutationClass: OncoprintRow["mutationClass"],
  group: string,
  people: number | null,
  mutated: number | null
): OncoprintRow {
  const isShown = people !== null && mutated !== null && people > 0;
  const [low, high] = isShown ? wilsonInterval(mutated, people) : [null, null];
  return {
    gene,
    mutationClass,
    group,
    people,
    mutated,
    share: isShown ? mutated / people : null,
    shareLow: low,
    shareHigh: high
  };
}
