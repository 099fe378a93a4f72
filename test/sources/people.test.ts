import {describe, expect, it} from "vitest";
import {readManifest} from "../../data-loaders/sources/manifest.js";
import {readPeople, type GenotypePeople} from "../../data-loaders/sources/people.js";
import {personTokens} from "../../data-loaders/sources/personTokens.js";
import {inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();
folder.write("g.vcf", "");
let count = 0;

const sampleFile = `id\tpop\tsex\tage\tstatus\theight\tduo
SECRET3\tEUR\tF\t61\t1\t180.5\tDUO:0000042
SECRET1\tAFR\tM\t20\t0\tNA\tDUO:0000004
SECRET2\tEUR\t\t29.5\t-9\t170\t
SECRET9\tEAS\t2\t5\t1\t1\tDUO:0000042
SECRET4\tNA\t2\tNA\t0\t-1e1\tDUO:0000006
`;

const genotypes: GenotypePeople = {
  file: {file: "", label: "g.fam"},
  unit: "line",
  ids: ["SECRET1", "SECRET2", "SECRET3", "SECRET4"],
  sex: null
};

interface Case {
  samples?: string;
  columns?: string;
  rest?: string;
  genotypes?: Partial<GenotypePeople>;
  withdrawn?: string;
}

async function read({
  samples = sampleFile,
  columns = "{ancestry: pop, sex: sex}",
  rest = "",
  withdrawn,
  ...other
}: Case) {
  const n = ++count;
  folder.write(`s${n}.tsv`, samples);
  if (withdrawn !== undefined) folder.write(`w${n}.txt`, withdrawn);
  const manifest = folder.write(
    `m${n}.yaml`,
    `id: x\nbuild: GRCh37\ngenotypes: [g.vcf]\nsamples: {file: s${n}.tsv, id: id, columns: ${columns}}\n` +
      rest.replace("WITHDRAWN", `w${n}.txt`)
  );
  return readPeople(await readManifest(manifest.file), {...genotypes, ...other.genotypes});
}

/** The message, with folder and number of the case left out; it must not show an id or a value. */
async function problem(given: Case): Promise<string> {
  const message = (await inputErrorOf(() => read(given))).replaceAll(/\S*\/([a-z])\d+\./g, "$1.");
  expect(message).not.toContain("SECRET");
  return message;
}

describe("readPeople(manifest, genotypes)", () => {
  it("puts people into the order of the genotypes and counts rows without genotypes", async () => {
    const people = await read({rest: "strata: [ancestry, sex]\n"});
    expect(people).toEqual({
      total: 4,
      included: Uint8Array.from([1, 1, 1, 1]),
      sex: Uint8Array.from([1, 0, 2, 2]),
      strata: [
        {name: "ancestry", levels: ["AFR", "EUR", "unknown"], codes: Int16Array.from([0, 1, 1, 2])},
        {name: "sex", levels: ["female", "male", "unknown"], codes: Int16Array.from([1, 2, 0, 0])}
      ],
      age: null,
      tokens: personTokens(["SECRET1", "SECRET2", "SECRET3", "SECRET4"], 4),
      traits: [],
      covariates: [
        {name: "sex", kind: "categorical", levels: ["female", "male"], values: Float64Array.of(1, NaN, 0, 0)}
      ],
      left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0},
      unusedSampleRows: 1
    });
  });

  it("reads traits: a case has the case's value, everybody else who is not missing is a control", async () => {
    const {traits} = await read({
      rest: `traits:
  - {id: h, column: height, kind: quantitative}
  - {id: s, label: status, column: status, kind: binary, case: 1}
`
    });
    expect(traits).toEqual([
      {id: "h", label: "h", kind: "quantitative", values: Float64Array.from([NaN, 170, 180.5, -10])},
      {id: "s", label: "status", kind: "binary", values: Float64Array.from([0, NaN, 1, 0])}
    ]);
  });

  it("reads exact covariates: numbers as they are, other columns as categories, nothing of who is left out", async () => {
    const {covariates} = await read({
      columns: "{sex: sex, age: age, ancestry: pop, height: height}",
      rest: "association: {covariates: [age, sex, ancestry, height]}\nconsent: {withdrawn: WITHDRAWN}\n",
      withdrawn: "SECRET1\n"
    });
    expect(covariates).toEqual([
      {name: "age", kind: "quantitative", values: Float64Array.of(NaN, 29.5, 61, NaN)},
      {name: "sex", kind: "categorical", levels: ["female", "male"], values: Float64Array.of(NaN, NaN, 0, 0)},
      {name: "ancestry", kind: "categorical", levels: ["EUR"], values: Float64Array.of(NaN, 0, 0, NaN)},
      {name: "height", kind: "quantitative", values: Float64Array.of(NaN, 170, 180.5, -10)}
    ]);
  });

  it("adjusts for age and sex, as far as they are known, where the manifest says nothing", async () => {
    const names = async (given: Case) => (await read(given)).covariates.map(({name}) => name);
    expect(await names({columns: "{sex: sex, age: age}"})).toEqual(["age", "sex"]);
    expect(await names({columns: "{ancestry: pop}"})).toEqual([]);
    expect(await names({columns: "{ancestry: pop}", genotypes: {sex: Uint8Array.of(1, 0, 0, 0)}})).toEqual(["sex"]);
    expect(await names({columns: "{age: age}", rest: "association: {covariates: []}\n"})).toEqual([]);
    expect(await names({columns: "{age: age}", rest: "association: false\n"})).toEqual([]);
  });

  it("refuses a covariate that nobody has, or that looks like an identifier", async () => {
    expect(await problem({columns: "{age: age}", rest: "association: {covariates: [sex]}\n"})).toMatch(
      /^m.yaml:5: association.covariates\[0\]: nobody’s sex is known$/
    );
    const empty = "id\tnothing\nSECRET1\tNA\nSECRET2\t\nSECRET3\t-9\nSECRET4\tNA\n";
    expect(
      await problem({samples: empty, columns: "{nothing: nothing}", rest: "association: {covariates: [nothing]}\n"})
    ).toMatch(/^m.yaml:5: association.covariates\[0\]: nobody has a value$/);
    const ids = Array.from({length: 14}, (_, i) => `SECRET${i}`);
    const samples = `id\tname\n${ids.map((id) => `${id}\tx${id}\n`).join("")}`;
    expect(
      await problem({
        samples,
        columns: "{name: name}",
        rest: "association: {covariates: [name]}\n",
        genotypes: {ids}
      })
    ).toMatch(/association.covariates\[0\]: has 14 different values in so few people; it looks like an identifier/);
  });

  it("bands age by decade where it is a stratum", async () => {
    const {strata} = await read({columns: "{age: age}", rest: "strata: [age]\n"});
    expect(strata[0]).toEqual({
      name: "age",
      levels: ["20–29", "60–69", "unknown"],
      codes: Int16Array.from([0, 0, 1, 2])
    });
  });

  it("takes sex from the .fam where the sample file has none", async () => {
    const people = await read({
      columns: "{}",
      rest: "strata: [sex]\n",
      genotypes: {sex: Uint8Array.from([1, 2, 2, 1])}
    });
    expect(people.strata[0]).toEqual({name: "sex", levels: ["female", "male"], codes: Int16Array.from([1, 0, 0, 1])});
  });

  it("leaves out the withdrawn before anything is counted: no code, no trait, no level of theirs", async () => {
    const people = await read({
      rest: `strata: [ancestry]
traits: [{id: h, column: height, kind: quantitative}]
consent: {withdrawn: WITHDRAWN}
`,
      withdrawn: "# asked on 1 May\r\nSECRET1\r\nSECRET9\n\nSECRET1\n"
    });
    expect(people.included).toEqual(Uint8Array.from([0, 1, 1, 1]));
    expect(people.left).toEqual({withdrawn: 1, noConsent: 0, notInSampleFile: 0});
    expect(people.strata[0]).toEqual({
      name: "ancestry",
      levels: ["EUR", "unknown"],
      codes: Int16Array.from([-1, 0, 0, 1])
    });
    expect(people.traits[0].values[0]).toBeNaN();
  });

  it("leaves out who has not consented to what the cohort promises; withdrawal counts first", async () => {
    const people = await read({
      rest: 'consent: {codes: ["DUO:0000042"], per_person: duo, withdrawn: WITHDRAWN}\n',
      withdrawn: "SECRET2\n"
    });
    // 1: NRES covers GRU; 2: withdrawn, without codes; 3: GRU; 4: HMB is less than GRU.
    expect(people.included).toEqual(Uint8Array.from([1, 0, 1, 0]));
    expect(people.left).toEqual({withdrawn: 1, noConsent: 1, notInSampleFile: 0});
  });

  it("refuses a sample mismatch, naming rows and count", async () => {
    expect(await problem({genotypes: {ids: ["SECRET1", "SECRET5", "SECRET6", "SECRET3"]}})).toBe(
      "s.tsv: sample mismatch: 2 of 4 people of g.fam (lines 2, 3) have no row here; " +
        "add their rows, or take them out of the genotypes (plink2 --keep, bcftools view -S)"
    );
    expect(await problem({genotypes: {ids: ["a", "b"]}})).toBe(
      "m.yaml:4: samples.id: sample mismatch: no id of this column of s.tsv is in g.fam; is it the column of sample ids?"
    );
  });

  it("refuses ids that come twice or are empty", async () => {
    expect(await problem({samples: `${sampleFile}SECRET1\tEUR\tF\t1\t1\t1\t\n`})).toBe(
      "s.tsv:7: same sample id as line 3; expected one row a person"
    );
    expect(await problem({samples: `${sampleFile}SECRET9\tEUR\tF\t1\t1\t1\t\n`})).toBe(
      "s.tsv:7: same sample id as line 5; expected one row a person"
    );
    expect(await problem({samples: `${sampleFile}\tEUR\tF\t1\t1\t1\t\n`})).toBe("s.tsv:7: has no sample id");
    expect(await problem({genotypes: {ids: ["SECRET1", "SECRET2", "SECRET1"]}})).toBe(
      "g.fam: lines 1 and 3 have the same sample id; ids must differ"
    );
  });

  it("names the manifest's line for a column that is not there", async () => {
    expect(await problem({columns: "{ancestry: population}", rest: "strata: [ancestry]\n"})).toBe(
      'm.yaml:4: samples.columns.ancestry: no column "population" in the sample file; ' +
        "it has id, pop, sex, age, status, height, duo"
    );
    expect(await problem({rest: "traits: [{id: t, column: bmi, kind: quantitative}]\n"})).toMatch(
      /^m.yaml:5: traits\[0\].column: no column "bmi"/
    );
    expect(await problem({rest: 'consent: {codes: ["DUO:0000042"], per_person: consent}\n'})).toMatch(
      /^m.yaml:5: consent.per_person: no column "consent"/
    );
    expect(await problem({samples: sampleFile.replace("id\t", "name\t")})).toMatch(
      /^m.yaml:4: samples.id: no column "id"/
    );
    // Without a header the names of columns would be somebody's data.
    expect(await problem({samples: sampleFile.slice(sampleFile.indexOf("\n") + 1)})).toBe(
      's.tsv:1: has no column "id" nor any other that the manifest names; is the header missing?'
    );
  });

  it("refuses values out of range at the first such row", async () => {
    const swap = (from: string, to: string) => ({samples: sampleFile.replace(from, to)});
    expect(await problem(swap("\tM\t", "\tSECRET\t"))).toBe(
      "s.tsv:3: column sex: expected M, F, male, female, 1 or 2; or nothing, NA, -9 or 0 if unknown"
    );
    for (const age of ["131", "-1", "SECRET", "1e999"])
      expect(await problem({...swap("\t61\t", `\t${age}\t`), columns: "{age: age}"})).toBe(
        "s.tsv:2: column age: expected years from 0 to 130"
      );
    await expect(read({...swap("\t61\t", "\t130\t"), columns: "{age: age}"})).resolves.toBeDefined();
    expect(
      await problem({...swap("180.5", "180,5"), rest: "traits: [{id: h, column: height, kind: quantitative}]\n"})
    ).toBe("s.tsv:2: column height: expected a number; or nothing, NA or -9 if it is missing");
    expect(
      await problem({...swap("DUO:0000004", "SECRET"), rest: 'consent: {codes: ["DUO:0000042"], per_person: duo}\n'})
    ).toBe("s.tsv:3: column duo: expected DUO codes separated by ;, such as DUO:0000042;DUO:0000045");
  });

  it("refuses sex that differs from the .fam: it may be another person", async () => {
    expect(await problem({genotypes: {sex: Uint8Array.from([2, 2, 1, 0])}})).toBe(
      "s.tsv:2: sex differs from g.fam for 2 of 4 people; " +
        "correct one of the files, or leave sex out of samples.columns to use the .fam's"
    );
  });

  it("refuses a case value that nobody has", async () => {
    expect(await problem({rest: "traits:\n  - {id: t, column: status, kind: binary, case: 2}\n"})).toBe(
      "m.yaml:6: traits[0].case: nobody has this value in the column; is it written as in the file?"
    );
  });

  it("refuses a stratum of more than 100 levels: it divides people into hardly more than themselves", async () => {
    const ids = Array.from({length: 202}, (_, i) => `SECRET${i}`);
    const samples = (n: number) => `id\tpop\n${ids.map((id, i) => `${id}\tp${i % n}`).join("\n")}\n`;
    const given = {columns: "{ancestry: pop}", rest: "strata: [ancestry]\n", genotypes: {ids}};
    expect(await problem({...given, samples: samples(101)})).toBe(
      "m.yaml:5: strata[0]: has 101 different values; a stratum divides people into at most 100 groups"
    );
    expect((await read({...given, samples: samples(100)})).strata[0].levels.length).toBe(100);
  });

  it("refuses a stratum that looks like an identifier, since the names of groups are published", async () => {
    const ids = Array.from({length: 22}, (_, i) => `SECRET${i}`);
    const samples = (n: number) => `id\tpop\n${ids.map((id, i) => `${id}\tSECRETNAME${i % n}`).join("\n")}\n`;
    const given = {columns: "{ancestry: pop}", rest: "strata: [ancestry]\n", genotypes: {ids}};
    expect(await problem({...given, samples: samples(12)})).toBe(
      "m.yaml:5: strata[0]: has 12 different values in so few people; it looks like an identifier, not a group"
    );
    expect((await read({...given, samples: samples(11)})).strata[0].levels.length).toBe(11);
    expect(await problem({columns: "{ancestry: id}", rest: "strata: [ancestry]\n"})).toBe(
      "m.yaml:5: strata[0]: has the sample ids as its values; expected groups of people"
    );
  });

  it("fails closed on a withdrawal list that is empty, or names somebody who is not there", async () => {
    const rest = "consent: {withdrawn: WITHDRAWN}\n";
    expect(await problem({rest, withdrawn: ""})).toBe("w.txt: is empty");
    expect(await problem({rest, withdrawn: "SECRET1\nSECRET77\n"})).toMatch(
      /^w.txt:2: this id is neither in the genotypes nor in the sample file; one id a line, no header; correct it or/
    );
    expect((await read({rest, withdrawn: "# nobody yet\n"})).left.withdrawn).toBe(0);
  });
});
