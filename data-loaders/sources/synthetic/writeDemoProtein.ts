import {writeFile} from "node:fs/promises";
import {readManifest} from "../manifest.js";
import {demoProtein} from "./demoProtein.js";

// Writes the files of the made-up protein of the embedded cohort anew, where its simulation has changed.
const cohorts = new URL("../../cohorts/", import.meta.url);
const {synthetic, build} = await readManifest(new URL("synthetic.yaml", cohorts).pathname);
const {model, effects, error} = demoProtein({...synthetic!, build});
await writeFile(new URL("synthetic-demo1.pdb", cohorts), model);
await writeFile(new URL("synthetic-demo1-effects.tsv", cohorts), effects);
await writeFile(new URL("synthetic-demo1-error.json", cohorts), error);
