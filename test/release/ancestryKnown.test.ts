import {describe, expect} from "vitest";
import {wilsonInterval} from "../../src/kernels/wilsonInterval.js";
import {itWith} from "../require.js";
import {temporaryFolder} from "../sources/temporary.js";
import {
  ancestryManifest,
  chr22,
  chr22Half,
  groupsOf,
  hapmap3,
  isReference,
  kg1126,
  kg1126Ids,
  labelTable,
  panelFile,
  readHapMapPopulations,
  readSuperPopulations,
  tallied
} from "./ancestryCohort.js";
import {readBedFiles} from "./bedFiles.js";

const folder = temporaryFolder();
const chr22Files = ["kg2504-chr22/cineca_synthetic_subset.bed", panelFile];

/** The least share of right ones that the data leave possible: the lower end of Wilson's interval. */
const leastRight = ({right, assigned}: {right: number; assigned: number}): number => wilsonInterval(right, assigned)[0];

describe("inferAncestry(cohort) of the 1000 Genomes, half by the other half", () => {
  // The same steps in numpy and scipy, with a greedy pruning of its own that leaves 619 markers (613 here):
  // people of the other half, assigned, and assigned to their own group.
  const numpy = {
    AFR: [334, 330, 324],
    AMR: [174, 148, 127],
    EAS: [251, 251, 251],
    EUR: [249, 192, 191],
    SAS: [244, 239, 239]
  };

  itWith(...chr22Files)(
    "from one chromosome: right where it says something, and often it says nothing",
    async () => {
      const files = readBedFiles(chr22);
      const {groups, inferred} = await groupsOf(chr22Half(folder, "half", files));
      expect(inferred).toMatchObject({
        groups: ["AFR", "AMR", "EAS", "EUR", "SAS"],
        candidates: 725,
        shared: 725,
        swapped: 0,
        otherStrand: 0,
        components: 4,
        least: 0.9
      });
      const superPopulation = readSuperPopulations();
      const tally = tallied(
        groups,
        files.ids.map((id, i) => (isReference(i) ? null : superPopulation.get(id)))
      );
      for (const [group, [people, assigned, right]] of Object.entries(numpy)) {
        expect(tally[group].people).toBe(people);
        expect(Math.abs(tally[group].assigned - assigned)).toBeLessThan(0.05 * people);
        expect(Math.abs(tally[group].right - right)).toBeLessThan(0.05 * people);
      }
      for (const group of ["AFR", "EAS", "EUR", "SAS"]) expect(leastRight(tally[group]), group).toBeGreaterThan(0.95);
      // Of admixed Americans some lie where Europeans do, and one chromosome does not tell them apart.
      expect(leastRight(tally.AMR)).toBeGreaterThan(0.8);
      expect(tally.AMR.assigned / tally.AMR.people).toBeLessThan(0.9);
    },
    60_000
  );

  itWith("kg1126/phenotypes.tsv", panelFile)(
    "from all autosomes: nearly everybody, and nearly all right",
    async () => {
      const ids = kg1126Ids();
      const superPopulation = readSuperPopulations();
      folder.write(
        "kg1126.tsv",
        labelTable(ids, (id, i) => (isReference(i) ? superPopulation.get(id) : null))
      );
      const manifest = ancestryManifest({genotypes: kg1126, reference: kg1126, labels: "kg1126.tsv"});
      const {groups, inferred} = await groupsOf(folder.write("kg1126.yaml", manifest).file);
      expect(inferred.markers).toBeGreaterThan(2000);
      const tally = tallied(
        groups,
        ids.map((id, i) => (isReference(i) ? null : superPopulation.get(id)))
      );
      for (const [group, found] of Object.entries(tally)) {
        expect(found.assigned / found.people, group).toBeGreaterThan(0.95);
        expect(leastRight(found), group).toBeGreaterThan(0.92);
      }
    },
    60_000
  );

  itWith("hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "of HapMap 3, whose labels are populations: continents, and populations themselves",
    async () => {
      const {ids} = readBedFiles(hapmap3);
      const populations = readHapMapPopulations();
      const continents: Record<string, string> = {
        ASW: "AFR",
        LWK: "AFR",
        MKK: "AFR",
        YRI: "AFR",
        CEU: "EUR",
        TSI: "EUR",
        CHB: "EAS",
        CHD: "EAS",
        JPT: "EAS",
        GIH: "SAS",
        MEX: "AMR"
      };
      const halves = async (name: string, groupOf: (id: string) => string) => {
        folder.write(
          `${name}.tsv`,
          labelTable(ids, (id, i) => (isReference(i) ? groupOf(id) : null))
        );
        const manifest = ancestryManifest({
          genotypes: `${hapmap3}.bed`,
          reference: `${hapmap3}.bed`,
          labels: `${name}.tsv`,
          build: "NCBI36"
        });
        const {groups, inferred} = await groupsOf(folder.write(`${name}.yaml`, manifest).file);
        return {
          inferred,
          tally: tallied(
            groups,
            ids.map((id, i) => (isReference(i) ? null : groupOf(id)))
          )
        };
      };
      const {tally} = await halves("continents", (id) => continents[populations.get(id)!]);
      for (const [group, {people, assigned, right}] of Object.entries(tally)) {
        expect(people - assigned, group).toBeLessThanOrEqual(1);
        expect(assigned - right, group).toBeLessThanOrEqual(1);
      }
      // Chinese of Beijing and of Denver are alike: hardly any of them is put into either.
      const own = (await halves("populations", (id) => populations.get(id)!)).tally;
      for (const group of ["ASW", "GIH", "JPT", "LWK", "MEX", "MKK"])
        expect(own[group].right / own[group].people, group).toBeGreaterThan(0.94);
      for (const group of ["CHB", "CHD"]) expect(own[group].assigned / own[group].people, group).toBeLessThan(0.25);
      for (const {assigned, right, people} of Object.values(own))
        expect(assigned - right).toBeLessThanOrEqual(0.1 * people);
    },
    60_000
  );
});
