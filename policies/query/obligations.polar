# Answers about a trait are shown for each genetic ancestry group.
oblige(_: {trait_classes: classes}, "query.show-ancestry") if not classes = [];

# An analysis or export of variants says who is missing from it.
oblige(_: {action: action, per_variant: true}, "query.say-who-is-missing") if action in ["analyse", "export"];

# Readers of protected tables do not try to find out who took part.
oblige(_: {access: "registered"}, "query.no-identification");

# An export keeps its lines of provenance.
oblige(_: {action: "export"}, "query.keep-provenance");

# Simulated data are called simulated.
oblige(_: {synthetic: true}, "query.say-synthetic");

# Invented traits of real people are called invented.
oblige(_: {invented_traits: true}, "query.say-invented");

# Small counts of open data are shown, and the reader is told why.
oblige(_: {unrestricted: true, min_cell: n, small_cell_max_withheld: max}, "query.open-small-counts") if
  n >= 1 and n <= max;

# Numbers with noise are shown with their intervals.
oblige(_: {noisy: true}, "query.say-noisy");
