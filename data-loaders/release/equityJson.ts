import type {EquityDocument} from "../../src/model/equity.js";
import {readShippedFigures} from "../sources/figures/shippedFigures.js";

/** `data/equity.json` of the site: the figures that ship, and what the release shows of the cohort. */
export async function equityJson(): Promise<string> {
  const {awareness, continents, portability, sources} = await readShippedFigures();
  const shown: EquityDocument = {
    indicators: awareness,
    representation: [],
    continents,
    portability,
    sources
  };
  return JSON.stringify(shown);
}
