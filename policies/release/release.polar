# Open data, whose consent allows any use by anybody, are released exactly.
permit(f: {action: "release", class: "open", tier: "public"}, "release.open") if known_table(f) and unrestricted(f);

# Counts of people are public once small counts are withheld.
permit(f: {action: "release", tier: "public", table: "people"}, "release.people") if protected_class(f);

# Tables about variants are released to named readers, encrypted.
permit(_: {action: "release", class: "controlled", tier: "registered", table: table}, "release.registered") if
  variant_table(table);

# No row per person leaves the loaders, in any class or tier.
forbid(_: {level: "individual"}, "release.individual-rows");

# A release is open only when everybody's consent allows any use.
forbid(f: {class: "open"}, "release.open-consent") if not unrestricted(f);

# Variants of a controlled cohort are not public.
forbid(_: {class: "controlled", tier: "public", table: table}, "release.controlled-variants") if variant_table(table);

# Variants of a public-safe cohort wait until the release has a membership budget and has withstood the attacks.
forbid(_: {class: "public-safe", table: table}, "release.public-safe-unproven") if variant_table(table);

# No count of people is released that is small enough to point at somebody.
forbid(f: {min_cell: n}, "release.small-cell") if
  protected_class(f) and limit("small_cell.max_withheld", max) and n >= 1 and n <= max;

# A registered table needs at least one reader's key to be encrypted to.
forbid(_: {tier: "registered", recipients: n}, "release.no-recipient") if n < 1;

# Where the cohort asks for the ethics board's signature, nothing is released without it.
forbid(_: {signoff_required: true, signed_off: false}, "release.signoff");

# A table that the rules do not know is not released.
forbid(f, "release.table-unknown") if not known_table(f);

# A release that does not say where its file goes is not released.
forbid(_: {tier: "none"}, "release.tier-missing");

# The release gate decides about releases and nothing else.
forbid(_: {action: action}, "release.other-action") if not action = "release";

# An open release says that its rules are shown, not needed.
oblige(_: {class: "open"}, "release.open-banner");

# A release of simulated data says so.
oblige(_: {synthetic: true}, "release.say-synthetic");

# Every released file says where it comes from and what was withheld.
oblige(_: {action: "release"}, "release.provenance");

# Data are unrestricted when everybody's consent says so.
unrestricted(_: {consent: terms}) if "DUO:0000004" in terms;

# Two classes promise that nobody can be found in what is released.
protected_class(_: {class: class}) if class in ["public-safe", "controlled"];

# The tables that a release can hold.
known_table(_: {table: table}) if table = "people" or variant_table(table);

# These tables hold a row per variant.
variant_table(table) if table in ["variants", "genotype_counts", "allele_counts"];
