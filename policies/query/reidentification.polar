# No answer has a row per person.
forbid(_: {level: "individual"}, "query.individual-rows");

# No answer shows a count of people that is small enough to point at somebody.
forbid(f: {min_cell: n}, "query.small-cell") if
  not unrestricted(f) and limit("small_cell.max_withheld", max) and n >= 1 and n <= max;

# No answer describes people by more characteristics than it takes to know them.
forbid(f: {quasi: n}, "query.quasi-identifiers") if
  not unrestricted(f) and limit("quasi_identifiers.max", max) and n > max;

# A few variants in a small group is how one looks for a person, so somebody asks why.
refer(f: {group: n}, "query.rare-lookup") if
  few_variants(f) and limit("lookup.min_people", least) and n >= 0 and n < least;

# Where the size of the group is unknown, the smallest count stands for it when people are described closely.
refer(f: {group: -1, quasi: quasi, min_cell: n}, "query.rare-lookup-unknown") if
  few_variants(f) and limit("quasi_identifiers.max", max) and quasi >= max and
  limit("small_cell.max_withheld", small) and n >= 1 and n <= 2 * small;

# A large export leaves every later check behind, so a person looks at it first.
refer(f: {action: "export", table: table, variants: n}, "query.export-size") if
  not unrestricted(f) and variant_table(table) and limit("export.max_variants", max) and (n < 0 or n > max);

# Data are unrestricted when the release is open and everybody's consent says so.
unrestricted(_: {class: "open", consent: terms}) if "DUO:0000004" in terms;

# A question names few variants when it names at least one and no more than the limit.
few_variants(f: {variants: n}) if
  not unrestricted(f) and limit("lookup.max_variants", max) and n >= 1 and n <= max;
