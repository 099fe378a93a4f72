import {readVcfHeader} from "./readVcfHeader.js";

/** Names of the samples in the order of their columns, unique and not empty. `label` names the file in messages. */
export async function readVcfSamples(file: string, label: string): Promise<string[]> {
  return (await readVcfHeader(file, label)).samples;
}
