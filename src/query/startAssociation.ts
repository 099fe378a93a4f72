import type {DeskTable} from "../model/association.js";
import type {ReleaseManifest} from "../model/release.js";
import {openAssociationDesk, type AssociationDesk} from "./associationDesk.js";
import {recordDecision} from "./decisionLog.js";
import {readIdentity} from "./identity.js";
import {startParquet} from "./parquetRows.js";
import {startPolicy, type WorkbenchFiles} from "./startWorkbench.js";

/** The desk of a page about association; policy and reader are asked for when they are needed. `needed`, `also`: see the desk. */
export function startAssociation(
  manifest: ReleaseManifest,
  files: Omit<WorkbenchFiles, "engine"> & {parquetWasm: string},
  needed?: DeskTable,
  also?: readonly DeskTable[]
): AssociationDesk {
  const effects = {
    manifestUrl: files.manifestUrl,
    policy: startPolicy(files),
    ready: () => startParquet(files.parquetWasm),
    identity() {
      const {id, role, purpose} = readIdentity();
      return {actor: {id, role}, purpose};
    },
    record: recordDecision
  };
  return openAssociationDesk(manifest, effects, needed, also);
}
