import {html} from "htl";
import type {ShownShare} from "../../model/medicines.js";
import type {TableColumn} from "../dataTable.js";

/** Columns of a table of shares; the first says what they are shares of. */
export function shareColumns<Row extends ShownShare>(label: string, of: (row: Row) => string): TableColumn<Row>[] {
  return [
    {label, cell: of},
    {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
    shareColumn("Share", ({share}) => share),
    shareColumn("95 % from", ({low}) => low),
    shareColumn("to", ({high}) => high),
    shareColumn("Uncertain", ({uncertain}) => uncertain),
    {label: "All alleles seen", cell: ({whole}) => (whole ? "yes" : "no")}
  ];
}

export function shareColumn<Row>(label: string, of: (row: Row) => number | null): TableColumn<Row> {
  return {label, numeric: true, cell: (row) => percent(of(row)), text: (row) => plain(of(row))};
}

function percent(share: number | null): string | Node {
  return share === null
    ? (html`<span class="withheld" title="few people, or nearly all: withheld">withheld</span>` as Node)
    : `${(share * 100).toFixed(1)} %`;
}

function plain(share: number | null): string {
  return share === null ? "withheld" : String(Number(share.toPrecision(6)));
}
