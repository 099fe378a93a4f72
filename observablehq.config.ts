import {readFileSync} from "node:fs";
import {parse} from "csv-parse/sync";
import {masthead, siteFooter, siteHead} from "./src/components/masthead.js";
import type {ReleaseManifest} from "./src/model/release.js";
import {released, releasedPaths} from "./data-loaders/release/released.js";

const {cohort} = JSON.parse(new TextDecoder().decode(await released("manifest.json"))) as ReleaseManifest;

/** What a reader can declare, in the order of the files. */
const purposes = rowsOf("policies/purposes.csv")
  .filter(({offered}) => offered === "yes")
  .map(({code, label}) => ({code, label}));
const concerns = rowsOf("policies/concerns.csv")
  .filter(({id}) => id !== "unknown")
  .map(({id, label}) => ({id, label}));

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(new URL(file, import.meta.url)), {columns: true});
}

export default {
  root: "src",
  output: process.env.COVENANT_OUTPUT || "dist",
  title: "Covenant",
  style: "theme.css",
  globalStylesheets: [],
  head: siteHead,
  header: masthead(cohort, {purposes, concerns}),
  footer: siteFooter,
  async *dynamicPaths() {
    yield* releasedPaths();
    yield "/data/schema/request.schema.json";
    yield "/data/schema/decision.schema.json";
  },
  pages: [
    {
      name: "Explore",
      pages: [
        {name: "Variants", path: "/variants"},
        {name: "Analyse counts", path: "/explore"},
        {name: "Association", path: "/association"},
        {name: "PheWAS", path: "/phewas"},
        {name: "Polygenic scores", path: "/polygenic"},
        {name: "Medicines", path: "/medicines"},
        {name: "Protein structure", path: "/structure"},
        {name: "Tumours", path: "/tumours"},
        {name: "SQL", path: "/sql"}
      ]
    },
    {
      name: "Govern",
      pages: [
        {name: "Rules", path: "/policies"},
        {name: "What if", path: "/what-if"},
        {name: "Decisions", path: "/decisions"},
        {name: "Review and sign-off", path: "/review"},
        {name: "Referrals", path: "/referrals"},
        {name: "Privacy", path: "/privacy"}
      ]
    },
    {
      name: "Equity",
      pages: [
        {name: "The report", path: "/equity/report"},
        {name: "Who takes part", path: "/equity/takes-part"},
        {name: "Who is reached", path: "/equity/reached"},
        {name: "How well it carries over", path: "/equity/carries-over"},
        {name: "What privacy costs whom", path: "/equity/privacy-costs"}
      ]
    }
  ],
  search: false,
  pager: false,
  toc: false
};
