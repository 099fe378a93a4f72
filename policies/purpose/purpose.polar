# A question needs a purpose, because consent was given for purposes.
forbid(_: {about_data: true, purpose: "none"}, "purpose.missing");

# A purpose needs a sentence of the reader's own, which a review can hold them to.
forbid(_: {about_data: true, stated: false}, "purpose.statement");

# A purpose that is not in the list cannot be compared with the consent.
forbid(_: {about_data: true, purpose: "unknown"}, "purpose.unknown");

# People whose consent names no permitted use have permitted none.
forbid(_: {about_data: true, permitted: [], permitted_if_same: []}, "purpose.consent-missing");

# The purpose must be one that people consented to.
forbid(_: {about_data: true, purpose: kind, permitted: kinds, permitted_if_same: others}, "purpose.consent") if
  not kind in ["none", "unknown"] and not [kinds, others] = [[], []] and not kind in kinds and not kind in others;

# A modifier of the consent can rule a purpose out.
forbid(_: {about_data: true, purpose: kind, prohibited: rows}, ["purpose.prohibited", code]) if [code, kind] in rows;

# A broad purpose may include what a modifier rules out, which a person has to judge.
refer(_: {about_data: true, purpose: "general", prohibited: rows}, ["purpose.may-be-prohibited", code]) if [code, _] in rows;

# Some purposes may earn money, which the consent rules out, so a person has to judge.
refer(_: {about_data: true, purpose: kind, doubtful: rows}, ["purpose.may-be-commercial", code]) if [code, kind] in rows;

# Consent for one disease: a person has to judge whether this question is about that disease, unless the board has.
refer(
  _: {about_data: true, purpose: kind, permitted: kinds, permitted_if_same: others, visas: visas}, "purpose.disease"
) if kind in others and not kind in kinds and not "DUO:0000007" in visas;

# A condition of the consent that no program can check goes to a person, unless the board has confirmed it.
refer(_: {about_data: true, visas: visas, conditions: codes}, ["purpose.condition", code]) if code in codes and not code in visas;

# A consent term that this site does not know goes to a person.
refer(_: {about_data: true, unknown_terms: codes}, ["purpose.consent-unknown", code]) if code in codes;

# Research on groups, ages or genders, and use as controls, is reviewed by people everywhere.
refer(_: {about_data: true, purpose: "sensitive"}, "purpose.sensitive");

# Duties that come with the consent are passed on to whoever uses the data.
oblige(_: {about_data: true, duties: codes}, ["purpose.duty", code]) if code in codes;

# A term that names a class of terms does not say what is permitted.
refer(_: {about_data: true, unspecific: codes}, ["purpose.consent-unspecific", code]) if code in codes;

# Aspects of a study that have harmed people are looked at by people everywhere.
refer(_: {about_data: true, concerns: concerns}, ["purpose.concern", concern]) if concern in concerns;

# Nobody finds out here whose sample something is, whatever the data.
forbid(_: {purpose: "forensic"}, "purpose.forensic");

# Nobody looks for relatives here, whatever the data.
forbid(_: {purpose: "kinship"}, "purpose.kinship");

# Nobody chooses embryos or people here, whatever the data and the trait.
forbid(_: {purpose: "selection"}, "purpose.selection");
