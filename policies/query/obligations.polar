# Answers about a trait are shown for each genetic ancestry group.
oblige(_: {trait_classes: classes}, "query.show-ancestry") if not classes = [];

# An analysis or export of variants says who is missing from it.
oblige(_: {action: action, table: table}, "query.say-who-is-missing") if
  action in ["analyse", "export"] and variant_table(table);

# Readers of protected tables do not try to find out who took part.
oblige(f, "query.no-identification") if registered_table(f);

# An export keeps its lines of provenance.
oblige(_: {action: "export"}, "query.keep-provenance");

# Simulated data are called simulated.
oblige(_: {synthetic: true}, "query.say-synthetic");

# Small counts of open data are shown, and the reader is told why.
oblige(f: {min_cell: n}, "query.open-small-counts") if
  unrestricted(f) and limit("small_cell.max_withheld", max) and n >= 1 and n <= max;
