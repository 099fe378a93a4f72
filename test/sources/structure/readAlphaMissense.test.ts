import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {readAlphaMissense} from "../../../data-loaders/sources/structure/readAlphaMissense.js";
import {itWith} from "../../require.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";
import {labelledMissense, sharedFile} from "./pten.js";

const folder = temporaryFolder();
const comments = ["# Copyright 2023 DeepMind Technologies Limited", "#", "# Licensed under CC BY-NC-SA 4.0 license"];
const genome = "#CHROM\tPOS\tREF\tALT\tgenome\tuniprot_id\ttranscript_id\tprotein_variant\tam_pathogenicity\tam_class";

async function read(...lines: string[]) {
  return readAlphaMissense(folder.write("am.tsv", `${lines.join("\n")}\n`), "P60484");
}

async function problem(...lines: string[]): Promise<string> {
  return inputErrorOf(() => read(...lines));
}

describe("readAlphaMissense(input, accession)", () => {
  it("reads the table by genome, after its comments", async () => {
    const rows = [
      "chr1\t69094\tG\tT\thg38\tQ8NH21\tENST00000335137.4\tV2L\t0.2937\tlikely_benign",
      "chr10\t87933148\tG\tA\thg38\tP60484\tENST00000371953.8\tR130Q\t0.99\tlikely_pathogenic"
    ];
    expect(await read(...comments, genome, ...rows)).toEqual([
      {
        from: "R",
        position: 130,
        to: "Q",
        variantId: "10-87933148-G-A",
        build: "GRCh38",
        transcript: "ENST00000371953.8",
        score: 0.99,
        pathogenic: null
      }
    ]);
  });

  it("takes the assembly from what the table says, and from nothing else", async () => {
    const row = "chr10\t89692905\tG\tA\thg19\tP60484\tENST00000371953.8\tR130Q\t0.99\tlikely_pathogenic";
    expect((await read(genome, row))[0]).toMatchObject({variantId: "10-89692905-G-A", build: "GRCh37"});
    const without = (line: string) => line.split("\t").filter((_, i) => i !== 4);
    expect((await read(without(genome).join("\t"), without(row).join("\t")))[0]).toMatchObject({build: null});
  });

  it("reads the table by amino acid", async () => {
    const header = "uniprot_id\tprotein_variant\tam_pathogenicity\tam_class";
    const nowhere = {variantId: null, build: null, transcript: null};
    const effect = {from: "M", position: 1, to: "A", ...nowhere, score: 0.5, pathogenic: null};
    const rows = ["P60484\tM1A\t0.5\tambiguous", "P60485\tM1A\tbad\tambiguous"];
    expect(await read(...comments, header, ...rows)).toEqual([effect]);
    expect(await readAlphaMissense(folder.write("am.gz", gzipSync([header, ...rows].join("\r\n"))), "P60484")).toEqual([
      effect
    ]);
  });

  it("reads labels of the paper's tables", async () => {
    const header = "variant_id,transcript_id,protein_variant,AlphaMissense,label";
    const [effect, benign] = await read(
      header,
      "chr10_87864479_A_G_hg38,ENST00000371953.8,P60484:I4V,0.0676,1.0",
      "chr10_87864504_A_C_hg38,,P60484:N12T,0.8,0.0"
    );
    expect(effect).toMatchObject({variantId: "10-87864479-A-G", score: 0.0676, pathogenic: true});
    expect(benign).toMatchObject({transcript: null, pathogenic: false});
  });

  it("names file, line and remedy of what it cannot read", async () => {
    const header = "variant_id,transcript_id,protein_variant,AlphaMissense,label";
    const good = "chr10_1_A_G_hg38,T,P60484:I4V,0.5,1.0";
    expect(await problem(header, good, good.replace("I4V", "I4fs"))).toBe(
      'am.tsv:3: protein_variant: expected a substitution such as R130Q, found "P60484:I4fs"'
    );
    expect(await problem(header, good.replace("0.5", "1.5"))).toBe(
      'am.tsv:2: expected a score from 0 to 1, found "1.5"'
    );
    expect(await problem(header, good.replace("0.5", ""))).toBe('am.tsv:2: expected a score from 0 to 1, found ""');
    expect(await problem(header, good.replace("1.0", "2"))).toBe(
      'am.tsv:2: label: expected 0 (benign) or 1 (pathogenic), found "2"'
    );
    expect(await problem(header, good.replace("A_G_hg38", "A"))).toBe(
      'am.tsv:2: expected a variant such as chr10_87864479_A_G, found "chr10_1_A"'
    );
    expect(await problem(header, good.replace("hg38", "hg18"))).toBe(
      'am.tsv:2: genome: expected hg19 or hg38, found "hg18"'
    );
    expect(await problem(header, good, good.replace("hg38", "hg19"))).toBe(
      "am.tsv:3: another assembly than in the rows above; expected one for a protein"
    );
    expect(await problem(header, "chr10_1_A_G_hg38,T,P60484:I4V")).toBe(
      "am.tsv:2: has 3 columns, but the header has 5"
    );
    expect(await problem(header, good.replace("P60484", "P1"))).toBe(
      "am.tsv: has no row of P60484; is it the table of another species or protein?"
    );
    expect(await problem(header.replace("protein_variant", "change"), good)).toBe(
      "am.tsv:1: has no column protein_variant; expected a table of AlphaMissense"
    );
    expect(await problem(...comments, header.replace("AlphaMissense", "score"), good)).toBe(
      "am.tsv:4: has no column am_pathogenicity or AlphaMissense; expected a table of scores"
    );
    expect(await problem(...comments)).toBe("am.tsv: has no header");
    expect(await problem("a,b,a", "1,2,3")).toBe("am.tsv:1: columns 1 and 3 have the same name");
  });

  itWith(labelledMissense)("finds PTEN's 141 labelled variants, 140 of them pathogenic", async () => {
    // zcat … | awk -F, '$3 ~ /^P60484:/{n[$5]++} END{for(k in n)print k,n[k]}'
    const effects = await readAlphaMissense(sharedFile(labelledMissense), "P60484");
    expect(effects).toHaveLength(141);
    expect(effects.filter(({pathogenic}) => pathogenic)).toHaveLength(140);
  });
});
