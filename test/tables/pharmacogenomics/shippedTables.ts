import {readManifest} from "../../../data-loaders/sources/manifest.js";
import {readDefinitions} from "../../../data-loaders/sources/pharmacogenomics/readDefinitions.js";
import type {PgxDefinitions} from "../../../src/model/pharmacogenomics.js";

/** The tables of the default cohort. */
export async function readShipped(): Promise<PgxDefinitions> {
  const path = new URL("../../../data-loaders/cohorts/synthetic.yaml", import.meta.url).pathname;
  const {pharmacogenomics, build} = await readManifest(path);
  return readDefinitions(pharmacogenomics!.files, build);
}
