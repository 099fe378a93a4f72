import {describe, expect, it} from "vitest";
import {readEvidence} from "../../../data-loaders/sources/tumours/readEvidence.js";
import {evidenceBeside} from "../../../data-loaders/tables/tumours/evidenceBeside.js";
import {itWith} from "../../require.js";
import {sharedFile} from "../structure/pten.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
const civic = "civic/nightly-ClinicalEvidenceSummaries.tsv.gz";
const columns =
  "gene\tvariant\tdisease\tdrugs\tdrug_interaction_type\tevidence_type\tevidence_direction\tevidence_level\t" +
  "clinical_significance\tcitation_id\tsource_type\tevidence_status\tevidence_id";

/** A line with some values replaced. */
function line(values: Record<string, string> = {}, header = columns): string {
  const all: Record<string, string> = {
    gene: "EGFR",
    variant: "T790M",
    molecular_profile: "EGFR T790M",
    disease: "Lung Non-small Cell Carcinoma",
    drugs: "Erlotinib",
    therapies: "Erlotinib",
    evidence_type: "Predictive",
    evidence_direction: "Supports",
    evidence_level: "A",
    clinical_significance: "Resistance",
    significance: "Resistance",
    citation_id: "25668228",
    source_type: "PubMed",
    evidence_status: "accepted",
    evidence_id: "238",
    ...values
  };
  return header
    .split("\t")
    .map((name) => all[name] ?? "")
    .join("\t");
}

async function read(...lines: string[]) {
  return readEvidence(folder.write("civic.tsv", `${lines.join("\n")}\n`));
}

const erlotinib = {
  id: "EID238",
  gene: "EGFR",
  variant: "T790M",
  change: "T790M",
  disease: "Lung Non-small Cell Carcinoma",
  drugs: ["Erlotinib"],
  interaction: null,
  level: "A",
  supports: true,
  significance: "Resistance",
  citation: "PubMed 25668228"
};

describe("readEvidence(input)", () => {
  it("reads both forms of the table", async () => {
    expect(await read(columns, line())).toEqual([erlotinib]);
    const header = columns
      .replace("gene\tvariant", "molecular_profile")
      .replace("drugs", "therapies")
      .replace("drug_interaction_type", "therapy_interaction_type")
      .replace("clinical_significance", "significance");
    expect(await read(header, line({}, header))).toEqual([erlotinib]);
    const [both] = await read(header, line({molecular_profile: "EGFR L858R AND EGFR T790M"}, header));
    expect(both).toMatchObject({gene: "EGFR", variant: "L858R AND EGFR T790M", change: null});
  });

  it("leaves out what is not predictive, not accepted, without medicine or without direction", async () => {
    const items = await read(
      columns,
      line(),
      line({evidence_type: "Prognostic"}),
      line({evidence_status: "submitted"}),
      line({drugs: ""}),
      line({evidence_direction: "N/A"}),
      line({evidence_direction: "Does Not Support", evidence_id: "7"})
    );
    expect(items.map(({id, supports}) => [id, supports])).toEqual([
      ["EID238", true],
      ["EID7", false]
    ]);
  });

  it.each([
    ["T790M", "T790M"],
    ["BCR-ABL T315I", "T315I"],
    ["EXON 19 DELETION", null],
    ["V600E/K", null],
    ["G12/G13", null],
    ["MUTATION", null]
  ])("takes the change of variant %j as %j", async (variant, change) => {
    expect((await read(columns, line({variant})))[0].change).toBe(change);
  });

  it("divides medicines at commas, but not within a name", async () => {
    const [one, two] = await read(columns, line({drugs: "2,4-pyrimidinediamine"}), line({drugs: "Imatinib,Dasatinib"}));
    expect([one.drugs, one.interaction]).toEqual([["2,4-pyrimidinediamine"], null]);
    expect([two.drugs, two.interaction]).toEqual([["Imatinib", "Dasatinib"], null]);
  });

  it("names file and line of what it cannot read", async () => {
    const problem = (...lines: string[]) => inputErrorOf(() => read(...lines));
    expect(await problem(columns, line(), line({evidence_level: "F"}))).toBe(
      "civic.tsv:3: evidence_level: expected one of A, B, C, D, E"
    );
    expect(await problem(columns, line({drugs: "A,B", drug_interaction_type: "Mixture"}))).toBe(
      "civic.tsv:2: drug_interaction_type: expected Combination, Sequential or Substitutes, or nothing"
    );
    expect(await problem(columns, line({gene: ""}))).toBe("civic.tsv:2: expected a gene and a variant");
    expect(await problem(columns, line({evidence_id: ""}))).toBe("civic.tsv:2: evidence_id: missing");
    expect(await problem(columns.replace("drugs", "pills"), line())).toBe(
      "civic.tsv:1: has no column drugs or therapies; expected CIViC's evidence summaries"
    );
    expect(await problem(columns, line({evidence_type: "Prognostic"}))).toBe(
      "civic.tsv: has no predictive evidence; is it a table of CIViC?"
    );
  });

  itWith(civic)("finds that EGFR T790M resists erlotinib, at level A", async () => {
    const items = await readEvidence(sharedFile(civic));
    expect(items).toContainEqual(erlotinib);
    const rows = evidenceBeside([{gene: "EGFR", change: "T790M", treatment: "Erlotinib"}], items);
    expect(rows[0]).toEqual({gene: "EGFR", change: "T790M", treatment: "Erlotinib", exact: true, item: erlotinib});
    // Every row is about EGFR and erlotinib, and exact ones come first, best level first.
    expect(rows.every(({item}) => item.gene === "EGFR" && item.drugs.includes("Erlotinib"))).toBe(true);
    const exact = rows.filter((row) => row.exact);
    expect(rows.slice(0, exact.length)).toEqual(exact);
    expect(exact.map(({item}) => item.level).join("")).toMatch(/^A+B*C*D*E*$/);
  });

  itWith(civic)("reads all predictive items of CIViC that have a medicine and a direction", async () => {
    // zcat … | awk -F'\t' '$9=="Predictive" && $7!="" && ($10=="Supports" || $10=="Does Not Support")' | wc -l
    expect(await readEvidence(sharedFile(civic))).toHaveLength(2344);
  });
});

describe("evidenceBeside(findings, items)", () => {
  it("takes medicines in any case, of a combination all, of substitutes any", async () => {
    const items = await read(
      columns,
      line({drugs: "Erlotinib,Cisplatin", drug_interaction_type: "Combination", evidence_id: "1"}),
      line({drugs: "Erlotinib,Gefitinib", drug_interaction_type: "Substitutes", evidence_id: "2", evidence_level: "B"}),
      line({variant: "L858R", evidence_id: "3"}),
      line({variant: "Mutation", evidence_id: "4", evidence_level: "C"}),
      line({gene: "KRAS", evidence_id: "5"})
    );
    const found = (change: string | null, treatment: string) =>
      evidenceBeside([{gene: "EGFR", change, treatment}], items).map(
        ({item, exact}) => `${item.id}${exact ? "!" : ""}`
      );
    expect(found("T790M", "erlotinib")).toEqual(["EID2!", "EID3", "EID4"]);
    expect(found("T790M", "Erlotinib + cisplatin")).toEqual(["EID1!", "EID2!", "EID3", "EID4"]);
    expect(found(null, "ERLOTINIB")).toEqual(["EID4!", "EID3", "EID2"]);
    expect(found("T790M", "Docetaxel")).toEqual([]);
  });
});
