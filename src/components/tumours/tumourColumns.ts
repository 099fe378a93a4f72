import {html} from "htl";
import type {CooccurrenceRow, EvidenceRow, OncoprintRow, PairedRow, ResistanceRow} from "../../model/tumours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatMinusLog10P} from "../formatNumber.js";
import {directionOf, featureName, formatRatio, levelWords, pairFinding, significanceWords} from "./tumourWords.js";

type Ratio = Pick<ResistanceRow, "oddsRatio" | "oddsRatioLow" | "oddsRatioHigh" | "minusLog10P" | "minusLog10Q">;

/** The columns of the tables that say the same as the charts. */
export const resistanceColumns: TableColumn<ResistanceRow>[] = [
  {label: "Mutation", cell: featureName},
  number("With it, resistant", (row) => row.mutatedResistant, formatCount),
  number("With it, sensitive", (row) => row.mutatedSensitive, formatCount),
  number("Others, resistant", (row) => row.otherResistant, formatCount),
  number("Others, sensitive", (row) => row.otherSensitive, formatCount),
  ...ratioColumns<ResistanceRow>(),
  ...adjustedColumns<ResistanceRow>(),
  {label: "Found", cell: (row) => directionWords[directionOf(row)]}
];

export const pairColumns: TableColumn<PairedRow>[] = [
  {label: "Mutation", cell: featureName},
  number("Kept", (row) => row.both, formatCount),
  number("Gained", (row) => row.gained, formatCount),
  number("Lost", (row) => row.lost, formatCount),
  number("Neither", (row) => row.neither, formatCount),
  ...ratioColumns<PairedRow>()
];

export const togetherColumns: TableColumn<CooccurrenceRow>[] = [
  {label: "Gene", cell: ({geneA}) => geneA},
  {label: "Other gene", cell: ({geneB}) => geneB},
  number("Both", (row) => row.both, formatCount),
  number("Only the one", (row) => row.onlyA, formatCount),
  number("Only the other", (row) => row.onlyB, formatCount),
  number("Neither", (row) => row.neither, formatCount),
  ...ratioColumns<CooccurrenceRow>(),
  ...adjustedColumns<CooccurrenceRow>(),
  {label: "Found", cell: (row) => pairWords[pairFinding(row)]}
];

export const shareColumns: TableColumn<OncoprintRow>[] = [
  {label: "Gene", cell: ({gene}) => gene},
  {label: "Mutation", cell: ({mutationClass}) => mutationClass ?? "any"},
  {label: "Genetic ancestry group", cell: ({group}) => group},
  number("People", ({people}) => people, formatCount),
  number("Mutated", ({mutated}) => mutated, formatCount),
  number("Share", ({share}) => share, perCent),
  number("95 % from", ({shareLow}) => shareLow, perCent),
  number("to", ({shareHigh}) => shareHigh, perCent)
];

export const evidenceColumns: TableColumn<EvidenceRow>[] = [
  {label: "Mutation here", cell: featureName},
  {
    label: "Published about",
    cell: ({item, exact}) => `${item.gene} ${item.variant}${exact ? "" : " (another mutation of the gene)"}`
  },
  {label: "Says", cell: ({item}) => significanceWords(item)},
  {label: "Level of evidence", cell: ({item}) => levelWords[item.level]},
  {label: "Medicine", cell: ({item}) => item.drugs.join(", ")},
  {label: "Disease", cell: ({item}) => item.disease},
  {label: "Publication", cell: ({item}) => `${item.citation} (${item.id})`}
];

const directionWords = {
  resistant: "resistant more often",
  sensitive: "sensitive more often",
  unclear: "nothing found",
  withheld: "withheld"
} as const;

const pairWords = {
  together: "together",
  apart: "apart",
  "apart, not adjusted": "apart, not adjusted for the kind of tumour",
  unclear: "nothing found",
  withheld: "withheld"
} as const;

function ratioColumns<Row extends Ratio>(): TableColumn<Row>[] {
  return [
    number("Odds ratio", ({oddsRatio}) => oddsRatio, formatRatio),
    number("95 % from", ({oddsRatioLow}) => oddsRatioLow, formatRatio),
    number("to", ({oddsRatioHigh}) => oddsRatioHigh, formatRatio),
    number(
      "p",
      ({minusLog10P}) => minusLog10P,
      formatMinusLog10P,
      (value) => 10 ** -value
    ),
    number(
      "False discovery rate",
      ({minusLog10Q}) => minusLog10Q,
      formatMinusLog10P,
      (value) => 10 ** -value
    )
  ];
}

function adjustedColumns<Row extends Pick<ResistanceRow, "beta" | "minusLog10QAdjusted">>(): TableColumn<Row>[] {
  return [
    number("Adjusted odds ratio", ({beta}) => (beta === null ? null : Math.exp(beta)), formatRatio),
    number(
      "Its false discovery rate",
      (row) => row.minusLog10QAdjusted,
      formatMinusLog10P,
      (value) => 10 ** -value
    )
  ];
}

function number<Row>(
  label: string,
  of: (row: Row) => number | null,
  format: (value: number) => string,
  plain: (value: number) => number = (value) => value
): TableColumn<Row> {
  return {
    label,
    numeric: true,
    cell: (row) => {
      const value = of(row);
      return value === null
        ? (html`<span class="withheld" title="few people: withheld, or not told">withheld</span>` as Node)
        : format(value);
    },
    text: (row) => {
      const value = of(row);
      return value === null ? "withheld" : String(Number(plain(value).toPrecision(6)));
    }
  };
}

function perCent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
