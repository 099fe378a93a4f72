import type {AnswerPage} from "../model/question.js";
import type {VariantsView} from "../model/variantsView.js";
import {answerCsv, answerHtml, answerTsv, type ShownColumn} from "./exportCsv.js";
import {onIdentityChange} from "./identity.js";
import {viewFromQuery, viewToQuery} from "./permalink.js";
import {saveReferralDraft, type ReferralDraft} from "./referralDraft.js";
import {parseSearch} from "./search.js";
import {unlockEffects} from "./unlockEffects.js";
import type {Workbench} from "./workbench.js";

type Facts = readonly [string, string][];

/** What the address of the page says is to be shown. */
export function readVariantsAddress(): VariantsView {
  return viewFromQuery(location.search);
}

/** How the parts of the page ask, read, save and link; the genes are known once the tables are. */
export function variantsEffects(workbench: Workbench) {
  let genes: string[] = [];
  return {
    ask: workbench.ask.bind(workbench),
    refer(referred: ReferralDraft) {
      saveReferralDraft(referred);
      location.assign("./referrals");
    },
    async prepare() {
      genes = await workbench.genes();
    },
    parse: (text: string) => parseSearch(text, genes),
    async suggest(text: string) {
      const wanted = text.toLowerCase();
      const named = genes.filter((gene) => gene.toLowerCase().startsWith(wanted)).slice(0, 8);
      const ids = /^(rs|syn|\d|[xym])/i.test(text) ? await workbench.idsLike(wanted.replace(/^[xym]/, upper), 8) : [];
      return [...named.map((gene) => ({text: gene, kind: "gene"})), ...ids.map((id) => ({text: id, kind: "variant"}))];
    },
    link: (view: VariantsView) => {
      const query = viewToQuery(view);
      return `${location.origin}${location.pathname}${query ? `?${query}` : ""}`;
    },
    onView(view: VariantsView) {
      const query = viewToQuery(view);
      history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}`);
    },
    csv: (pages: AnswerPage[], columns: ShownColumn[], facts: Facts) => answerCsv(pages, columns, facts),
    clipboard: (pages: AnswerPage[], columns: ShownColumn[], facts: Facts) => ({
      html: answerHtml(pages, columns, facts),
      text: answerTsv(pages, columns)
    }),
    onAskerChange: onIdentityChange,
    ...unlockEffects(workbench)
  };
}

function upper(text: string): string {
  return text.toUpperCase();
}
