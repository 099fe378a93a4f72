import type {Filter} from "../model/question.js";

/** What was typed, understood: the filters, and in words what they select. */
export interface Search {
  filters: Filter[];
  words: string;
}

/**
 * Reads an rsid or `syn…` id, `chrom-pos-ref-alt` (also with `chr`, colons or `>`), a region `chrom:start-end`,
 * a position, a chromosome, or a gene symbol in any case; several ids of one kind may be separated by commas or spaces.
 * Anything else is looked for as a part of an id or gene. Empty text selects everything.
 */
export function parseSearch(text: string, genes: readonly string[]): Search {
  const terms = text.split(/[\s,;]+/).filter(Boolean);
  if (terms.length === 0) return {filters: [], words: "all variants"};
  return severalOf(terms, genes) ?? oneOf(text.trim(), genes);
}

function severalOf(terms: string[], genes: readonly string[]): Search | null {
  const rsids = terms.map(rsid);
  if (rsids.every(isString)) return {filters: [{kind: "rsid", ids: rsids}], words: rsids.join(", ")};
  const ids = terms.map(variantId);
  if (ids.every(isString)) return {filters: [{kind: "variant", ids}], words: ids.join(", ")};
  const names = terms.map((term) => geneNamed(term, genes));
  if (names.every(isString))
    return {filters: [{kind: "gene", names}], words: `${names.length > 1 ? "genes" : "gene"} ${names.join(", ")}`};
  return null;
}

function oneOf(text: string, genes: readonly string[]): Search {
  const where = region(text);
  if (where) return {filters: [where], words: regionWords(where)};
  const gene = geneNamed(text, genes);
  if (gene) return {filters: [{kind: "gene", names: [gene]}], words: `gene ${gene}`};
  return {filters: [{kind: "text", text}], words: `“${text}” in an id or gene`};
}

function rsid(term: string): string | null {
  return /^(rs|syn)\d+$/i.test(term) ? term.toLowerCase() : null;
}

function variantId(term: string): string | null {
  const match = /^(?:chr)?([0-9a-z._]+?)[-:_](\d+)[-:_]?([acgtn*]+|<[^>]+>)(?:[-:_>])([acgtn*]+|<[^>]+>|\.)$/i.exec(
    term
  );
  if (!match) return null;
  const [, chrom, pos, ref, alt] = match;
  return [chromosome(chrom), String(Number(pos)), allele(ref), allele(alt)].join("-");
}

/** Ends are included; a lone position is itself, a lone chromosome (with `chr`) all of it. */
function region(text: string): Extract<Filter, {kind: "region"}> | null {
  const whole = /^chr([0-9]{1,2}|x|y|mt?)$/i.exec(text);
  if (whole) return {kind: "region", chrom: chromosome(whole[1]), start: 1, end: 2_147_483_647};
  const match = /^(?:chr)?([0-9a-z._]+)\s*:\s*([\d,.\s]+?)(?:\s*(?:-|–|\.\.)\s*([\d,\s]+))?$/i.exec(text);
  if (!match) return null;
  const [, chrom, first, last = first] = match;
  const [start, end] = [first, last].map((digits) => Number(digits.replace(/[,.\s]/g, "")));
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0) return null;
  return {kind: "region", chrom: chromosome(chrom), start: Math.min(start, end), end: Math.max(start, end)};
}

function regionWords({chrom, start, end}: Extract<Filter, {kind: "region"}>): string {
  if (end === 2_147_483_647) return `chromosome ${chrom}`;
  return start === end ? `position ${chrom}:${start}` : `region ${chrom}:${start}-${end}`;
}

function geneNamed(term: string, genes: readonly string[]): string | null {
  const wanted = term.toLowerCase();
  return genes.find((gene) => gene.toLowerCase() === wanted) ?? null;
}

/** As the release spells them: without `chr`, X, Y and MT in capitals. */
function chromosome(name: string): string {
  const upper = name.toUpperCase();
  if (upper === "M" || upper === "MT") return "MT";
  return /^(\d+|X|Y)$/.test(upper) ? upper.replace(/^0+(?=\d)/, "") : name;
}

/** Symbolic alleles such as `<DEL>` keep their case. */
function allele(text: string): string {
  return text.startsWith("<") ? text : text.toUpperCase();
}

function isString(value: string | null): value is string {
  return value !== null;
}
