# A question needs a purpose, because consent was given for purposes.
forbid(_: {purpose: "none"}, "query.purpose-missing");

# A purpose needs a sentence of the reader's own, which a review can hold them to.
forbid(_: {stated: false}, "query.purpose-statement");

# A purpose that is not in the list cannot be compared with the consent.
forbid(_: {purpose: "unknown"}, "query.purpose-unknown");

# People whose consent names no permitted use have permitted none.
forbid(f, "query.consent-missing") if not names_a_use(f);

# The purpose must be one that people consented to.
forbid(f: {purpose: kind}, "query.consent-purpose") if
  not kind in ["none", "unknown"] and names_a_use(f) and not permitted(f) and not permitted_if_same(f);

# A modifier of the consent can rule a purpose out.
forbid(f: {purpose: kind}, ["query.consent-prohibits", code]) if
  term(f, code, "prohibits", kinds) and kind in kinds;

# A broad purpose may include what a modifier rules out, which a person has to judge.
refer(f: {purpose: "general"}, ["query.consent-may-prohibit", code]) if term(f, code, "prohibits", _);

# Consent for one disease: a person has to judge whether this question is about that disease.
refer(f, "query.consent-disease") if permitted_if_same(f) and not permitted(f);

# A condition of the consent that no program can check goes to a person, unless the board has confirmed it.
refer(f: {visas: visas}, ["query.consent-condition", code]) if
  term(f, code, "condition", _) and not code in visas;

# A consent term that this site does not know goes to a person.
refer(f, ["query.consent-unknown", code]) if term(f, code, "unknown", _);

# Research on groups, ages or genders, and use as controls, is reviewed by people everywhere.
refer(_: {purpose: "sensitive"}, "query.purpose-sensitive");

# Duties that come with the consent are passed on to whoever uses the data.
oblige(f, ["query.consent-duty", code]) if term(f, code, "duty", _);

# A consent carries each of its terms, with what the term does and to which kinds of purpose.
term(_: {terms: terms}, code, effect, kinds) if {code: code, effect: effect, kinds: kinds} in terms;

# A consent names a use when one of its terms permits something.
names_a_use(f) if term(f, _, "permits", _) or term(f, _, "permits if same", _);

# The purpose is permitted when a term permits its kind.
permitted(f: {purpose: kind}) if term(f, _, "permits", kinds) and kind in kinds;

# The purpose is permitted for one disease when a term permits its kind for that disease.
permitted_if_same(f: {purpose: kind}) if term(f, _, "permits if same", kinds) and kind in kinds;
