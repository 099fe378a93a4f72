import type {EquityRow} from "../../src/model/equity.js";
import type {Column, TableBatch} from "../../src/model/table.js";
import {floatColumn} from "./association/numberColumns.js";
import {stringColumn} from "./stringColumn.js";

/** Table `equity`: an indicator by subgroup, with the columns of `EquityRow`; 1 = yes, 0 = no. Null = unknown or withheld. */
export function equityTable(rows: readonly EquityRow[]): TableBatch {
  const text = (name: "setting" | "date" | "source" | "indicator" | "dimension" | "subgroup"): Column =>
    stringColumn(
      name,
      rows.map((row) => row[name] ?? ""),
      {emptyIsNull: true}
    );
  const number = (name: "estimate" | "se" | "ci_lb" | "ci_ub" | "population" | "setting_average"): Column =>
    floatColumn(
      name,
      Float64Array.from(rows, (row) => row[name] ?? NaN)
    );
  const flag = (name: "favourable_indicator" | "ordered_dimension" | "reference_subgroup" | "synthetic"): Column => ({
    name,
    type: "int32",
    values: Int32Array.from(rows, (row) => Number(row[name]))
  });
  return {
    rows: rows.length,
    columns: [
      text("setting"),
      text("date"),
      text("source"),
      text("indicator"),
      text("dimension"),
      text("subgroup"),
      {
        name: "subgroup_order",
        type: "int32",
        values: Int32Array.from(rows, ({subgroup_order: order}) => order ?? 0),
        valid: Uint8Array.from(rows, ({subgroup_order: order}) => (order === null ? 0 : 1))
      },
      number("estimate"),
      number("se"),
      number("ci_lb"),
      number("ci_ub"),
      number("population"),
      number("setting_average"),
      flag("favourable_indicator"),
      flag("ordered_dimension"),
      floatColumn(
        "indicator_scale",
        Float64Array.from(rows, ({indicator_scale: scale}) => scale)
      ),
      flag("reference_subgroup"),
      flag("synthetic")
    ]
  };
}
