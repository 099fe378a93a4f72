import type {ParticipationDocument} from "../../src/model/equity.js";
import {readShippedFigures} from "../sources/figures/shippedFigures.js";

/** `data/participation.json` of the site: who took part in genome-wide association studies; the same for every cohort. */
export async function participationJson(): Promise<string> {
  const {participation, countries, sources} = await readShippedFigures();
  const shown: ParticipationDocument = {
    rows: participation,
    countries,
    sources: sources.filter(({id}) => id === "participation" || id === "countries")
  };
  return JSON.stringify(shown);
}
