# A trait that nobody has classified goes to a person: a guess could be wrong in either direction.
refer(f, "query.trait-unknown") if about(f, "unknown");

# Looking at an enhancement trait for the sake of health goes to the board.
refer(f: {action: "view", for_health: true}, "query.enhancement-view") if about(f, "enhancement");

# Looking at an enhancement trait for any other purpose is not permitted.
forbid(f: {action: "view", for_health: false}, "query.enhancement-not-health") if about(f, "enhancement");

# Nobody analyses or exports variants of an enhancement trait, because that is the step towards selecting people.
forbid(f: {action: action}, "query.enhancement-use") if action in ["analyse", "export"] and about(f, "enhancement");

# A trait that medicine and enhancement both want is analysed for health, or after a person has looked.
refer(f: {action: action, for_health: false}, "query.dual-use") if
  action in ["analyse", "export"] and about(f, "dual use");

# Traits of appearance go to the board.
refer(f, "query.appearance") if about(f, "appearance");

# Nobody analyses or exports what would help to draw a face from a genome.
forbid(f: {action: action}, "query.appearance-identifies") if
  action in ["analyse", "export"] and about(f, "re-identifying");

# Traits whose study has been used against people go to the board.
refer(f, "query.stigmatising") if about(f, "stigmatising");

# A question is about a class when its trait is in that class.
about(_: {trait_classes: classes}, class) if class in classes;
