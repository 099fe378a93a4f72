import type {FlowStep} from "../../src/model/release.js";
import type {TableBatch} from "../../src/model/table.js";
import type {Protection} from "../disclosure/protect.js";
import type {LedgerVersion} from "./ledger.js";
import type {PeopleSide} from "./peopleSide.js";

/**
 * A number of people as it is shown in a new version: the earlier number where only a few joined or left, since the
 * difference of two versions is a number of people too. Null (withheld) on either side stays as the new version has it.
 */
export function steady(now: number | null, before: number | null | undefined, limit: number): number | null {
  if (now === null || before === null || before === undefined) return now;
  const difference = Math.abs(now - before);
  return difference >= 1 && difference <= limit ? before : now;
}

/** Steps of the flow, with the earlier numbers of people where only a few changed. */
export function steadyFlow(
  flow: FlowStep[],
  before: LedgerVersion["flow"] | undefined,
  limit: number | null
): FlowStep[] {
  if (limit === null || !before) return flow;
  const earlier = new Map(before.map(({key, n}) => [key, n]));
  return flow.map((step) =>
    step.unit === "people" ? {...step, count: steady(step.count, earlier.get(step.id), limit)} : step
  );
}

/** Table `people` with the numbers that the linked tables show for the same groups, so that both say the same. */
export function steadyPeople(table: TableBatch, {dimensions, ledger}: PeopleSide, {limit}: Protection): TableBatch {
  if (limit === null) return table;
  const shown = new Map(ledger.map(({key, n}) => [key, n]));
  const strata = table.columns.flatMap((column) => (column.type === "string" ? column : []));
  return {
    rows: table.rows,
    columns: table.columns.map((column) => {
      if (column.type !== "int32") return column;
      const values = column.values.map((n, row) => {
        const levels = dimensions.map(({name}) => {
          const stratum = strata.find((other) => other.name === name);
          return stratum ? stratum.dictionary[stratum.codes[row]] : null;
        });
        return shown.get(JSON.stringify(levels)) ?? n;
      });
      return {...column, values};
    })
  };
}
