# Readers of protected tables do not try to find out who took part.
oblige(_: {access: "registered"}, "reidentification.no-identification");

# Small counts of open data are shown, and the reader is told why.
oblige(_: {unrestricted: true, min_cell: n, small_cell_max_withheld: max}, "reidentification.open-small-counts") if
  n >= 1 and n <= max;

# No answer has a row per person.
forbid(_: {level: "individual"}, "reidentification.individual-rows");

# No answer shows a count of people that is small enough to point at somebody.
forbid(_: {unrestricted: false, min_cell: n, small_cell_max_withheld: max}, "reidentification.small-cell") if n >= 1 and n <= max;

# No answer describes people by more characteristics than it takes to know them.
forbid(_: {unrestricted: false, quasi: n, quasi_identifiers_max: max}, "reidentification.quasi-identifiers") if n > max;

# A few variants in a small group is how one looks for a person, so somebody asks why.
refer(
  _: {unrestricted: false, variants: few, lookup_max_variants: max, group: n, lookup_min_people: least},
  "reidentification.rare-lookup"
) if few >= 1 and few <= max and n >= 0 and n < least;

# Where the size of the group is unknown, the smallest count stands for it when people are described closely.
refer(
  _: {
    unrestricted: false, variants: few, lookup_max_variants: max, group: -1, quasi: quasi, quasi_identifiers_max: many,
    min_cell: n, small_cell_max_withheld: small
  },
  "reidentification.rare-lookup-unknown"
) if few >= 1 and few <= max and quasi >= many and n >= 1 and n <= 2 * small;

# Nobody is looked up in the cohort, whatever the data.
forbid(_: {method: "membership"}, "reidentification.membership");

# Who is related to whom is not worked out, whatever the data.
forbid(_: {method: "kinship"}, "reidentification.kinship");

# No answer differs from an earlier one by a few people, because the difference would be theirs.
forbid(
  _: {unrestricted: false, difference: n, small_cell_max_withheld: max}, "reidentification.differencing"
) if n >= 1 and n <= max;

# What is joined with data from elsewhere is looked at by a person first.
refer(_: {unrestricted: false, linked: true}, "reidentification.linkage");
