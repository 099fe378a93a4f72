# Everybody may look at, work with and keep what is already public.
permit(_: {action: action, access: "public"}, "query.role-public-tables") if action in ["view", "analyse", "export"];

# Researchers may look at, analyse and keep the protected tables.
permit(_: {role: "researcher", action: action, access: "registered"}, "query.role-researcher") if
  action in ["view", "analyse", "export"];

# Members of the ethics board may look at and analyse the protected tables that they answer for.
permit(_: {role: "ethics_board", action: action, access: "registered"}, "query.role-board") if
  action in ["view", "analyse"];

# Policymakers may look at and analyse summaries of the protected tables.
permit(_: {role: "policymaker", action: action, access: "registered"}, "query.role-policymaker") if
  action in ["view", "analyse"];

# The public sees what is public and nothing else.
forbid(_: {role: "public", access: "registered"}, "query.role-public");

# Policymakers keep summaries of people, never lists of variants.
forbid(_: {role: "policymaker", action: "export", access: "registered"}, "query.role-policymaker-export");

# The ethics board reads the protected tables and takes none of them away.
forbid(_: {role: "ethics_board", action: "export", access: "registered"}, "query.role-board-export");

# A rule changes only when two members of the ethics board sign it, so one member's request goes to the board.
refer(_: {role: "ethics_board", action: "change_policy"}, "query.role-change-policy-two");

# Nobody outside the ethics board changes a rule.
forbid(_: {role: role, action: "change_policy"}, "query.role-change-policy") if not role = "ethics_board";

# Files are released by the loaders, which see the people behind them, and never from a page.
forbid(_: {action: "release"}, "query.role-release");

# A table that the site does not know cannot be judged, so nobody may ask for it.
forbid(_: {action: action, access: "unknown"}, "query.table-unknown") if not action = "change_policy";
