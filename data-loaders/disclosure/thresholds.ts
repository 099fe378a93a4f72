import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {parseDocument} from "yaml";
import * as z from "zod";

/** The limits of disclosure control, as `policies/thresholds.yaml` sets them. */
export interface Thresholds {
  smallCell: {
    /** Counts of 1 to this many people are withheld; 0 and larger counts may be shown. */
    maxWithheld: number;
    sentence: string;
    source: string;
  };
  /** SHA-256 of the file, hex. */
  sha256: string;
}

const schema = z.object({
  small_cell: z.object({
    max_withheld: z.int().min(1),
    sentence: z.string().min(1),
    source: z.string().min(1)
  })
});

/** Reads the limits; a file that is missing, or lacks a limit, is an error: nothing may be released without them. */
export async function readThresholds(file: URL): Promise<Thresholds> {
  const text = await readFile(file, "utf8").catch((error) => {
    throw new Error(`policies/thresholds.yaml: cannot be read (${error.code}); nothing is released without it`);
  });
  return parseThresholds(text);
}

export function parseThresholds(text: string): Thresholds {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken)
    throw new Error(
      `policies/thresholds.yaml:${broken.linePos?.[0].line ?? 1}: not YAML: ${broken.message.split("\n")[0]}`
    );
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const [{path, message}] = parsed.error.issues;
    throw new Error(`policies/thresholds.yaml: ${path.join(".") || "the file"}: ${message}`);
  }
  const {max_withheld, sentence, source} = parsed.data.small_cell;
  return {
    smallCell: {maxWithheld: max_withheld, sentence, source},
    sha256: createHash("sha256").update(text).digest("hex")
  };
}
