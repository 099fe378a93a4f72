# Simulated data are called simulated.
oblige(_: {synthetic: true}, "query.say-synthetic");

# Invented traits of real people are called invented.
oblige(_: {invented_traits: true}, "query.say-invented");

# Numbers with noise are shown with their intervals.
oblige(_: {noisy: true}, "query.say-noisy");

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

# Files are released by the loaders, which see the people behind them, and never from a page.
forbid(_: {action: "release"}, "query.role-release");

# A table that the site does not know cannot be judged, so nobody may ask for it.
forbid(_: {about_data: true, access: "unknown"}, "query.table-unknown");
