import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {inputErrorOf, temporaryFolder} from "../temporary.js";
import {
  ids,
  maf,
  mafHeader,
  mafLine,
  readAll,
  samples,
  treatments,
  type MafValues,
  type TumourTables
} from "./tumourFiles.js";

const folder = temporaryFolder();

/** The message, which must name nobody. */
async function problem(tables: TumourTables): Promise<string> {
  const message = await inputErrorOf(() => readAll(folder, tables));
  expect(message).not.toMatch(/BAR|PAT/);
  return message;
}

describe("readTumours(files, people)", () => {
  it("joins samples, mutations and treatments with people by index, and keeps no id", async () => {
    const tumours = await readAll(folder, {
      maf: maf(
        mafLine("BAR-1", {Hugo_Symbol: "KRAS", HGVSp_Short: "p.G12C", Start_Position: "1", t_alt_count: ""}),
        mafLine("BAR-2"),
        mafLine("BAR-2"),
        mafLine("BAR-3", {Variant_Classification: "Silent", HGVSp_Short: "p.T790="}),
        mafLine("BAR-3", {Mutation_Status: "Germline"}),
        mafLine("BAR-3", {Variant_Classification: "Splice_Site", HGVSp_Short: ".", t_ref_count: "0", t_alt_count: "0"}),
        mafLine("BAR-4"),
        mafLine("BAR-9")
      )
    });
    expect(tumours).toEqual({
      total: 5,
      samples: [
        {person: 0, timepoint: "before"},
        {person: 0, timepoint: "after"},
        {person: 1, timepoint: "before"}
      ],
      mutations: [
        {sample: 0, gene: "KRAS", change: "G12C", mutationClass: "missense", alleleFraction: NaN},
        {sample: 1, gene: "EGFR", change: "T790M", mutationClass: "missense", alleleFraction: 0.25},
        {sample: 2, gene: "EGFR", change: null, mutationClass: "splice", alleleFraction: NaN}
      ],
      treatments: [
        {person: 0, treatment: "Erlotinib", response: "resistant"},
        {person: 1, treatment: "Erlotinib", response: "sensitive"},
        {person: 1, treatment: "Cisplatin", response: null}
      ],
      left: {
        samplesOfOthers: 2,
        treatmentsOfOthers: 2,
        mutationsOfOthers: 2,
        notSomatic: 1,
        noProteinChange: 1,
        repeated: 1
      }
    });
    expect(JSON.stringify(tumours)).not.toMatch(/BAR|PAT/);
  });

  it("reads gzip, CRLF, and samples without a time, which are from before treatment", async () => {
    const expected = await readAll(folder, {});
    expect(await readAll(folder, {maf: gzipSync(maf(mafLine("BAR-1")).replaceAll("\n", "\r\n"))})).toEqual(expected);
    const untimed = await readAll(folder, {samples: "sample,person\nBAR-1,PAT-1\n"});
    expect(untimed.samples).toEqual([{person: 0, timepoint: "before"}]);
  });

  it.each([
    ["missense", ["Missense_Mutation"]],
    ["truncating", ["Nonsense_Mutation", "Frame_Shift_Del", "Frame_Shift_Ins"]],
    ["splice", ["Splice_Site"]],
    ["in-frame", ["In_Frame_Del", "In_Frame_Ins"]],
    ["other", ["Nonstop_Mutation", "Translation_Start_Site", "De_novo_Start_InFrame", "De_novo_Start_OutOfFrame"]],
    [
      null,
      ["Silent", "Intron", "RNA", "IGR", "3'UTR", "5'UTR", "3'Flank", "5'Flank", "Splice_Region", "Targeted_Region"]
    ]
  ])("counts as %s what MAF calls %j", async (mutationClass, names) => {
    for (const name of names) {
      const {mutations} = await readAll(folder, {maf: maf(mafLine("BAR-1", {Variant_Classification: name}))});
      expect(mutations.map((mutation) => mutation.mutationClass)).toEqual(
        mutationClass === null ? [] : [mutationClass]
      );
    }
  });

  it.each([
    ["p.T790M", "T790M"],
    ["p.(T790M)", "T790M"],
    ["T790M", "T790M"],
    ["p.E746_A750del", "E746_A750del"],
    ["p.*1211=", null],
    ["p.?", null],
    [".", null],
    ["", null]
  ])("takes the protein change %j as %j", async (text, change) => {
    const {mutations} = await readAll(folder, {maf: maf(mafLine("BAR-1", {HGVSp_Short: text}))});
    expect(mutations[0].change).toBe(change);
  });

  it.each([
    [
      {NCBI_Build: "hg38"},
      "NCBI_Build is not GRCh37, the build of the cohort; lift the file over, or name its own build"
    ],
    [{Tumor_Sample_Barcode: ""}, "Tumor_Sample_Barcode: missing"],
    [
      {Tumor_Sample_Barcode: "BAR-7"},
      "Tumor_Sample_Barcode is not in the table of samples; add a row for it, or take its mutations out"
    ],
    [{Hugo_Symbol: ""}, "Hugo_Symbol: expected the symbol of a gene"],
    [{Chromosome: ""}, "Chromosome: missing"],
    [{Start_Position: "0"}, "Start_Position: expected a whole number from 1"],
    [{Start_Position: "5.5e7"}, "Start_Position: expected a whole number from 1"],
    [{Reference_Allele: "x"}, "Reference_Allele: expected bases A, C, G, T, or - for none"],
    [{Tumor_Seq_Allele2: ""}, "Tumor_Seq_Allele2: expected bases A, C, G, T, or - for none"],
    [{Tumor_Seq_Allele2: "C"}, "Tumor_Seq_Allele2 is the reference allele; is Tumor_Seq_Allele1 the mutated one?"],
    [
      {Variant_Classification: "missense"},
      "Variant_Classification: expected a value of MAF 2.4 such as Missense_Mutation"
    ],
    [
      {Variant_Classification: "toString"},
      "Variant_Classification: expected a value of MAF 2.4 such as Missense_Mutation"
    ],
    [{t_alt_count: "-1"}, "t_alt_count: expected a whole number from 0"],
    [{t_ref_count: "many"}, "t_ref_count: expected a whole number from 0"],
    [{Mutation_Status: "maybe"}, "Mutation_Status: expected Somatic, Germline, LOH, None or Unknown"]
  ] as [MafValues, string][])("refuses %j, with the line", async (values, what) => {
    expect(await problem({maf: maf(mafLine("BAR-1"), mafLine("BAR-3", values))})).toBe(`mutations.maf:5: ${what}`);
  });

  it("says which column is missing", async () => {
    for (const name of ["Hugo_Symbol", "Start_Position", "Tumor_Seq_Allele2", "Tumor_Sample_Barcode"]) {
      const text = maf(mafLine("BAR-1"))
        .replace(`\t${name}`, "\tX")
        .replace(/^Hugo_Symbol/m, name === "Hugo_Symbol" ? "X" : "Hugo_Symbol");
      expect(await problem({maf: text})).toMatch(`mutations.maf:3: has no column ${name}; expected Hugo_Symbol, `);
    }
    expect(await problem({samples: "id\tperson\nBAR-1\tPAT-1\n"})).toBe(
      "samples.tsv:1: has no column sample; expected sample, person"
    );
    expect(await problem({treatments: "person\ttreatment\nPAT-1\tx\n"})).toBe(
      "treatments.tsv:1: has no column response; expected person, treatment, response"
    );
  });

  it("refuses ragged and empty files", async () => {
    expect(await problem({maf: maf(mafLine("BAR-1").split("\t").slice(0, 9).join("\t"))})).toBe(
      `mutations.maf:4: has 9 columns, but the header has ${mafHeader.length}`
    );
    expect(await problem({maf: maf()})).toBe("mutations.maf: has no mutations below its header");
    expect(await problem({maf: "#version 2.4\n"})).toBe("mutations.maf: has no header");
    expect(await problem({samples: "sample\tperson\n"})).toBe("samples.tsv: has no samples below its header");
    expect(await problem({treatments: "person\ttreatment\tresponse\n"})).toBe(
      "treatments.tsv: has no treatments below its header"
    );
  });

  it("refuses samples and treatments that cannot be joined", async () => {
    expect(await problem({samples: `${samples}BAR-1\tPAT-2\tafter\n`})).toBe(
      "samples.tsv:7: has the same sample as line 2; each sample once"
    );
    expect(await problem({samples: `${samples}BAR-8\tNA\tafter\n`})).toBe("samples.tsv:7: person: missing");
    expect(await problem({samples: `${samples}\tPAT-2\tafter\n`})).toBe("samples.tsv:7: sample: missing");
    expect(await problem({samples: `${samples}BAR-8\tPAT-2\tlater\n`})).toBe(
      "samples.tsv:7: timepoint: expected before or after"
    );
    expect(await problem({ids: ids.map((id) => `x${id}`)})).toBe(
      "samples.tsv: no person of this file is in the cohort; is it the column of sample ids?"
    );
    expect(await problem({treatments: `${treatments}PAT-1\tERLOTINIB\tPR\n`})).toBe(
      "treatments.tsv:7: has the same person and treatment as line 2; each treatment once"
    );
    expect(await problem({treatments: `${treatments}PAT-3\tx\tgood\n`})).toBe(
      "treatments.tsv:7: response: expected resistant or sensitive, or CR, PR, SD, PD, NE of RECIST; or nothing or NA"
    );
    expect(await problem({treatments: `${treatments}PAT-3\t\tPD\n`})).toBe("treatments.tsv:7: treatment: missing");
    expect(await problem({treatments: "person\ttreatment\tresponse\nx\ty\tPD\n"})).toBe(
      "treatments.tsv: no person of this file is in the cohort; is it the column of sample ids?"
    );
  });
});
