import type {SyntheticShard} from "../cohort.js";
import {drawBlock, type Block} from "./drawBlock.js";
import {drawRoster, type Roster} from "./drawPeople.js";
import {placeMedicineSites, type PlacedSite} from "./placeMedicineSites.js";
import {planBlocks, type BlockPlan} from "./planBlocks.js";

/** Raise it with every change of what is drawn: releases of the same seed are then told apart by their source hash. */
export const modelVersion = "covenant-synthetic/3";

export type SyntheticParameters = Pick<SyntheticShard, "seed" | "people" | "variants" | "build" | "medicines">;

/** What all threads derive alike from the parameters. */
export interface SyntheticModel {
  parameters: SyntheticParameters;
  plan: BlockPlan[];
  roster: Roster;
  /** Sites beside the variants of the plan, by the block they are read with; empty without `medicines`. */
  medicines: Map<number, PlacedSite[]>;
}

/** The model of these parameters; the latest one is kept, as a thread reads many shards of one cohort. */
export function syntheticModel(parameters: SyntheticParameters): SyntheticModel {
  const {seed, people, variants, build, medicines} = parameters;
  if (latest && isSame(latest.parameters, parameters)) return latest;
  const plan = planBlocks(seed, variants);
  latest = {
    parameters: {seed, people, variants, build, ...(medicines ? {medicines} : {})},
    plan,
    roster: drawRoster(seed, people),
    medicines: medicines ? placeMedicineSites(plan) : new Map()
  };
  return latest;
}

/** The blocks of a model, one after another. */
export function* drawBlocks({parameters, plan}: SyntheticModel, first = 0, end = plan.length): Generator<Block> {
  for (let b = first; b < end; ++b) yield drawBlock(parameters.seed, plan[b], b);
}

let latest: SyntheticModel | undefined;

function isSame(a: SyntheticParameters, b: SyntheticParameters): boolean {
  return (
    a.seed === b.seed &&
    a.people === b.people &&
    a.variants === b.variants &&
    a.build === b.build &&
    !a.medicines === !b.medicines
  );
}
