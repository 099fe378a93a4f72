# Answers about a trait are shown for each genetic ancestry group.
oblige(_: {trait_classes: classes}, "equity.show-ancestry") if not classes = [];

# An analysis or export of variants says who is missing from it.
oblige(_: {action: action, per_variant: true}, "equity.say-who-is-missing") if action in ["analyse", "export"];

# A polygenic score is shown with its accuracy in each genetic ancestry group.
oblige(_: {method: "score"}, "equity.score-accuracy");

# A score for a group in which it was not evaluated goes to the board.
refer(_: {method: "score", unevaluated: groups}, "equity.score-not-evaluated") if not groups = [];
