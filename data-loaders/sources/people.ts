import {notAssigned} from "../../src/model/ancestry.js";
import type {CovariateValues, People, StratumVariable, TraitValues} from "./cohort.js";
import {allows, isDuoCode} from "./consent.js";
import {columnCovariate, sexCovariate, usualCovariates} from "./covariates.js";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";
import type {CohortManifest} from "./manifest.js";
import {personTokens} from "./personTokens.js";
import {ageBand, isMissing, maxAgeYears, parseAgeYears, parseNumber, parseSex} from "./sampleValues.js";
import {readSamples, type Samples} from "./samples.js";
import {stratumVariable} from "./strata.js";
import {readWithdrawn} from "./withdrawn.js";

/** Who the genotype files hold, in order. */
export interface GenotypePeople {
  /** The file that is named in messages. */
  file: InputFile;
  /** How messages count people there: lines of a .fam, samples of a VCF header. */
  unit: "line" | "sample";
  ids: readonly string[];
  /** PLINK coding, of a .fam; null when the genotype files do not tell. */
  sex: Uint8Array | null;
}

/**
 * Joins the sample file of a manifest with the people of the genotype files and applies withdrawals and consent.
 * Ids are used for joining only and are not kept. Errors name rows, never ids or values.
 */
export async function readPeople(manifest: CohortManifest, genotypes: GenotypePeople): Promise<People> {
  const samples = await readSamples(manifest, genotypes);
  const sex = sexOf(samples, genotypes);
  const withdrawn = manifest.consent.withdrawn
    ? await readWithdrawn(manifest.consent.withdrawn, (id) => samples.knows(id))
    : new Set<string>();
  const consents = consentOf(manifest, samples);

  const included = new Uint8Array(samples.total).fill(1);
  const left = {withdrawn: 0, noConsent: 0, notInSampleFile: 0};
  genotypes.ids.forEach((id, i) => {
    if (withdrawn.has(id)) left.withdrawn++;
    else if (!consents(i)) left.noConsent++;
    else return;
    included[i] = 0;
  });
  checkAges(samples);
  return {
    total: samples.total,
    included,
    sex,
    strata: manifest.strata.map((name, i) => {
      // Ancestry that is inferred is filled in later: until then nobody is in a group.
      if (manifest.ancestry && name === "ancestry") return nobodyAssigned(included);
      const values = valuesOfStratum(name, samples, sex);
      // The names of groups are published.
      const known = [...values.keys()].filter((person) => values[person] !== null);
      if (known.length > 0 && known.every((person) => values[person] === genotypes.ids[person]))
        throw manifest.refuse(["strata", i], "has the sample ids as its values; expected groups of people");
      return stratumOf(manifest, i, values, included);
    }),
    age: ageOf(manifest, samples, included),
    tokens: personTokens(genotypes.ids, samples.total),
    traits: manifest.traits.map((_, i) => traitOf(manifest, i, samples, included)),
    covariates: covariatesOf(manifest, samples, sex, included),
    left,
    unusedSampleRows: samples.unusedRows
  };
}

/** The sample file's sex, else the .fam's. Where both know a person's sex they must agree: they may be two people. */
function sexOf(samples: Samples, genotypes: GenotypePeople): Uint8Array {
  if (!samples.has("sex")) return genotypes.sex ?? new Uint8Array(samples.total);
  const sex = samples.parse("sex", parseSex, "expected M, F, male, female, 1 or 2; or nothing, NA, -9 or 0 if unknown");
  const known = Uint8Array.from(sex);
  const others = genotypes.sex;
  if (!others) return known;
  const differing = samples.peopleWhere((i) => known[i] !== 0 && others[i] !== 0 && known[i] !== others[i]);
  if (differing.length > 0)
    throw new InputError(
      samples.label,
      differing.reduce((line, i) => Math.min(line, samples.lines[i]), Infinity),
      `sex differs from ${genotypes.file.label} for ${differing.length} of ${samples.total} people; ` +
        "correct one of the files, or leave sex out of samples.columns to use the .fam's"
    );
  return known;
}

function consentOf(manifest: CohortManifest, samples: Samples): (person: number) => boolean {
  const {perPerson, codes} = manifest.consent;
  if (perPerson === null) return () => true;
  const parsed = samples.parse(
    "consent.per_person",
    (value) => {
      const own = isMissing(value)
        ? []
        : value
            .split(";")
            .map((code) => code.trim())
            .filter(Boolean);
      return own.every(isDuoCode) ? own.join(";") : null;
    },
    "expected DUO codes separated by ;, such as DUO:0000042;DUO:0000045"
  );
  const decided = new Map([...new Set(parsed)].map((own) => [own, allows(own === "" ? [] : own.split(";"), codes)]));
  return (person) => decided.get(parsed[person]) === true;
}

function checkAges(samples: Samples): void {
  if (samples.has("age")) samples.parse("age", parseAgeYears, `expected years from 0 to ${maxAgeYears}`);
}

function ageOf(manifest: CohortManifest, samples: Samples, included: Uint8Array): StratumVariable | null {
  if (!samples.has("age") || manifest.strata.includes("age")) return null;
  return stratumVariable("age", valuesOfStratum("age", samples, included), included);
}

function valuesOfStratum(name: string, samples: Samples, sex: Uint8Array): (string | null)[] {
  if (name === "sex") return Array.from(sex, (code) => [null, "male", "female"][code]);
  const values = samples.values(name);
  if (name !== "age") return values.map((value) => (isMissing(value) ? null : value));
  return values.map((value) => {
    const years = parseAgeYears(value)!;
    return Number.isNaN(years) ? null : ageBand(years);
  });
}

function stratumOf(
  manifest: CohortManifest,
  index: number,
  values: (string | null)[],
  included: Uint8Array
): StratumVariable {
  try {
    return stratumVariable(manifest.strata[index], values, included);
  } catch (error) {
    throw manifest.refuse(["strata", index], (error as Error).message);
  }
}

function nobodyAssigned(included: Uint8Array): StratumVariable {
  return {name: "ancestry", levels: [notAssigned], codes: Int16Array.from(included, (is) => (is ? 0 : -1))};
}

function traitOf(manifest: CohortManifest, index: number, samples: Samples, included: Uint8Array): TraitValues {
  const {id, label, kind, case: caseValue} = manifest.traits[index];
  const column = `traits[${index}]`;
  const values =
    kind === "quantitative"
      ? samples.parse(column, parseNumber, "expected a number; or nothing, NA or -9 if it is missing")
      : samples.values(column).map((value) => (isMissing(value) ? NaN : value === caseValue ? 1 : 0));
  if (kind === "binary" && !values.includes(1))
    throw manifest.refuse(
      ["traits", index, "case"],
      "nobody has this value in the column; is it written as in the file?"
    );
  return {id, label, kind, values: Float64Array.from(values, (value, i) => (included[i] ? value : NaN))};
}

function covariatesOf(
  {association, refuse}: CohortManifest,
  samples: Samples,
  sex: Uint8Array,
  included: Uint8Array
): CovariateValues[] {
  if (association === null) return [];
  const names = association.covariates ?? usualCovariates(samples.has("age"), sex);
  return names.map((name, i) => {
    try {
      if (name !== "sex") return columnCovariate(name, samples.values(name), included);
      if (!sex.some((code) => code !== 0)) throw new Error("nobody’s sex is known");
      return sexCovariate(sex, included);
    } catch (error) {
      throw refuse(["association", "covariates", i], (error as Error).message);
    }
  });
}
