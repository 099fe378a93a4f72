# Everybody may look at, work with and keep what is already public.
permit(f: {action: action}, "query.role-public-tables") if
  action in ["view", "analyse", "export"] and public_table(f);

# Researchers may look at, analyse and keep the protected tables.
permit(f: {role: "researcher", action: action}, "query.role-researcher") if
  action in ["view", "analyse", "export"] and registered_table(f);

# Members of the ethics board may look at and analyse the protected tables that they answer for.
permit(f: {role: "ethics_board", action: action}, "query.role-board") if
  action in ["view", "analyse"] and registered_table(f);

# Policymakers may look at and analyse summaries of the protected tables.
permit(f: {role: "policymaker", action: action}, "query.role-policymaker") if
  action in ["view", "analyse"] and registered_table(f);

# The public sees what is public and nothing else.
forbid(f: {role: "public"}, "query.role-public") if registered_table(f);

# Policymakers keep summaries of people, never lists of variants.
forbid(f: {role: "policymaker", action: "export"}, "query.role-policymaker-export") if registered_table(f);

# The ethics board reads the protected tables and takes none of them away.
forbid(f: {role: "ethics_board", action: "export"}, "query.role-board-export") if registered_table(f);

# A rule changes only when two members of the ethics board sign it, so one member's request goes to the board.
refer(_: {role: "ethics_board", action: "change_policy"}, "query.role-change-policy-two");

# Nobody outside the ethics board changes a rule.
forbid(_: {role: role, action: "change_policy"}, "query.role-change-policy") if not role = "ethics_board";

# Files are released by the loaders, which see the people behind them, and never from a page.
forbid(_: {action: "release"}, "query.role-release");

# A table that the site does not know cannot be judged, so nobody may ask for it.
forbid(f: {action: action}, "query.table-unknown") if
  action in ["view", "analyse", "export"] and not public_table(f) and not registered_table(f);

# Counts of people are public in every release class.
public_table(_: {table: "people"});

# In an open release every table is public.
public_table(_: {class: "open", table: table}) if variant_table(table);

# In the other classes tables about variants are held by registered readers.
registered_table(_: {class: class, table: table}) if not class = "open" and variant_table(table);

# These tables hold a row per variant.
variant_table(table) if table in ["variants", "genotype_counts", "allele_counts", "association"];
