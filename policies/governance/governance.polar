# Anybody may propose a change of the rules, because proposing changes nothing yet.
permit(_: {action: "propose"}, "governance.propose");

# Members of the ethics board review proposals and answer referrals.
permit(_: {role: "ethics_board", action: "review"}, "governance.review");

# A rule changes once enough members of the ethics board have approved it.
permit(
  _: {role: "ethics_board", action: "change_policy", approvals: n, governance_reviewers: least}, "governance.approved"
) if n >= least;

# An exception is granted once enough members of the ethics board have signed it.
permit(
  _: {role: "ethics_board", action: "waive", approvals: n, governance_waiver_signatures: least}, "governance.waiver"
) if n >= least;

# A rule changes only when enough members of the ethics board sign it, so one member's request goes to the board.
refer(
  _: {role: "ethics_board", action: "change_policy", approvals: n, governance_reviewers: least},
  "governance.two-reviewers"
) if n < least;

# An exception needs enough members of the ethics board too.
refer(
  _: {role: "ethics_board", action: "waive", approvals: n, governance_waiver_signatures: least},
  "governance.two-for-a-waiver"
) if n < least;

# Nobody outside the ethics board changes a rule.
forbid(_: {role: role, action: "change_policy"}, "governance.change-policy") if not role = "ethics_board";

# Nobody outside the ethics board reviews or grants an exception.
forbid(_: {role: role, action: action}, "governance.board-only") if
  action in ["review", "waive"] and not role = "ethics_board";

# Nobody judges what they have written or asked for themselves.
forbid(_: {action: action, own: true}, "governance.own") if action in ["review", "waive", "change_policy"];
