import {measures, type MeasureId} from "../../kernels/equity/measures.js";

/** The name of a measure with the abbreviation that the WHO's tools use: `Slope index of inequality (SII)`. */
export function measureTitle(id: MeasureId): string {
  return `${measures[id].name} (${id.toUpperCase()})`;
}
