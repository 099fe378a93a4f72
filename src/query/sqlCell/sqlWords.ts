/** What a query may call: functions that give the same answer each time, from their arguments alone, and no long one. */
export const functions: ReadonlySet<string> = words(`
  count count_if countif sum avg mean min max median mode stddev stddev_samp stddev_pop var_samp var_pop variance
  quantile quantile_cont quantile_disc approx_count_distinct approx_quantile corr covar_pop covar_samp regr_slope
  regr_intercept regr_r2 skewness kurtosis entropy any_value first last arg_min arg_max min_by max_by bool_and bool_or
  favg fsum kahan_sum string_agg list array_agg list_aggregate
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  abs ceil ceiling floor round trunc sign sqrt cbrt exp ln log log10 log2 pow power greatest least mod isnan isinf isfinite
  sin cos tan atan atan2 pi gamma lgamma
  coalesce nullif ifnull if
  lower upper length strlen trim ltrim rtrim substr substring left right replace contains starts_with ends_with prefix
  suffix strpos instr position reverse split_part string_split str_split ascii concat concat_ws regexp_matches
  len list_contains list_distinct list_sort list_value array_length cardinality
  unnest range generate_series
  cast try_cast decimal numeric
`);

/** Functions whose cost follows from their arguments, which therefore have to be small whole numbers. */
export const series: ReadonlySet<string> = words("range generate_series");

/** Words of the language that a parenthesis may follow, so that it opens no call. */
export const beforeParenthesis: ReadonlySet<string> = words(`
  select from where and or not in as on using over filter values exists any all some by having union except intersect
  distinct case when then else between like ilike join left right full inner outer cross lateral with materialized limit
  offset is order group partition qualify within window exclude rollup cube sets grouping semi anti asof
`);

/** Words that begin or make another statement, change or name a setting, or draw rows by chance. */
export const statements: ReadonlySet<string> = words(`
  insert update delete merge create drop alter copy attach detach install load pragma set reset call export import prepare
  execute deallocate explain analyze describe desc_table summarize show use checkpoint vacuum truncate begin commit abort
  rollback start savepoint transaction grant revoke comment into returning macro view sequence trigger secret
  variable function
`);

/** Parts of a query that cannot be judged beforehand, with the rule that says so. */
export const refusedParts: ReadonlyMap<string, string> = new Map([
  ["recursive", "sql.recursive"],
  ["pivot", "sql.pivot"],
  ["unpivot", "sql.pivot"],
  ["pivot_wider", "sql.pivot"],
  ["pivot_longer", "sql.pivot"],
  ["tablesample", "sql.sample"],
  ["sample", "sql.sample"],
  ["positional", "sql.positional"],
  ["at", "sql.statement"]
]);

/** Names of what the database keeps for itself, of its catalogue and of who is connected. */
export const internalNames =
  /^(rowid|variant_row|.*_rows|.*_staged|answer_\d+|duckdb_.*|pragma_.*|sqlite_.*|pg_.*|information_schema|system|temp|level of .*|current_\w+|session_user|user|current_role|localtime|localtimestamp)$/i;

/** Types that text is written in; a count that becomes text can no longer be judged as a number. */
export const textTypes: ReadonlySet<string> = words(
  "varchar text string char character bpchar nvarchar json blob bytea bit bitstring uuid name enum date timestamp interval time"
);

/** Functions that write numbers as text, as a list or as something else that is no longer a number. */
export const textMakers: ReadonlySet<string> = words(
  "concat concat_ws string_agg list array_agg list_value list_aggregate list_distinct list_sort"
);

/** Where values of two kinds can come together in one column. */
export const mixing: ReadonlySet<string> = words(
  "union except intersect case coalesce ifnull if nullif greatest least values unnest"
);

/** Columns that count people, or alleles of people. */
export const peopleCounts: ReadonlySet<string> = words(
  "ac an hom_ref het hom_alt hemi_ref hemi_alt missing n n_case n_control"
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
