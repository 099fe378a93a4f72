import type {GenomeBuild} from "../../../src/model/release.js";

/** Our name of a build that files call GRCh37, hg19, b37, … ; null where it is another one or not said. */
export function genomeBuildOf(said: string): GenomeBuild | null {
  const build = said.toLowerCase().replace(/[\s._-]/g, "");
  if (/^(grch37|hg19|b37|ncbi37|build37|37)(p\d+)?$/.test(build)) return "GRCh37";
  if (/^(grch38|hg38|b38|ncbi38|build38|38)(p\d+)?$/.test(build)) return "GRCh38";
  return null;
}
