# A trait that nobody has classified goes to a person: a guess could be wrong in either direction.
refer(_: {trait_classes: ["unknown"]}, "enhancement.trait-unknown");

# Looking at protected tables with an enhancement trait for the sake of health goes to the board.
refer(_: {trait_classes: classes, action: "view", for_health: true, access: "registered"}, "enhancement.view") if
  "enhancement" in classes;

# What is public may be looked at for the sake of health, and not used to choose people.
oblige(_: {trait_classes: classes, access: "public"}, "enhancement.not-for-selection") if
  "enhancement" in classes;

# Asking about an enhancement trait for any other purpose is not permitted.
forbid(_: {trait_classes: classes, for_health: false}, "enhancement.not-health") if
  "enhancement" in classes;

# Nobody analyses or exports variants of an enhancement trait, because that is the step towards selecting people.
forbid(_: {trait_classes: classes, action: action}, "enhancement.use") if
  "enhancement" in classes and action in ["analyse", "export"];

# A trait that medicine and enhancement both want is analysed for health, or after a person has looked.
refer(
  _: {trait_classes: classes, action: action, for_health: false, access: "registered"}, "enhancement.dual-use"
) if
  "dual use" in classes and action in ["analyse", "export"];

# Traits of appearance go to the board.
refer(_: {trait_classes: classes}, "enhancement.appearance") if "appearance" in classes;

# Nobody analyses or exports what would help to draw a face from a genome.
forbid(_: {trait_classes: classes, action: action}, "enhancement.re-identifying") if
  "re-identifying" in classes and action in ["analyse", "export"];

# Traits whose study has been used against people go to the board.
refer(_: {trait_classes: classes}, "enhancement.stigmatising") if "stigmatising" in classes;

# Traits by which groups of people have been ranked are not compared between ancestry groups.
forbid(_: {trait_classes: classes, by_ancestry: true}, "enhancement.group-harm") if "group harm" in classes;

# How people respond to a medicine is answered, and is no advice for a patient.
oblige(_: {trait_classes: classes}, "enhancement.pharmacogenomic") if "pharmacogenomic" in classes;

# A polygenic score of whatever trait is no means of choosing embryos or people.
oblige(_: {method: "score"}, "enhancement.score-not-for-selection");
