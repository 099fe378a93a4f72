import {variantsEffects} from "./variantsAddress.js";
import type {Workbench} from "./workbench.js";

/** All that a reader has chosen on the page of exploratory analyses; a link brings it back. */
export interface ExploreAddress {
  variant: string;
  /** As in the address; the page knows which there are. */
  model: string | null;
  adjustFor: string[] | null;
}

/** Reads what `exploreQuery` wrote; whatever is missing is null, and no variant is "". */
export function readExploreAddress(query = location.search): ExploreAddress {
  const words = new URLSearchParams(query);
  const adjust = words.get("adjust");
  return {
    variant: words.get("variant") ?? "",
    model: words.get("model"),
    adjustFor: adjust === null ? null : adjust.split(" ").filter((name) => name !== "")
  };
}

/** The query part of an address, without `?`. */
export function exploreQuery({variant, model, adjustFor}: ExploreAddress): string {
  const words = new URLSearchParams();
  if (variant !== "") words.set("variant", variant);
  if (model !== null) words.set("model", model);
  if (adjustFor) words.set("adjust", adjustFor.join(" "));
  return words.toString();
}

/** How the parts of the page ask, read and link. */
export function exploreEffects(workbench: Workbench) {
  return {
    ...variantsEffects(workbench),
    ask: workbench.ask.bind(workbench),
    onView(view: ExploreAddress) {
      const query = exploreQuery(view);
      history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}`);
    }
  };
}
