import type {Finding} from "../../src/model/privacy.js";
import {attackSubgroups} from "../disclosure/audit/attackSubgroups.js";
import type {hideSubgroups} from "../disclosure/hideSubgroups.js";
import {protectEquity, protectRepresentation, type ProtectedTable} from "../disclosure/protect.js";
import {readCatchment} from "../sources/catchment.js";
import type {EquityCandidate, People} from "../sources/cohort.js";
import type {CohortManifest} from "../sources/manifest.js";
import {equityTable} from "../tables/equityTable.js";
import type {PeopleCube} from "../tables/margins.js";
import {representationRows, representationTable, type Catchment} from "../tables/representation.js";

/** What protects equity tables, and can be replaced by a test that wants to see it missed. */
export interface EquityProtections {
  hideSubgroups: typeof hideSubgroups;
}

/** Table `equity` with what attacks on it found; without rows there is none. */
export function protectEquitySide(
  rows: readonly EquityCandidate[],
  limit: number,
  protections: EquityProtections
): {table: ProtectedTable | null; audit: Finding[]} {
  if (rows.length === 0) return {table: null, audit: []};
  const {shown, ...table} = protectEquity(rows, limit, protections.hideSubgroups, equityTable);
  return {table, audit: [attackSubgroups(rows, shown, limit)]};
}

/** The people whom the cohort should serve, where the manifest says who they are. */
export async function catchmentOf(
  {catchment}: Pick<CohortManifest, "catchment">,
  {strata, age}: Pick<People, "strata" | "age">,
  limit: number
): Promise<Catchment | null> {
  if (!catchment) return null;
  const shares = await readCatchment(catchment.file, age ? [...strata, age] : strata, limit);
  return {shares, source: catchment.source};
}

/** Table `representation`, from table `people_margins` as it is shown. */
export function representationOf(
  margins: ProtectedTable,
  {dimensions}: Pick<PeopleCube, "dimensions">,
  catchment: Catchment | null
): ProtectedTable {
  return protectRepresentation(margins.batch, (batch) =>
    representationTable(representationRows(batch, dimensions, catchment))
  );
}
