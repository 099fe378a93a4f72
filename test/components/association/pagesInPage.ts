import {associationPage} from "../../../src/components/association/associationPage.js";
import {phewasPage} from "../../../src/components/association/phewasPage.js";
import type {ReleaseManifest} from "../../../src/model/release.js";
import type {PolicyBundle} from "../../../src/policy/bundle.js";
import {openPolicy} from "../../../src/policy/policy.js";
import {
  associationFromQuery,
  associationToQuery,
  phewasFromQuery,
  phewasToQuery
} from "../../../src/query/associationAddress.js";
import {openAssociationDesk} from "../../../src/query/associationDesk.js";
import {associationEffects} from "../../../src/query/associationEffects.js";
import {startParquet} from "../../../src/query/parquetRows.js";

/** Puts a page about association together as the site does, from the files of a release beside it; runs in a browser. */
export async function open(
  name: "association" | "phewas",
  role: "researcher" | "public" = "researcher"
): Promise<void> {
  const manifest = (await json("data/manifest.json")) as ReleaseManifest;
  const [bundle, {Oso}] = await Promise.all([
    json("bundle.json"),
    import(/* @vite-ignore */ new URL("policy-engine.js", location.href).href)
  ]);
  const policy = await openPolicy(Oso, bundle as PolicyBundle);
  const desk = openAssociationDesk(manifest, {
    policy: Promise.resolve(policy),
    manifestUrl: `${location.origin}/_file/data/manifest.json`,
    ready: () => startParquet("parquet.wasm"),
    identity: () => ({
      actor: {id: "reader-00000000", role},
      purpose: {code: "DUO:0000006", statement: "Which lipid genes carry common variants in every group?"}
    }),
    record: (made) => void recorded.push(made)
  });
  const demoKey = await (await fetch("demo-key.txt")).text();
  const shared = {manifest, why: "Nothing about variants is public in this cohort.", demoKey};
  const element =
    name === "association"
      ? associationPage({
          ...shared,
          view: associationFromQuery(location.search),
          effects: associationEffects(desk, associationToQuery)
        })
      : phewasPage({
          ...shared,
          view: phewasFromQuery(location.search),
          effects: associationEffects(desk, phewasToQuery)
        });
  document.querySelector("main")!.append(element);
}

/** What the gate recorded, in order. */
export const recorded: unknown[] = [];

async function json(name: string): Promise<unknown> {
  return (await fetch(name)).json();
}
