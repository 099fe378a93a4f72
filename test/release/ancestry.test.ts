import {describe, expect} from "vitest";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import {notAssigned} from "../../src/model/ancestry.js";
import {itWith} from "../require.js";
import {inputErrorOf, temporaryFolder} from "../sources/temporary.js";
import {
  ancestryManifest,
  chr22,
  chr22Half,
  groupsOf,
  isReference,
  kg1126,
  kg1126Ids,
  labelTable,
  panelFile,
  readCopies,
  readSuperPopulations
} from "./ancestryCohort.js";
import {readBedFiles, takePeople, writeBedFiles, type BedFiles} from "./bedFiles.js";

const folder = temporaryFolder();
const chr22Files = ["kg2504-chr22/cineca_synthetic_subset.bed", panelFile];

let whole: ReturnType<typeof groupsOf> | undefined;

/** Groups of everybody by one half, inferred once for all tests. */
function wholeHalf(files: BedFiles): ReturnType<typeof groupsOf> {
  return (whole ??= groupsOf(chr22Half(folder, "half", files)));
}

describe("inferAncestry(cohort)", () => {
  itWith(...chr22Files)(
    "puts a person where they belong, whoever else is in the cohort and in whatever order",
    async () => {
      const files = readBedFiles(chr22);
      const {groups} = await wholeHalf(files);
      const others = files.ids.flatMap((_, i) => (isReference(i) ? [] : i));
      const some = others.filter((_, k) => k % 40 === 0).reverse();
      writeBedFiles(`${folder.path}/some`, takePeople(files, some));
      const few = await groupsOf(
        chr22Half(
          folder,
          "few",
          files,
          "some.bed",
          some.map((i) => files.ids[i])
        )
      );
      expect(few.groups).toEqual(some.map((i) => groups[i]));
      expect(new Set(few.groups).size).toBeGreaterThan(3);
    },
    60_000
  );

  itWith(...chr22Files)(
    "knows alleles that are in the other order, or on the other strand",
    async () => {
      const files = readBedFiles(chr22);
      const {groups} = await wholeHalf(files);
      const some = files.ids.flatMap((_, i) => (i % 30 === 1 ? i : []));
      const chosen = takePeople(files, some);
      const complement: Record<string, string> = {A: "T", C: "G", G: "C", T: "A"};
      const renamed: BedFiles = {
        ...chosen,
        variants: chosen.variants.map(([chrom, id, cm, pos, a1, a2], v) => {
          const [first, second] = v % 2 === 0 ? [a2, a1] : [a1, a2];
          const turn = (allele: string): string => (v % 3 === 0 ? (complement[allele] ?? allele) : allele);
          return [chrom, id, cm, pos, turn(first), turn(second)];
        }),
        copies: chosen.copies.map((row, v) => (v % 2 === 0 ? row.map((copy) => 2 - copy) : row))
      };
      writeBedFiles(`${folder.path}/renamed`, renamed);
      const found = await groupsOf(chr22Half(folder, "renamed", files, "renamed.bed", chosen.ids));
      expect(found.groups).toEqual(some.map((i) => groups[i]));
      expect(found.inferred.swapped).toBeGreaterThan(250);
      expect(found.inferred.otherStrand).toBeGreaterThan(150);
    },
    60_000
  );

  itWith(...chr22Files)(
    "uses the groups' names for nothing but their names",
    async () => {
      const files = readBedFiles(chr22);
      const {groups} = await wholeHalf(files);
      const names: Record<string, string> = {
        AFR: "w",
        AMR: "z",
        EAS: "v",
        EUR: "y",
        SAS: "x",
        [notAssigned]: notAssigned
      };
      const superPopulation = readSuperPopulations();
      folder.write(
        "other.tsv",
        labelTable(files.ids, (id, i) => (isReference(i) ? names[superPopulation.get(id)!] : null))
      );
      const manifest = ancestryManifest({genotypes: `${chr22}.bed`, reference: `${chr22}.bed`, labels: "other.tsv"});
      const other = await groupsOf(folder.write("other.yaml", manifest).file);
      expect(other.groups).toEqual(groups.map((group) => names[group]));
    },
    60_000
  );

  itWith("kg1126/phenotypes.tsv", panelFile)(
    "does not assign children of two distant groups",
    async () => {
      const ids = kg1126Ids();
      const superPopulation = readSuperPopulations();
      const labels = labelTable(ids, (id, i) => (isReference(i) ? superPopulation.get(id) : null));
      folder.write("parents.tsv", labels);
      const plain = ancestryManifest({genotypes: kg1126, reference: kg1126, labels: "parents.tsv"});
      const {variants, copies} = await readCopies(folder.write("parents.yaml", plain).file);
      const random = randomStream(5, "children");
      const parents = (group: string): number[] =>
        ids.flatMap((id, i) => (!isReference(i) && superPopulation.get(id) === group ? i : []));
      const pairs = [
        ["AFR", "EAS"],
        ["AFR", "SAS"],
        ["EAS", "EUR"],
        ["EAS", "SAS"],
        ["AFR", "EUR"],
        ["EUR", "EUR"],
        ["EAS", "EAS"],
        ["AFR", "AFR"]
      ];
      const each = 60;
      const pick = (from: number[]): number => from[Math.floor(random() * from.length)];
      const couples = pairs.flatMap(([a, b]) => Array.from({length: each}, () => [pick(parents(a)), pick(parents(b))]));
      const gamete = (copy: number): number => (copy === 1 ? Number(random() < 0.5) : copy / 2);
      const children: BedFiles = {
        ids: couples.map((_, i) => `child${i}`),
        variants,
        copies: copies.map((row) => couples.map(([a, b]) => gamete(row[a]) + gamete(row[b])))
      };
      writeBedFiles(`${folder.path}/children`, children);
      folder.write(
        "children.tsv",
        labelTable(children.ids, () => null)
      );
      const manifest = ancestryManifest({
        genotypes: "children.bed",
        reference: kg1126,
        labels: "parents.tsv",
        samples: "children.tsv"
      });
      const {groups} = await groupsOf(folder.write("children.yaml", manifest).file);
      const share = (p: number, group: string): number =>
        groups.slice(p * each, (p + 1) * each).filter((one) => one === group).length / each;
      pairs.forEach(([a, b], p) => {
        if (a === b) expect(share(p, a), `${a} and ${b}`).toBeGreaterThan(0.94);
        else if (a !== "AFR" || b !== "EUR") expect(share(p, notAssigned), `${a} and ${b}`).toBeGreaterThan(0.97);
        // Among admixed Americans there are people with such ancestors.
        else expect(share(p, a) + share(p, b), `${a} and ${b}`).toBeLessThan(0.05);
      });
    },
    60_000
  );

  itWith(...chr22Files)(
    "assigns nobody who has fewer than half of the markers, and others by those that they have",
    async () => {
      const files = readBedFiles(chr22);
      const {groups} = await wholeHalf(files);
      const some = files.ids.flatMap((_, i) => (i % 20 === 1 ? i : []));
      const chosen = takePeople(files, some);
      const random = randomStream(6, "missing");
      const without = (share: number): BedFiles => ({
        ...chosen,
        copies: chosen.copies.map((row) => row.map((copy) => (random() < share ? NaN : copy)))
      });
      writeBedFiles(`${folder.path}/third`, without(1 / 3));
      writeBedFiles(`${folder.path}/most`, without(0.6));
      const third = await groupsOf(chr22Half(folder, "third", files, "third.bed", chosen.ids));
      const assigned = third.groups.flatMap((group, k) => (group === notAssigned ? [] : k));
      expect(assigned.length).toBeGreaterThan(0.6 * some.length);
      const same = assigned.filter((k) => groups[some[k]] === third.groups[k] || groups[some[k]] === notAssigned);
      expect(same.length).toBeGreaterThan(0.97 * assigned.length);
      const most = await groupsOf(chr22Half(folder, "most", files, "most.bed", chosen.ids));
      expect(new Set(most.groups)).toEqual(new Set([notAssigned]));
    },
    60_000
  );

  itWith(...chr22Files, "kg1126/phenotypes.tsv", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "refuses a reference that shares too few markers with the cohort, and says which of the two is of another build",
    async () => {
      const files = readBedFiles(chr22);
      const moved = {
        ...files,
        variants: files.variants.map(([c, id, cm, pos, ...alleles]) => [c, id, cm, String(Number(pos) + 7), ...alleles])
      };
      writeBedFiles(`${folder.path}/moved`, takePeople(moved, [0, 1, 2]));
      const few = chr22Half(folder, "moved", files, "moved.bed", files.ids.slice(0, 3));
      expect(await inputErrorOf(() => groupsOf(few))).toMatch(
        /moved\.yaml:6: ancestry: the cohort has \d+ of the 725 common variants of the reference among its \d+ at the same positions, and \d+ without linkage; expected 200 or more; are both of the same build\?$/
      );
    },
    60_000
  );
});
