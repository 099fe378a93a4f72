import {randomLcg} from "d3-random";
import {planAssociation, type AnalysedGroup, type AssociationPlan} from "../disclosure/association/planAssociation.js";
import {
  protectDensity,
  protectGenes,
  protectSummary,
  type Protected,
  type ProtectedTable,
  type Protection
} from "../disclosure/protect.js";
import type {Thresholds} from "../disclosure/thresholds.js";
import type {AssociationOptions} from "../sources/associationOptions.js";
import {nearestGene} from "../sources/annotation/nearestGene.js";
import type {Cohort, People} from "../sources/cohort.js";
import {associationsOfLevel} from "../tables/association/associationsOfLevel.js";
import type {AssociationRows} from "../tables/association/associationRows.js";
import {binnedManhattan} from "../tables/association/binnedManhattan.js";
import {joinMarkers, usualMarkers, type Markers} from "../tables/association/chooseMarkers.js";
import {densitySquares} from "../tables/association/densitySquares.js";
import {genesTable} from "../tables/association/genesTable.js";
import {lociTable, type LocusRow} from "../tables/association/lociTable.js";
import {manhattanTable, type ManhattanRow} from "../tables/association/manhattanTable.js";
import {pcaDensityTable} from "../tables/association/pcaDensityTable.js";
import {planAnalyses, type AnalysisPlan} from "../tables/association/planAnalyses.js";
import {qqQuantiles} from "../tables/association/qqQuantiles.js";
import {qqTable, type QqRow} from "../tables/association/qqTable.js";
import {topLoci} from "../tables/association/topLoci.js";
import {ancestryVariable, wholeCohort} from "../tables/ancestryGroups.js";
import {principalComponents, projectPeople, standardisedGenotypes} from "../tables/structure/principalComponents.js";
import type {CaseControlTrait} from "../tables/strongHits.js";
import type {AssociationContext, AssociationShard} from "./associationTask.js";
import type {MarkerContext} from "./markerTask.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
import {fileStem, type Tier} from "../../src/model/release.js";
import type {TableFile} from "./tableFile.js";
