import type {TumourMutation} from "../tumours/tumours.js";
import type {Ancestry} from "./populations.js";

/*
 * How tumours of simulated people come about. Genes, mutations and medicines are real and go together as they are known
 * to; how often they do, and how strongly, is made up in round numbers, so that it can be looked for.
 */

/** A mutation of a tumour before treatment. */
export interface SimulatedMutation {
  gene: string;
  /** Null: a mutation of no particular residue. */
  change: string | null;
  mutationClass: TumourMutation["mutationClass"];
  /** Share of tumours that have it. */
  share: number;
  /** Log odds of resistance that it adds; 0 = none was planted. */
  effect: number;
}

export interface SimulatedDisease {
  disease: string;
  treatment: string;
  /** Share of simulated people who have it; nobody has two. */
  share: number;
  /** Log odds of resistance of a tumour with none of the mutations. */
  resistance: number;
  /** A tumour has one of these at most: they exclude each other. */
  drivers: SimulatedMutation[];
  /** Beside a driver of the gene only. */
  beside: (SimulatedMutation & {driver: string})[];
  /** Whatever else there is. */
  others: SimulatedMutation[];
  /** What a resistant tumour has gained when treatment failed, where it had a driver of the gene. */
  gained: Omit<SimulatedMutation & {driver: string}, "effect">[];
}

/** In how many of the tumours that became resistant another sample is taken, and of all others. */
export const sampledAgain = {resistant: 0.8, sensitive: 0.1};

/** Share of responses that are neither. */
export const notEvaluated = 0.08;

/** Share of tumours with RB1 mutated: they go together with TP53. */
export const rb1 = {withTp53: 0.3, withoutTp53: 0.05};

/** How much more often than elsewhere lung tumours of a group have a driver in EGFR. */
export const egfrTimes: Partial<Record<Ancestry, number>> = {EAS: 1.5};

const tp53: Omit<SimulatedMutation, "share" | "effect">[] = [
  {gene: "TP53", change: "R175H", mutationClass: "missense"},
  {gene: "TP53", change: "R273H", mutationClass: "missense"},
  {gene: "TP53", change: null, mutationClass: "truncating"},
  {gene: "TP53", change: null, mutationClass: "splice"}
];

/** TP53 mutations of these shares, none of which changes a response. */
function tp53Of(...shares: number[]): SimulatedMutation[] {
  return tp53.map((mutation, i) => ({...mutation, share: shares[i], effect: 0}));
}

/**
 * EGFR and T790M: Pao et al. 2005, PLoS Med 2:e73. BRAF and NRAS: Nazarian et al. 2010, Nature 468:973. KIT, its second
 * mutations and PDGFRA D842V: Heinrich et al. 2006, J Clin Oncol 24:4764.
 */
export const diseases: readonly SimulatedDisease[] = [
  {
    disease: "lung adenocarcinoma",
    treatment: "Erlotinib",
    share: 0.14,
    resistance: 0.6,
    drivers: [
      {gene: "EGFR", change: "L858R", mutationClass: "missense", share: 0.22, effect: -1.6},
      {gene: "EGFR", change: "E746_A750del", mutationClass: "in-frame", share: 0.22, effect: -1.8},
      {gene: "KRAS", change: "G12C", mutationClass: "missense", share: 0.12, effect: 1.2},
      {gene: "KRAS", change: "G12D", mutationClass: "missense", share: 0.08, effect: 1.2}
    ],
    beside: [{driver: "EGFR", gene: "EGFR", change: "T790M", mutationClass: "missense", share: 0.25, effect: 4}],
    others: [
      ...tp53Of(0.12, 0.12, 0.12, 0.06),
      {gene: "STK11", change: null, mutationClass: "truncating", share: 0.14, effect: 0},
      {gene: "TTN", change: null, mutationClass: "missense", share: 0.35, effect: 0}
    ],
    gained: [{driver: "EGFR", gene: "EGFR", change: "T790M", mutationClass: "missense", share: 0.5}]
  },
  {
    disease: "melanoma",
    treatment: "Vemurafenib",
    share: 0.1,
    resistance: 0.9,
    drivers: [
      {gene: "BRAF", change: "V600E", mutationClass: "missense", share: 0.45, effect: -2},
      {gene: "BRAF", change: "V600K", mutationClass: "missense", share: 0.1, effect: -1.6},
      {gene: "NRAS", change: "Q61R", mutationClass: "missense", share: 0.14, effect: 1.2},
      {gene: "NRAS", change: "Q61K", mutationClass: "missense", share: 0.1, effect: 1.2}
    ],
    beside: [],
    others: [
      ...tp53Of(0.06, 0.06, 0.06, 0.02),
      {gene: "CDKN2A", change: null, mutationClass: "truncating", share: 0.22, effect: 0},
      {gene: "PTEN", change: null, mutationClass: "truncating", share: 0.15, effect: 0.8},
      {gene: "TTN", change: null, mutationClass: "missense", share: 0.5, effect: 0}
    ],
    gained: [{driver: "BRAF", gene: "NRAS", change: "Q61K", mutationClass: "missense", share: 0.25}]
  },
  {
    disease: "gastrointestinal stromal tumour",
    treatment: "Imatinib",
    share: 0.08,
    resistance: 0.6,
    drivers: [
      {gene: "KIT", change: "V559D", mutationClass: "missense", share: 0.2, effect: -1.8},
      {gene: "KIT", change: "W557_K558del", mutationClass: "in-frame", share: 0.25, effect: -1.8},
      {gene: "KIT", change: "A502_Y503dup", mutationClass: "in-frame", share: 0.12, effect: -0.6},
      {gene: "PDGFRA", change: "D842V", mutationClass: "missense", share: 0.14, effect: 2.5}
    ],
    beside: [],
    others: [
      ...tp53Of(0.05, 0.05, 0.04, 0.02),
      {gene: "TTN", change: null, mutationClass: "missense", share: 0.2, effect: 0}
    ],
    gained: [
      {driver: "KIT", gene: "KIT", change: "V654A", mutationClass: "missense", share: 0.45},
      {driver: "KIT", gene: "KIT", change: "T670I", mutationClass: "missense", share: 0.2}
    ]
  }
];
