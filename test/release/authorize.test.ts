import {describe, expect, it} from "vitest";
import {
  planTables,
  ReleaseRefused,
  type AskedTables,
  type PlannedTable,
  type ReleaseRequest
} from "../../data-loaders/release/authorize.js";
import {openReleasePolicy} from "../../data-loaders/release/policyEngine.js";
import {fileStem} from "../../src/model/release.js";
import type {Request} from "../../src/model/request.js";

it("ReleaseRefused says each reason once, behind all tables that it stops, on one line", () => {
  const signoff = {rule: "release.signoff", sentence: "Nobody has signed.", remedy: {sentence: "Ask the board."}};
  const consent = {rule: "release.open-consent", sentence: "The consent\nhas restrictions."};
  const refused: PlannedTable[] = [
    {name: "people", tier: "public", reasons: [signoff]},
    {name: "variants", tier: "registered", reasons: [consent, signoff]}
  ];
  expect(new ReleaseRefused(refused).message).toBe(
    "people, variants: release.signoff: Nobody has signed. Ask the board. " +
      "variants: release.open-consent: The consent has restrictions."
  );
});

describe("planTables(policy, request, face, asked)", () => {
  const asked = {
    traits: [
      {id: "EFO_0004339", label: "body height"},
      {id: "demo:status", label: "status"}
    ],
    pca: true,
    genes: true,
    equity: false,
    scores: false,
    medicines: false,
    structures: false,
    structureErrors: false,
    structureFrequencies: false,
    tumours: false,
    evidence: false
  };
  const request = (releaseClass: ReleaseRequest["class"]): ReleaseRequest => ({
    id: "example",
    class: releaseClass,
    consent: releaseClass === "open" ? ["DUO:0000004"] : ["DUO:0000042"],
    synthetic: false,
    strata: ["ancestry", "sex"],
    recipients: 1,
    signoffRequired: false,
    signOff: null
  });
  const ofAssociation = new Set(["association", "manhattan", "qq", "loci", "ld", "pca_density", "genes"]);
  const planned = async (releaseClass: ReleaseRequest["class"], what: AskedTables | undefined, requests = 1) => {
    const policy = await openReleasePolicy();
    const seen: Request[] = [];
    const watched = {...policy, decide: async (r: Request) => (seen.push(r), policy.decide(r))};
    const {planned} = await planTables(
      watched,
      {...request(releaseClass), recipients: requests},
      {panel: true, associations: true},
      what
    );
    const files = planned
      .filter(({name}) => ofAssociation.has(name))
      .map((table) => `${table.tier}/${fileStem({name: table.name, trait: table.trait?.id})}`);
    return {files, seen};
  };
  const registered = [
    "registered/association-EFO_0004339",
    "registered/association-demo_status",
    "registered/manhattan",
    "registered/qq",
    "registered/loci",
    "registered/ld",
    "registered/pca_density",
    "public/genes"
  ];

  it("puts a file of associations per trait, and what is made of them, where the class has its variants", async () => {
    expect((await planned("controlled", asked)).files).toEqual(registered);
    expect((await planned("open", asked)).files).toEqual(
      registered.map((file) => file.replace("registered/", "public/"))
    );
    expect((await planned("public-safe", asked)).files).toEqual(["public/association", ...registered]);
  });

  it("leaves out what was not asked for, and what nobody could open", async () => {
    expect((await planned("controlled", undefined)).files).toEqual([]);
    expect((await planned("public-safe", undefined)).files).toEqual(["public/association"]);
    expect((await planned("controlled", {...asked, traits: []})).files).toEqual([
      "registered/pca_density",
      "public/genes"
    ]);
    expect((await planned("controlled", {...asked, pca: false, genes: false})).files).toEqual(registered.slice(0, 6));
    expect((await planned("public-safe", asked, 0)).files).toEqual(["public/association", "public/genes"]);
  });

  it("asks about the comparison of groups as a table by group that names no variant, where somebody could open it", async () => {
    const comparisons = async (releaseClass: ReleaseRequest["class"], recipients = 1) =>
      (await planned(releaseClass, undefined, recipients)).seen
        .filter(({query}) => query!.table === "equity_genomics")
        .map(({query}) => [query!.tier, query!.group_by, query!.variants]);
    expect(await comparisons("open")).toEqual([["public", ["ancestry"], null]]);
    expect(await comparisons("public-safe")).toEqual([["registered", ["ancestry"], null]]);
    expect(await comparisons("public-safe", 0)).toEqual([]);
  });

  const ofProteins = async (what: Partial<AskedTables>, releaseClass: ReleaseRequest["class"], recipients = 1) =>
    (await planned(releaseClass, {...asked, traits: [], ...what}, recipients)).seen.flatMap(({query}) =>
      query!.table?.startsWith("structure_")
        ? [[query!.table, query!.tier, query!.group_by, query!.variants, query!.audit]]
        : []
    );

  it("gives models of proteins to everybody in every class, as they are about nobody", async () => {
    for (const releaseClass of ["open", "public-safe", "controlled"] as const)
      for (const recipients of [0, 1].slice(releaseClass === "controlled" ? 1 : 0)) {
        expect(await ofProteins({structures: true, structureErrors: true}, releaseClass, recipients)).toEqual([
          ["structure_residues", "public", [], null, "passed"],
          ["structure_models", "public", [], null, "passed"],
          ["structure_errors", "public", [], null, "passed"]
        ]);
        expect(await ofProteins({structures: true}, releaseClass, recipients)).toHaveLength(2);
      }
  });

  it("gives frequencies of their changes to those who are given allele counts, and as these", async () => {
    const frequencies = (releaseClass: ReleaseRequest["class"], recipients?: number) =>
      ofProteins({structureFrequencies: true}, releaseClass, recipients);
    const row = (tier: string) => ["structure_frequencies", tier, ["ancestry"], null, "passed"];
    expect(await frequencies("open")).toEqual([row("public")]);
    expect(await frequencies("controlled")).toEqual([row("registered")]);
    expect(await frequencies("public-safe")).toEqual([row("public"), row("registered")]);
    expect(await frequencies("public-safe", 0)).toEqual([row("public")]);
  });

  it("asks about each trait by itself", async () => {
    const {seen} = await planned("controlled", asked);
    const traits = seen.filter(({query}) => query!.table === "association");
    expect(traits.map(({trait, query}) => [trait, query!.method, query!.group_by])).toEqual([
      [asked.traits[0], "association", ["ancestry"]],
      [asked.traits[1], "association", ["ancestry"]]
    ]);
    expect(seen.filter(({trait}) => trait)).toHaveLength(2);
  });
});

it("fileStem({name, trait}) puts an underscore for what is no letter, digit or underscore", () => {
  expect(fileStem({name: "qq"})).toBe("qq");
  expect(fileStem({name: "association", trait: "EFO_0004339"})).toBe("association-EFO_0004339");
  expect(fileStem({name: "association", trait: "demo:../é x"})).toBe("association-demo______x");
});
