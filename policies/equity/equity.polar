# Answers about a trait are shown for each genetic ancestry group.
oblige(_: {trait_classes: classes}, "equity.show-ancestry") if not classes = [];

# An analysis or export of variants says who is missing from it.
oblige(_: {action: action, per_variant: true}, "equity.say-who-is-missing") if action in ["analyse", "export"];

# A comparison of groups says which groups are not compared.
oblige(_: {table: "equity_genomics"}, "equity.say-who-is-not-compared");

# What is said of medicines and tumours is about groups, and no advice to a person.
oblige(_: {table: table}, "equity.no-advice") if
  table in [
    "pgx_phenotypes", "pgx_results",
    "tumour_resistance", "tumour_pairs", "tumour_cooccurrence", "tumour_oncoprint", "tumour_evidence"
  ];

# Policymakers are shown no count of a few people, not even of open data.
forbid(
  _: {role: "policymaker", unrestricted: true, min_cell: n, small_cell_max_withheld: max}, "equity.policymaker-small-cell"
) if n >= 1 and n <= max;

# A polygenic score is shown with its accuracy in each genetic ancestry group.
oblige(_: {method: "score"}, "equity.score-accuracy");

# A score for a group in which it was not evaluated goes to the board.
refer(_: {method: "score", unevaluated: groups}, "equity.score-not-evaluated") if not groups = [];

# A score used in the care of a patient goes to the board, because groups are what it was evaluated in.
refer(_: {method: "score", purpose: "clinical"}, "equity.score-in-care");
