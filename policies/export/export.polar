# An export keeps its lines of provenance.
oblige(_: {action: "export"}, "export.provenance");

# A large export of protected tables leaves every later check behind, so a person looks at it first.
refer(
  _: {
    unrestricted: false, access: "registered", action: "export", per_variant: true, variants: n,
    export_max_variants: max
  },
  "export.size"
) if n < 0 or n > max;

# Policymakers keep summaries of people, never lists of variants.
forbid(_: {role: "policymaker", action: "export", access: "registered"}, "export.policymaker");

# The ethics board reads the protected tables and takes none of them away.
forbid(_: {role: "ethics_board", action: "export", access: "registered"}, "export.board");

# Files of protected tables stay with whoever asked for them.
oblige(_: {action: "export", access: "registered"}, "export.no-onward");
