# Open data, whose consent allows any use by anybody, are released exactly.
permit(_: {action: "release", tier: "public", access: "public", unrestricted: true}, "release.open");

# Counts of people are public once small counts are withheld, and what is not about people is.
permit(_: {action: "release", tier: "public", access: "public", per_variant: false, class: class}, "release.people") if
  class in ["controlled", "public-safe"];

# Tables about variants are released to named readers, encrypted.
permit(_: {action: "release", tier: "registered", access: "registered", class: class}, "release.registered") if
  class in ["controlled", "public-safe"];

# What a public-safe cohort shows of its variants is public once it has kept to its budget and withstood the attacks.
permit(_: {action: "release", tier: "public", access: "public", class: "public-safe", audit: "passed"}, "release.audited");

# No row per person leaves the loaders, in any class or tier.
forbid(_: {level: "individual"}, "release.individual-rows");

# A release is open only when everybody's consent allows any use.
forbid(_: {class: "open", unrestricted: false}, "release.open-consent");

# Variants of a controlled cohort are not public.
forbid(_: {class: "controlled", tier: "public", access: "registered"}, "release.controlled-variants");

# Variants of a public-safe cohort are not public before they have a budget and were attacked.
forbid(_: {class: "public-safe", tier: "public", per_variant: true, audit: "none"}, "release.not-audited");

# Nothing is released that an attack has broken.
forbid(_: {unrestricted: false, tier: "public", audit: "failed"}, "release.audit-failed");

# Exact counts by group of a public-safe cohort are not public.
forbid(_: {class: "public-safe", tier: "public", access: "registered"}, "release.public-safe-exact");

# No count of people is released that is small enough to point at somebody.
forbid(_: {unrestricted: false, min_cell: n, small_cell_max_withheld: max}, "release.small-cell") if
  n >= 1 and n <= max;

# A registered table needs at least one reader's key to be encrypted to.
forbid(_: {tier: "registered", recipients: 0}, "release.no-recipient");

# Where the cohort asks for the ethics board's signature, nothing is released without it.
forbid(_: {signoff_required: true, signed_off: false}, "release.signoff");

# A table that the rules do not know is not released.
forbid(_: {access: "unknown"}, "release.table-unknown");

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

# A score for a group in which it was not evaluated is not released before the board has looked.
refer(_: {unevaluated: groups}, "release.score-not-evaluated") if not groups = [];
