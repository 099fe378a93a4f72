# A trait that nobody has classified goes to a person: a guess could be wrong in either direction.
refer(_: {trait_classes: ["unknown"]}, "query.trait-unknown");

# Looking at an enhancement trait for the sake of health goes to the board.
refer(_: {trait_classes: classes, action: "view", for_health: true}, "query.enhancement-view") if
  "enhancement" in classes;

# Looking at an enhancement trait for any other purpose is not permitted.
forbid(_: {trait_classes: classes, action: "view", for_health: false}, "query.enhancement-not-health") if
  "enhancement" in classes;

# Nobody analyses or exports variants of an enhancement trait, because that is the step towards selecting people.
forbid(_: {trait_classes: classes, action: action}, "query.enhancement-use") if
  "enhancement" in classes and action in ["analyse", "export"];

# A trait that medicine and enhancement both want is analysed for health, or after a person has looked.
refer(_: {trait_classes: classes, action: action, for_health: false}, "query.dual-use") if
  "dual use" in classes and action in ["analyse", "export"];

# Traits of appearance go to the board.
refer(_: {trait_classes: classes}, "query.appearance") if "appearance" in classes;

# Nobody analyses or exports what would help to draw a face from a genome.
forbid(_: {trait_classes: classes, action: action}, "query.appearance-identifies") if
  "re-identifying" in classes and action in ["analyse", "export"];

# Traits whose study has been used against people go to the board.
refer(_: {trait_classes: classes}, "query.stigmatising") if "stigmatising" in classes;
