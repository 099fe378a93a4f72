import type {AnswerPage, Measure, Question} from "../../model/question.js";
import type {ReleaseManifest} from "../../model/release.js";
import {rootOfSquares} from "./noise.js";
import type {VariantColumn} from "./variantColumns.js";

/** A table that is taken away keeps the size of its noise: a column `noise_sd` beside the counts of each group. */
export interface WithNoise {
  question: Question;
  columns: {name: string; label: string}[];
  page(page: AnswerPage): AnswerPage;
}

const everybody = "noise_sd";

/** What is shown, and for each group with noise its standard deviation, after the last of its columns. */
export function withNoise(question: Question, shown: readonly VariantColumn[], manifest: ReleaseManifest): WithNoise {
  const noisy = shown.filter(({noise}) => noise);
  const wanted = [...new Set(noisy.map(({group}) => group))];
  const levels = manifest.strata.find(({name}) => name === "ancestry")?.levels ?? [];
  const ofAll = noisy.some(({measure}) => Object.keys(measure!.where).length === 0);
  const measures = ofAll && levels.length === 0 ? [sdOf(null)] : (ofAll ? levels : wanted).map(sdOf);
  return {
    question: {...question, measures: [...question.measures, ...measures]},
    columns: shown.flatMap(({name, label, group}, i) => {
      const last = wanted.includes(group) && shown[i + 1]?.group !== group;
      return [{name, label}, ...(last ? [sdColumn(noisy.find((column) => column.group === group)!)] : [])];
    }),
    page: (page) => (ofAll && levels.length > 0 ? withSum(page, measures) : page)
  };
}

function sdOf(level: string | null): Measure {
  const where: Record<string, string> = level === null ? {} : {ancestry: level};
  const name = level === null ? everybody : `${everybody}.${level}`;
  return {name, table: "allele_counts", sum: {noise_sd: 1}, where, count: false};
}

function sdColumn({group, measure}: VariantColumn): {name: string; label: string} {
  return {name: sdOf(measure!.where.ancestry ?? null).name, label: `noise_sd ${group}`};
}

/** Of everybody: variances of independent noises add up, which no sum of columns says. */
function withSum(page: AnswerPage, measures: Measure[]): AnswerPage {
  const parts = measures.map(({name}) => page.values[page.names.indexOf(name)]);
  const sums = Array.from({length: page.rows}, (_, row) => {
    const sds = parts.map((part) => part[row]);
    return sds.includes(null) ? null : rootOfSquares(sds as number[]);
  });
  return {...page, names: [...page.names, everybody], values: [...page.values, sums]};
}
