import {describe, expect, it} from "vitest";
import {readDefinitions, type PgxFiles} from "../../../data-loaders/sources/pharmacogenomics/readDefinitions.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {readPypgx, pypgxTables} from "../../tables/pharmacogenomics/pypgxTables.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
let count = 0;

// A gene with an allele of two variants, an indel, a structural allele, and a base in which the builds differ: on GRCh37
// the reference sequence is *1, on GRCh38 it is *9.
const good = {
  genes: [
    "Gene,Target,SV,PhenotypeMethod,RefAllele,GRCh37Default,GRCh38Default,GRCh37Region,GRCh38Region",
    "CYPX,TRUE,FALSE,Diplotype,*1,*1,*9,chr7:100-900,chr7:1100-1900"
  ],
  alleles: [
    "Gene,StarAllele,ActivityScore,Function,GRCh37Core,GRCh37Tag,GRCh38Core,GRCh38Tag,SV",
    "CYPX,*1,1,Normal Function,N/A,N/A,7-1500-A-G,N/A,FALSE",
    'CYPX,*2,0,No Function,"7-200-C-T,7-300-GA-G",N/A,"7-1200-C-T,7-1300-GA-G",N/A,FALSE',
    "CYPX,*3,0.5,Decreased Function,7-200-C-T,7-400-T-A,7-1200-C-T,7-1400-T-A,FALSE",
    "CYPX,*5,0,No Function,N/A,N/A,N/A,N/A,TRUE",
    "CYPX,*9,N/A,Uncertain Function,N/A,N/A,N/A,N/A,FALSE"
  ],
  variants: [
    "Gene,GRCh37Name,GRCh38Name,rsID,Chromosome,GRCh37Position,GRCh38Position,GRCh37Allele,GRCh38Allele,Variant,GRCh37Synonym,GRCh38Synonym",
    "CYPX,7-200-C-T,7-1200-C-T,rs2,7,200,1200,C,C,T,N/A,N/A",
    "CYPX,7-300-GA-G,7-1300-GA-G,N/A,7,300,1300,GA,GA,G,7-300-GAA-GA,N/A",
    "CYPX,7-400-T-A,7-1400-T-A,rs4,7,400,1400,T,T,A,N/A,N/A",
    "CYPX,N/A,7-1500-A-G,rs5,7,500,1500,G,A,G,N/A,N/A"
  ],
  diplotypes: [
    "Gene,Diplotype,Phenotype",
    "CYPX,*1/*1,Normal Metabolizer",
    "CYPX,*1/*2,Intermediate Metabolizer",
    "CYPX,*2/*2,Poor Metabolizer"
  ],
  equations: ["Gene,Phenotype,Equation", "CYPX,Poor Metabolizer,0 <= score < 1", "CYPX,Normal Metabolizer,1 <= score"],
  phenotypes: [
    "Gene,Phenotype,Priority",
    "CYPX,Normal Metabolizer,Normal/Routine/Low Risk",
    "CYPX,Intermediate Metabolizer,Abnormal/Priority/High Risk",
    "CYPX,Poor Metabolizer,Abnormal/Priority/High Risk",
    "CYPX,Indeterminate,None"
  ],
  recommendations: [
    "Drug,Gene1,Phenotype1,Gene2,Phenotype2,Recommendation",
    "aspirin,CYPX,Normal Metabolizer,None,None,Use aspirin as usual.",
    "aspirin,CYPX,Intermediate Metabolizer,None,None,Use as  usual.",
    "aspirin,CYPX,Poor Metabolizer,None,None,Use half.",
    "aspirin,CYPX,Indeterminate,None,None,None"
  ],
  cpic: ["Gene,Drug,CPICLevel", "CYPX,aspirin,A", "CYPX,warfarin,B/C"]
};

type Tables = typeof good;

function read(changes: Partial<Tables> = {}, build: "GRCh37" | "GRCh38" = "GRCh37") {
  count++;
  const files = Object.fromEntries(
    Object.entries({...good, ...changes}).map(([name, lines]) => {
      const input = folder.write(`${count}/${name}.csv`, `${lines.join("\n")}\n`);
      return [name, {...input, label: `${name}.csv`}];
    })
  );
  return readDefinitions(files as unknown as PgxFiles, build);
}

/** The good lines of a table, with text of one line (1 = the header) replaced. */
function changed(name: keyof Tables, line: number, from: string, to: string): Partial<Tables> {
  const lines = [...good[name]];
  if (!lines[line - 1].includes(from)) throw new Error(`${name}:${line} has no ${from}`);
  lines[line - 1] = lines[line - 1].replace(from, to);
  return {[name]: lines};
}

/** What an allele carries: names of variants, in brackets where it may but need not. */
function carried({alleles, variants}: PgxGene, name: string): string[] {
  const {carries} = alleles.find((allele) => allele.name === name)!;
  return variants.flatMap((variant, v) =>
    carries[v] === 0 ? [] : carries[v] === 1 ? [variant.name] : [`(${variant.name})`]
  );
}

describe("readDefinitions(files, build)", () => {
  it("reads genes, alleles and variants of one build", async () => {
    const {genes, problems} = await read();
    expect(problems).toEqual([]);
    expect(genes).toHaveLength(1);
    const [gene] = genes;
    expect(gene).toMatchObject({name: "CYPX", chrom: "7", referenceAllele: "*1", defaultAllele: "*1"});
    expect(gene).toMatchObject({copyNumberVaries: false, variantsNamedSingly: false, method: "diplotype"});
    expect(gene.variants.map(({name}) => name)).toEqual(["7-200-C-T", "7-300-GA-G", "7-400-T-A", "7-500-G-A"]);
    expect(gene.variants.map(({rsid}) => rsid)).toEqual(["rs2", "", "rs4", "rs5"]);
    expect(gene.alleles.map(({activity}) => activity)).toEqual([1, 0, 0.5, 0, null]);
    expect([...gene.diplotypes]).toEqual([
      ["0/0", "Normal Metabolizer"],
      ["0/1", "Intermediate Metabolizer"],
      ["1/1", "Poor Metabolizer"]
    ]);
    expect(gene.priorities.get("Poor Metabolizer")).toBe("abnormal");
    expect(gene.priorities.get("Indeterminate")).toBe(null);
  });

  it("knows core variants, tags that may be there beside them, and alleles that no small variant shows", async () => {
    const [gene] = (await read()).genes;
    expect(carried(gene, "*2")).toEqual(["7-200-C-T", "7-300-GA-G"]);
    expect(carried(gene, "*3")).toEqual(["7-200-C-T", "(7-400-T-A)"]);
    expect(gene.alleles.filter(({notCallable}) => notCallable !== null).map(({name}) => name)).toEqual(["*5"]);
  });

  it("knows PharmVar's sub-alleles by their names", async () => {
    const alleles = [...good.alleles, 'CYPX,*2.001,N/A,N/A,"7-200-C-T,7-300-GA-G,7-400-T-A",N/A,N/A,N/A,FALSE'];
    const [gene] = (await read({alleles})).genes;
    expect(gene.alleles.map(({calledAs}) => calledAs)).toEqual([0, 1, 2, 3, 4, 1]);
  });

  it("gives alleles the bases of the reference allele where the builds' sequences differ", async () => {
    const [on37] = (await read()).genes;
    expect(["*1", "*2", "*3", "*9"].map((name) => carried(on37, name).includes("7-500-G-A"))).toEqual([
      false,
      false,
      false,
      true
    ]);
    const [on38] = (await read({}, "GRCh38")).genes;
    expect(on38.variants.at(-1)!.name).toBe("7-1500-A-G");
    expect(["*1", "*2", "*3", "*9"].map((name) => carried(on38, name).includes("7-1500-A-G"))).toEqual([
      true,
      true,
      true,
      false
    ]);
  });

  it("leaves a variant out that one build has no name for, where the builds have the same base", async () => {
    const [gene] = (await read(changed("variants", 5, "500,1500,G,A", "500,1500,A,A"))).genes;
    expect(gene.variants.map(({name}) => name)).toEqual(["7-200-C-T", "7-300-GA-G", "7-400-T-A"]);
  });

  it("keeps the minimal form of names and synonyms", async () => {
    const [gene] = (await read()).genes;
    expect(gene.variants[1].forms).toEqual([
      {chrom: "7", pos: 300, ref: "GA", alt: "G"},
      {chrom: "7", pos: 300, ref: "GA", alt: "G"}
    ]);
  });

  it("rates recommendations by what is said for normal phenotypes, unless the table rates them itself", async () => {
    const classes = async (changes: Partial<Tables>) =>
      (await read(changes)).recommendations.map(({class: found}) => found);
    expect(await classes({})).toEqual(["standard", "standard", "adverse", "none"]);
    const rated = good.recommendations.map((line, i) => `${line},${["Class", "", "", "Ineffective", ""][i]}`);
    expect(await classes({recommendations: rated})).toEqual(["standard", "standard", "ineffective", "none"]);
  });

  it("reads levels of evidence", async () => {
    expect((await read()).medicines).toEqual([
      {gene: "CYPX", medicine: "aspirin", level: "A"},
      {gene: "CYPX", medicine: "warfarin", level: "B/C"}
    ]);
  });

  it("leaves an allele out that the other rows contradict, and says where", async () => {
    const problems = async (changes: Partial<Tables>) => (await read(changes)).problems;
    expect(await problems(changed("alleles", 3, "7-300-GA-G", "7-301-A-G"))).toEqual([
      "alleles.csv:3: CYPX *2 is left out: its variant 7-301-A-G is not in the table of variants"
    ]);
    expect(await problems(changed("alleles", 4, "7-400-T-A", "7-401-T-A"))).toEqual([
      "alleles.csv:4: the tag 7-401-T-A of CYPX *3 is not looked at: it is not in the table of variants"
    ]);
    expect(await problems(changed("alleles", 4, "7-200-C-T", "N/A"))).toEqual([
      "alleles.csv:4: CYPX *3 is left out: no variant defines it on GRCh37, so it looks like *1"
    ]);
    expect(await problems(changed("diplotypes", 3, "*1/*2", "*1/*8"))).toEqual([
      "diplotypes.csv:3: CYPX *1/*8 is left out: it is not two of the gene's alleles"
    ]);
    expect(await problems({diplotypes: [...good.diplotypes, "CYPX,*2/*1,Poor Metabolizer"]})).toEqual([
      "diplotypes.csv:5: CYPX *2/*1 is Intermediate Metabolizer in an earlier row, which counts"
    ]);
    expect(await problems(changed("genes", 2, "Diplotype,*1,*1", "Diplotype,*1,*7"))).toEqual([
      "genes.csv:2: CYPX cannot be called: the alleles do not name its *7"
    ]);
  });

  it.each<[keyof Tables, number, string, string, string]>([
    [
      "genes",
      1,
      "RefAllele",
      "Ref",
      "1: has no column RefAllele; a table of genes has the columns Gene, SV, PhenotypeMethod, RefAllele, GRCh37Default, GRCh38Default, GRCh37Region"
    ],
    ["genes", 2, "CYPX", "", "2: Gene: missing"],
    ["genes", 2, "FALSE", "maybe", '2: SV: expected TRUE or FALSE, found "maybe"'],
    ["genes", 2, "Diplotype", "Sum", '2: PhenotypeMethod: expected Diplotype, Score or N/A, found "Sum"'],
    [
      "genes",
      2,
      "chr7:100-900",
      "7p13",
      "2: GRCh37Region: expected chromosome:first-last, such as 10:96519437-96615962"
    ],
    ["alleles", 3, "*2", "*1", '3: allele "*1" of CYPX came before; each allele once'],
    ["alleles", 2, ",1,", ",one,", '2: ActivityScore: expected a number from 0, or N/A, found "one"'],
    ["alleles", 2, "FALSE", "", '2: SV: expected TRUE or FALSE, found ""'],
    [
      "variants",
      2,
      "7-200-C-T",
      "7:200:C:T",
      '2: GRCh37Name: expected chromosome-position-reference-alternate in bases, found "7:200:C:T"'
    ],
    [
      "variants",
      2,
      "200,1200",
      "201,1200",
      '2: GRCh37Name "7-200-C-T" does not say what the columns Chromosome, GRCh37Position and GRCh37Allele say'
    ],
    ["variants", 3, "7-300-GAA-GA", "del", '3: GRCh37Synonym: expected names like 7-300-GA-G, found "del"'],
    ["diplotypes", 2, "Normal Metabolizer", "", "2: Phenotype: missing"],
    [
      "equations",
      2,
      "0 <= score < 1",
      "score is low",
      '2: Equation: expected such as 1 <= score < 2, 2 == score or 2.5 <= score, found "score is low"'
    ],
    [
      "equations",
      3,
      "1 <= score",
      "0.5 <= score",
      '3: Equation: "0.5 <= score" overlaps with that of "Poor Metabolizer"'
    ],
    [
      "phenotypes",
      2,
      "Normal/Routine/Low Risk",
      "High",
      '2: Priority: expected it to begin with Normal, Abnormal or None, found "High"'
    ],
    [
      "recommendations",
      3,
      "Intermediate",
      "Normal",
      "3: aspirin with these phenotypes came before; each combination once"
    ],
    ["recommendations", 2, "CYPX", "None", '2: Gene1: missing, but Phenotype1 is "Normal Metabolizer"'],
    ["cpic", 2, ",A", ",E", '2: CPICLevel: expected A to D, or two of them such as B/C, found "E"']
  ])("refuses %s:%i with %s as %s", async (name, line, from, to, message) => {
    expect(await inputErrorOf(() => read(changed(name, line, from, to)))).toBe(`${name}.csv:${message}`);
  });

  it("refuses builds on which alleles are not defined", async () => {
    await expect(read({}, "NCBI36" as never)).rejects.toThrow(
      "star alleles are defined on GRCh37 and GRCh38, not on NCBI36; lift the genotypes over first"
    );
  });

  itWith(pypgxTables)("reads the tables of pypgx with the rows that contradict others left out", async () => {
    const [on37, on38] = await Promise.all([readPypgx("GRCh37"), readPypgx("GRCh38")]);
    for (const {genes} of [on37, on38]) {
      expect(genes).toHaveLength(88);
      expect(genes.reduce((sum, {alleles}) => sum + alleles.length, 0)).toBe(1362);
    }
    const told = ({problems}: {problems: string[]}) => problems.map((line) => line.replace(/^.*\/pgx\//, ""));
    expect(told(on38)).toEqual([
      "allele-table.csv:7: ACYP2 rs1872328 is left out: no variant defines it on GRCh38, so it looks like Reference",
      "diplotype-table.csv:1299: CYP2B6 *15/*15c is left out: it is not two of the gene's alleles",
      "allele-table.csv:632: CYP17A1 L465P is left out: its variant 10-102730530-A-G is not in the table of variants",
      "allele-table.csv:1260: SULT1A1 *3 is left out: no variant defines it on GRCh38, so it looks like *1"
    ]);
    expect(told(on37).map((line) => line.split(": ")[0])).toEqual([
      "allele-table.csv:7",
      "diplotype-table.csv:1299",
      "allele-table.csv:1260"
    ]);
  });

  itWith(pypgxTables)(
    "tells too much of a medicine from too little of it, as the recommendations themselves do",
    async () => {
      const {recommendations} = await readPypgx("GRCh38");
      const classOf = (medicine: string, ...phenotypes: (string | null)[]) =>
        recommendations.find(
          (row) => row.medicine === medicine && phenotypes.every((phenotype, i) => row.when[i].phenotype === phenotype)
        )!.class;
      // "Avoid codeine use because of potential for serious toxicity", "… because of possibility of diminished analgesia".
      expect(classOf("codeine", "Ultrarapid Metabolizer")).toBe("adverse");
      expect(classOf("codeine", "Poor Metabolizer")).toBe("ineffective");
      // "Avoid tricyclic use due to potential lack of efficacy", "… due to potential for side effects".
      expect(classOf("nortriptyline", "Ultrarapid Metabolizer")).toBe("ineffective");
      expect(classOf("nortriptyline", "Poor Metabolizer")).toBe("adverse");
      expect(classOf("clopidogrel", "Poor Metabolizer")).toBe("ineffective");
      expect(classOf("tacrolimus", "Normal Metabolizer")).toBe("ineffective");
      expect(classOf("tacrolimus", "Poor Metabolizer")).toBe("standard");
      expect(classOf("capecitabine", "Intermediate Metabolizer")).toBe("adverse");
      expect(classOf("simvastatin", "Increased Function")).toBe("standard");
      expect(classOf("desflurane", "Uncertain Susceptibility", "Malignant Hyperthermia Susceptibility")).toBe(
        "adverse"
      );
      expect(classOf("amitriptyline", "Ultrarapid Metabolizer", "Poor Metabolizer")).toBe("changed");
      // "No recommendation for hydrocodone therapy because of minimal evidence".
      expect(classOf("hydrocodone", "Ultrarapid Metabolizer")).toBe("none");
      expect(classOf("ivacaftor", "Favorable Response")).toBe("unrated");
    }
  );
});
