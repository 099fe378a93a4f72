import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {callCohort, type GeneCalls} from "../../../data-loaders/tables/pharmacogenomics/callCohort.js";
import {collectGenotypes, joinGenotypes} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {temporaryFolder} from "../../sources/temporary.js";
import {genotypesOf, vcfText} from "./genotypesOf.js";
import {pypgxTables, readPypgx} from "./pypgxTables.js";
import {smallGene} from "./smallGene.js";

const folder = temporaryFolder();
let files = 0;

function everybody(total: number) {
  return {total, included: new Uint8Array(total).fill(1), sex: new Uint8Array(total)};
}

/** The diplotypes of everybody, ambiguous ones joined by ` or `. */
function diplotypes({calls, callOf}: GeneCalls): string[] {
  return Array.from(callOf, (call) =>
    call < 0 ? "-" : calls[call].candidates.map(({name}) => name).join(" or ") || calls[call].outcome
  );
}

describe("callCohort(definitions, genotypes, people, options)", () => {
  const gene = smallGene(
    ["200-C-T", "300-GA-G"],
    [
      ["*1", "Normal Function"],
      ["*2", "No Function", "200-C-T"],
      ["*3", "No Function", "300-GA-G"]
    ]
  );

  it("calls everybody who is counted, in the order of people, each set of genotypes once", async () => {
    const rows = ["7 200 C T 0/0 0/1 1/1 0/1 ./. 0/1", "7 299 TGA TG 0/0 0/0 0/0 1|0 ./. 1/1"];
    const genotypes = await genotypesOf({genes: [gene]}, folder.write("a.vcf", vcfText(6, rows)), {people: 6});
    const people = {...everybody(6), included: Uint8Array.of(1, 1, 0, 1, 1, 1)};
    const [calls] = callCohort({genes: [gene]}, genotypes, people);
    expect(diplotypes(calls)).toEqual(["*1/*1", "*1/*2", "-", "*2/*3", "missing", "unexplained"]);
    expect(calls.calls).toHaveLength(5);
  });

  it("does not take a variant that is not in the files for reference, unless they hold all sites", async () => {
    const genotypes = await genotypesOf({genes: [gene]}, folder.write("b.vcf", vcfText(2, ["7 200 C T 0/0 0/1"])), {
      people: 2
    });
    const [partial] = callCohort({genes: [gene]}, genotypes, everybody(2));
    expect(partial.assay).toMatchObject({whole: false, used: [0]});
    expect(partial.assay.hidden).toEqual([{allele: "*3", looksLike: "*1", why: "not assayed: 7-300-GA-G"}]);
    expect(diplotypes(partial)).toEqual(["*1/*1", "*1/*2"]);
    const [whole] = callCohort({genes: [gene]}, genotypes, everybody(2), {allSites: true});
    expect(whole.assay).toMatchObject({whole: true, hidden: []});
    expect(diplotypes(whole)).toEqual(["*1/*1", "*1/*2"]);
  });

  it("calls one copy of men on X", async () => {
    const onX: PgxGene = {
      ...gene,
      chrom: "X",
      variants: [5_000_000, 5_000_100].map((pos) => ({
        name: `X-${pos}-C-T`,
        rsid: "",
        forms: [{chrom: "X", pos, ref: "C", alt: "T"}]
      }))
    };
    const sex = Uint8Array.of(1, 1, 2, 2);
    const rows = ["X 5000000 C T 0 1 0/1 1/1", "X 5000100 C T 0 0 0/1 0/0"];
    const file = folder.write("c.vcf", vcfText(4, rows));
    const genotypes = await genotypesOf({genes: [onX]}, file, {people: 4, sex});
    const [calls] = callCohort({genes: [onX]}, genotypes, {...everybody(4), sex});
    expect(diplotypes(calls)).toEqual(["*1", "*2", "*2/*3", "*2/*2"]);
    const empty = collectGenotypes({genes: [onX]}, 4).finish();
    const [absent] = callCohort({genes: [onX]}, empty, {...everybody(4), sex}, {allSites: true});
    expect(diplotypes(absent)).toEqual(["*1", "*1", "*1/*1", "*1/*1"]);
  });

  const simulated = ["CYP2C9", "CYP2C19", "CYP3A5", "DPYD", "NUDT15", "SLCO1B1", "TPMT", "UGT1A1", "VKORC1"];

  itWith(pypgxTables).each(["GRCh37", "GRCh38"] as const)(
    "finds the known diplotypes of simulated people on %s, among the candidates where several explain the genotypes",
    async (build) => {
      const definitions = await readPypgx(build);
      const genes = simulated.map((name) => definitions.genes.find((gene) => gene.name === name)!);
      const people = 24;
      const draw = fc.array(
        fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.boolean()), {minLength: people, maxLength: people}),
        {
          minLength: genes.length,
          maxLength: genes.length
        }
      );
      await fc.assert(
        fc.asyncProperty(draw, async (drawn) => {
          const truth = genes.map((gene, g) => {
            const callable = gene.alleles.flatMap(({notCallable}, allele) => (notCallable === null ? [allele] : []));
            return drawn[g].map(([a, b]) =>
              [callable[a % callable.length], callable[b % callable.length]].sort((x, y) => x - y)
            );
          });
          const rows = genes.flatMap((gene, g) =>
            gene.variants.map(({forms: [{chrom, pos, ref, alt}]}, v) => {
              const genotypes = truth[g].map((pair, person) => {
                const [x, y] = pair.map((allele) => Number(gene.alleles[allele].carries[v] === 1));
                return drawn[g][person][2] ? `${y}|${x}` : `${x}/${y}`;
              });
              return {pos, row: [`chr${chrom}`, pos, ref, alt, ...genotypes].join(" ")};
            })
          );
          // Half of the variants lie in one file and half in another, as threads would read them.
          const parts = [0, 1].map((half) => rows.filter((_, i) => i % 2 === half).map(({row}) => row));
          const found = await Promise.all(
            parts.map((part) =>
              genotypesOf({genes}, folder.write(`${++files}.vcf`, vcfText(people, part)), {people, build})
            )
          );
          const called = callCohort({genes}, joinGenotypes(found), everybody(people));
          const wrong: string[] = [];
          called.forEach(({gene, assay, calls, callOf}, g) => {
            if (!assay.whole) wrong.push(gene.name);
            truth[g].forEach((pair, person) => {
              const {outcome, candidates} = calls[callOf[person]];
              const isFound = candidates.some(({copies}) => copies.flat().join() === pair.join());
              if (!isFound || outcome !== (candidates.length === 1 ? "called" : "ambiguous"))
                wrong.push(`${gene.name} ${pair.map((allele) => gene.alleles[allele].name).join("/")}`);
            });
          });
          expect(wrong).toEqual([]);
        }),
        {seed: 7, numRuns: 12}
      );
    },
    120_000
  );
});
