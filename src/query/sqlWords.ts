import {SqlRefused, type Token} from "./sqlTokens.js";

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Functions that give the same answer each time and read nothing but their arguments. */
const harmless = list(`
  count sum avg min max median mode any_value first last arg_min arg_max min_by max_by bool_and bool_or stddev stddev_samp
  stddev_pop variance var_samp var_pop corr covar_samp covar_pop regr_slope regr_intercept quantile quantile_cont
  quantile_disc list array_agg string_agg group_concat listagg histogram approx_count_distinct count_if countif product
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  abs ceil ceiling floor round trunc sqrt cbrt ln log log2 log10 exp pow power sign greatest least coalesce nullif ifnull
  isnan isfinite isinf if cast try_cast mod div pi sin cos tan atan
  lower upper length strlen trim ltrim rtrim substr substring left right replace reverse starts_with ends_with contains prefix
  suffix split_part string_split str_split concat concat_ws strpos position instr regexp_matches regexp_replace
  regexp_extract like_escape printf format chr ascii hash md5
  unnest list_value list_sort list_sum list_distinct list_filter list_transform list_count len list_contains list_min
  list_max array_length struct_pack row map map_keys map_values element_at
  grouping exists`);

/** What may be done with counts of people: added, averaged, ranked and compared, not turned into something else. */
const forCounts = list(`
  count sum avg min max median any_value arg_max arg_min min_by max_by bool_and bool_or quantile_cont quantile_disc
  quantile stddev variance stddev_samp var_samp corr count_if countif row_number rank dense_rank percent_rank cume_dist ntile
  abs ceil ceiling floor round trunc greatest least nullif isnan isfinite cast try_cast if grouping exists
  lower upper length trim substr substring left right replace starts_with ends_with contains split_part string_split
  strpos regexp_matches regexp_extract regexp_replace unnest len`);

/** Words that can stand before a bracket and call nothing. */
const keywords = list(`
  select distinct on from where and or not in as using join left right full inner outer cross lateral semi anti asof by
  over partition filter within group having qualify values union all except intersect case when then else end is between
  like ilike similar order limit offset any some exists materialized window exclude with unnest
  interval decimal numeric varchar set rollup cube sets`);

/** Words of other statements, of the session and of the clock; and recursion and samples, which have no bound or no fixed answer. */
const forbiddenWords = list(`
  insert update delete merge create drop alter copy attach detach install load pragma set reset call execute prepare
  deallocate explain analyze describe show summarize export import use vacuum checkpoint begin commit rollback truncate
  macro into pivot unpivot recursive tablesample sample columns
  current_user current_role session_user user current_catalog current_schema current_date current_time current_timestamp
  localtime localtimestamp rowid`);

/** Throws a `SqlRefused` unless the words are of one query and every function among them is known to be harmless. */
export function checkWords(tokens: readonly Token[]): void {
  const first = tokens.find(({text}) => text !== "(");
  if (!first) throw new SqlRefused("sql.not-a-query", "There is nothing to run.", "Begin with SELECT, WITH or FROM.");
  if (first.kind !== "word" || !["select", "with", "from", "values"].includes(first.text))
    throw new SqlRefused(
      "sql.not-a-query",
      "This is not a query, and nothing but a query is run here.",
      "Begin with SELECT, WITH or FROM."
    );
  tokens.forEach((token, i) => {
    if (isForbidden(token) && tokens[i - 1]?.text !== ".")
      throw new SqlRefused(
        "sql.forbidden-word",
        `“${token.text.toUpperCase()}” is not part of a query that is run here.`,
        "Ask with SELECT, FROM, WHERE, GROUP BY, HAVING, QUALIFY, ORDER BY and LIMIT."
      );
    const called = calledAt(tokens, i);
    if (called && !harmless.has(called))
      throw new SqlRefused(
        "sql.unknown-function",
        `The function “${shown(called)}” is not one that is known to be harmless.`,
        "Use counts, sums, averages, ranks, rounding and plain text functions."
      );
  });
}

/** The first function that hides a count of people from being judged. */
export function hidingFunction(tokens: readonly Token[]): string | undefined {
  return tokens
    .map((_, i) => calledAt(tokens, i) ?? undefined)
    .find((name) => name && !forCounts.has(name) && name !== "coalesce");
}

function isForbidden({kind, text}: Token): boolean {
  return (kind === "word" && forbiddenWords.has(text)) || (kind === "name" && text === "rowid");
}

/** The name of the function called at a place; a quoted name calls as well. */
function calledAt(tokens: readonly Token[], i: number): string | null {
  const {kind, text} = tokens[i];
  if (tokens[i + 1]?.text !== "(" || tokens[i + 1].kind !== "sign") return null;
  if (kind === "name") return isListOfColumns(tokens, i) ? null : text;
  if (kind !== "word" || keywords.has(text) || isListOfColumns(tokens, i)) return null;
  return text;
}

/** `WITH x(a, b) AS (` and `FROM x AS y(a, b)` name columns. */
function isListOfColumns(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  if (before?.kind !== "word") return false;
  const close = tokens.findIndex(({text}, k) => k > i && text === ")");
  const plain = tokens.slice(i + 2, close).every(({kind, text}) => kind === "word" || kind === "name" || text === ",");
  return plain && (before.text === "as" || (before.text === "with" && tokens[close + 1]?.text === "as"));
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
