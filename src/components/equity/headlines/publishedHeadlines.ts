import type {EquityDocument, ParticipationDocument, PortabilityFigure} from "../../../model/equity.js";
import type {WithheldShare} from "../../WithheldChart.js";
import {european} from "../participation/participationShares.js";
import {catalogueShares, continentShares} from "../worldShares.js";
import type {EquityWords} from "../words/en.js";
import type {Headline} from "./headline.js";

/**
 * Who takes part: the European share beside that of Europe in the world. Counts of a whole catalogue and not of a sample,
 * so there is no interval; null where either is missing.
 */
export function participationHeadline(
  {rows}: Pick<ParticipationDocument, "rows">,
  continents: EquityDocument["continents"],
  words: EquityWords
): Headline | null {
  const [top] = catalogueShares(rows).filter(({ancestry}) => ancestry === european);
  const world = continentShares(continents).find(({continent}) => continent === "Europe");
  if (!top || !world) return null;
  const text = words.report.participation(top.ancestry, top.share, String(top.year), world.continent, world.share);
  return {kind: "claim", text};
}

/** How far findings carry over, in the words of the first paper: quoted, since no interval came with the figures. */
export function portabilityHeadline(figures: readonly PortabilityFigure[], words: EquityWords): Headline | null {
  if (figures.length === 0) return null;
  const [{source, measure}] = figures;
  const values = figures.filter((figure) => figure.source === source && figure.measure === measure);
  return {kind: "claim", text: words.report.portability(source, measure, values)};
}

/** What privacy costs whom: exact counts of cells, in the table in which the shares lie furthest apart. */
export function withheldHeadline(shares: readonly WithheldShare[], words: EquityWords): Headline {
  const tables = [...new Set(shares.filter(({withheld}) => withheld > 0).map(({title}) => title))];
  if (tables.length === 0) return {kind: "none", text: words.report.nothingWithheld};
  const payers = tables.map((title) => {
    const levels = shares
      .filter((share) => share.title === title)
      .map(({level, withheld, total}) => ({level, share: withheld / total}))
      .sort((a, b) => b.share - a.share);
    return {title, most: levels[0], least: levels[levels.length - 1]};
  });
  const {title, most, least} = payers.sort((a, b) => b.most.share - b.least.share - (a.most.share - a.least.share))[0];
  return most.share === least.share
    ? {kind: "none", text: words.report.withheldAlike(title, most.share)}
    : {kind: "claim", text: words.report.withheld(title, most, least)};
}
