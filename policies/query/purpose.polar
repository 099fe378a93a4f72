# A question needs a purpose, because consent was given for purposes.
forbid(_: {purpose: "none"}, "query.purpose-missing");

# A purpose needs a sentence of the reader's own, which a review can hold them to.
forbid(_: {stated: false}, "query.purpose-statement");

# A purpose that is not in the list cannot be compared with the consent.
forbid(_: {purpose: "unknown"}, "query.purpose-unknown");

# People whose consent names no permitted use have permitted none.
forbid(_: {permitted: [], permitted_if_same: []}, "query.consent-missing");

# The purpose must be one that people consented to.
forbid(_: {purpose: kind, permitted: kinds, permitted_if_same: others}, "query.consent-purpose") if
  not kind in ["none", "unknown"] and not [kinds, others] = [[], []] and not kind in kinds and not kind in others;

# A modifier of the consent can rule a purpose out.
forbid(_: {purpose: kind, prohibited: rows}, ["query.consent-prohibits", code]) if [code, kind] in rows;

# A broad purpose may include what a modifier rules out, which a person has to judge.
refer(_: {purpose: "general", prohibited: rows}, ["query.consent-may-prohibit", code]) if [code, _] in rows;

# Some purposes may earn money, which the consent rules out, so a person has to judge.
refer(_: {purpose: kind, doubtful: rows}, ["query.consent-may-be-commercial", code]) if [code, kind] in rows;

# Consent for one disease: a person has to judge whether this question is about that disease.
refer(_: {purpose: kind, permitted: kinds, permitted_if_same: others}, "query.consent-disease") if
  kind in others and not kind in kinds;

# A condition of the consent that no program can check goes to a person, unless the board has confirmed it.
refer(_: {visas: visas, conditions: codes}, ["query.consent-condition", code]) if code in codes and not code in visas;

# A consent term that this site does not know goes to a person.
refer(_: {unknown_terms: codes}, ["query.consent-unknown", code]) if code in codes;

# Research on groups, ages or genders, and use as controls, is reviewed by people everywhere.
refer(_: {purpose: "sensitive"}, "query.purpose-sensitive");

# Duties that come with the consent are passed on to whoever uses the data.
oblige(_: {duties: codes}, ["query.consent-duty", code]) if code in codes;
