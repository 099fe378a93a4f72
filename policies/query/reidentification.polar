# No answer has a row per person.
forbid(_: {level: "individual"}, "query.individual-rows");

# No answer shows a count of people that is small enough to point at somebody.
forbid(_: {unrestricted: false, min_cell: n, small_cell_max_withheld: max}, "query.small-cell") if n >= 1 and n <= max;

# No answer describes people by more characteristics than it takes to know them.
forbid(_: {unrestricted: false, quasi: n, quasi_identifiers_max: max}, "query.quasi-identifiers") if n > max;

# A few variants in a small group is how one looks for a person, so somebody asks why.
refer(
  _: {unrestricted: false, variants: few, lookup_max_variants: max, group: n, lookup_min_people: least},
  "query.rare-lookup"
) if few >= 1 and few <= max and n >= 0 and n < least;

# Where the size of the group is unknown, the smallest count stands for it when people are described closely.
refer(
  _: {
    unrestricted: false, variants: few, lookup_max_variants: max, group: -1, quasi: quasi, quasi_identifiers_max: many,
    min_cell: n, small_cell_max_withheld: small
  },
  "query.rare-lookup-unknown"
) if few >= 1 and few <= max and quasi >= many and n >= 1 and n <= 2 * small;

# A large export of protected tables leaves every later check behind, so a person looks at it first.
refer(
  _: {
    unrestricted: false, access: "registered", action: "export", per_variant: true, variants: n,
    export_max_variants: max
  },
  "query.export-size"
) if n < 0 or n > max;
