import type {Decision} from "../../model/decision.js";
import type {Answer, AnswerPage, Filter, Question} from "../../model/question.js";
import type {Request} from "../../model/request.js";
import type {ReleaseManifest} from "../../model/release.js";
import type {VariantsView} from "../../model/variantsView.js";
import type {WithheldBy} from "../WithheldCell.js";
import type {Suggestion} from "./searchBox.js";

/** What the parts of the Variants page are given: the release, and ways to ask, read and save. */
export interface ExplorerEffects {
  /** The side of the release that is open; see `tierView`. */
  manifest: ReleaseManifest;
  /** How many variants a key would open, where these are only some of them; null where these are all. */
  more: number | null;
  /** Why counts are withheld, in the words of the release. */
  withheldBy?: WithheldBy;
  /** Asks the query gate; the answer is there only if the decision permits it, and is closed by whoever asked. */
  ask(
    question: Question,
    action: "view" | "export"
  ): Promise<{request?: Request; decision: Decision; answer: Answer | null}>;
  /** Takes a question that was referred to the form for the board. */
  refer?(referred: {request: Request; decision: Decision}): void;
  parse(text: string): {filters: Filter[]; words: string};
  suggest(text: string): Promise<Suggestion[]>;
  /** The whole state as a link. */
  link(view: VariantsView): string;
  onView(view: VariantsView): void;
  csv(pages: AnswerPage[], columns: {name: string; label: string}[], facts: readonly [string, string][]): string;
  clipboard(
    pages: AnswerPage[],
    columns: {name: string; label: string}[],
    facts: readonly [string, string][]
  ): {html: string; text: string};
}
