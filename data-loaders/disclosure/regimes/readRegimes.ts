import {readFile} from "node:fs/promises";
import {parseDocument} from "yaml";
import * as z from "zod";
import {perturbationTable} from "./cellKey.js";
import type {Regime} from "./regimes.js";

const schema = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, "must be lower-case words joined by hyphens"),
      title: z.string().min(1),
      sentence: z.string().min(1),
      withheld_max: z.int().min(0).max(100),
      zeros: z.enum(["shown", "withheld"]),
      round_base: z.int().min(1),
      complement: z.boolean(),
      noise: z
        .strictObject({
          max: z.int().min(1).max(20),
          variance: z.number().gt(0),
          blocked: z.int().min(0).max(20),
          stay: z.number().min(0).lt(1)
        })
        .nullable(),
      source: z.string().min(1),
      url: z.url({protocol: /^https$/})
    })
  )
  .min(1);

/** Reads the rules of other bodies; a file that is missing or not understood is an error. */
export async function readRegimes(file: URL): Promise<Regime[]> {
  const text = await readFile(file, "utf8").catch((error) => {
    throw new Error(`policies/regimes.yaml: cannot be read (${error.code})`);
  });
  return parseRegimes(text);
}

export function parseRegimes(text: string): Regime[] {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken)
    throw new Error(
      `policies/regimes.yaml:${broken.linePos?.[0].line ?? 1}: not YAML: ${broken.message.split("\n")[0]}`
    );
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const [{path, message}] = parsed.error.issues;
    throw new Error(`policies/regimes.yaml: ${path.join(".") || "the file"}: ${message}`);
  }
  const twice = parsed.data.find(({id}, i, all) => all.findIndex((other) => other.id === id) < i);
  if (twice) throw new Error(`policies/regimes.yaml: ${twice.id} is there twice`);
  return parsed.data.map(({withheld_max, round_base, noise, ...regime}) => ({
    ...regime,
    withheldMax: withheld_max,
    roundBase: round_base,
    perturbation: noise && perturbationTable({D: noise.max, V: noise.variance, js: noise.blocked, pStay: noise.stay})
  }));
}
