import {parseArgs} from "node:util";
import {InputError} from "../inputError.js";
import {writeSynthetic} from "./writeSynthetic.js";

const usage = `Writes a synthetic cohort as ordinary files, to try the flow with files of your own.

  npm run synthesise -- --out DIR [--seed N] [--people N] [--variants N] [--quiet]

  --out DIR       folder to make: genotypes.bed/.bim/.fam, samples.tsv, withdrawn.txt, genes.bed, cohort.yaml, truth.json
  --seed N        the same seed gives the same cohort (1)
  --people N      (2000)
  --variants N    (2000)
  --quiet         no progress
`;

try {
  await synthesise();
} catch (error) {
  const known = error instanceof InputError || (error as NodeJS.ErrnoException).code !== undefined;
  process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function synthesise(): Promise<void> {
  const {values} = parseArgs({
    options: {
      out: {type: "string"},
      seed: {type: "string", default: "1"},
      people: {type: "string", default: "2000"},
      variants: {type: "string", default: "2000"},
      quiet: {type: "boolean", default: false},
      help: {type: "boolean", short: "h", default: false}
    }
  });
  if (values.help) return void process.stdout.write(usage);
  if (!values.out) throw new InputError("synthesise", null, "--out: expected the folder to write to");
  const variants = Number(values.variants);
  const parameters = {
    seed: Number(values.seed),
    people: Number(values.people),
    variants,
    build: "GRCh37" as const
  };
  const show = values.quiet ? () => {} : progress(variants);
  let interrupted = false;
  process.once("SIGINT", () => (interrupted = true));
  await writeSynthetic(values.out, parameters, (done) => {
    if (interrupted) throw new InputError("synthesise", null, "interrupted; nothing was written");
    show(done);
  });
  if (!values.quiet)
    process.stderr.write(`wrote ${values.out}: npm run release -- --cohort ${values.out}/cohort.yaml\n`);
}

/** Variants written, rate and time left, on one line of a terminal; ten lines in a log. */
function progress(total: number): (done: number) => void {
  const start = performance.now();
  const terminal = process.stderr.isTTY;
  let tenth = 0;
  return (done) => {
    if (!terminal && Math.floor((10 * done) / total) === tenth) return;
    tenth = Math.floor((10 * done) / total);
    const perSecond = done / ((performance.now() - start) / 1000);
    const left = Math.ceil((total - done) / perSecond);
    const line = `genotypes: ${done} of ${total} variants, ${Math.round(perSecond)}/s, ${left} s left`;
    process.stderr.write(terminal ? `\r${line}\x1b[K${done === total ? "\n" : ""}` : `${line}\n`);
  };
}
