import type {AttackId} from "../../model/privacy.js";

export interface Citation {
  words: string;
  url: string;
}

export interface AttackWords {
  /** What the attacker does, in a few plain words. */
  title: string;
  /** The same in the space of a small chart. */
  short: string;
  /** Two sentences: how it works, and what is known of it. */
  sentences: [string, string];
  citations: Citation[];
}

const homer = {
  words: "Homer and others 2008, PLoS Genetics 4:e1000167",
  url: "https://doi.org/10.1371/journal.pgen.1000167"
};
const sankararaman = {
  words: "Sankararaman and others 2009, Nature Genetics 41:965",
  url: "https://doi.org/10.1038/ng.436"
};
const visscher = {
  words: "Visscher & Hill 2009, PLoS Genetics 5:e1000628",
  url: "https://doi.org/10.1371/journal.pgen.1000628"
};
const shringarpure = {
  words: "Shringarpure & Bustamante 2015, American Journal of Human Genetics 97:631",
  url: "https://doi.org/10.1016/j.ajhg.2015.09.010"
};
const im = {
  words: "Im and others 2012, American Journal of Human Genetics 90:591",
  url: "https://doi.org/10.1016/j.ajhg.2012.02.008"
};
const wang = {
  words: "Wang and others 2009, Learning your identity and disease from research papers, CCS 2009:534",
  url: "https://doi.org/10.1145/1653662.1653726"
};
const raisaro = {
  words: "Raisaro and others 2017, Journal of the American Medical Informatics Association 24:799",
  url: "https://doi.org/10.1093/jamia/ocw167"
};
const denning = {
  words: "Denning, Denning & Schwartz 1979, ACM Transactions on Database Systems 4:76",
  url: "https://doi.org/10.1145/320064.320069"
};
const dinur = {
  words: "Dinur & Nissim 2003, Revealing information while preserving privacy, PODS 2003",
  url: "https://doi.org/10.1145/773153.773173"
};
const ayoz = {
  words: "Ayoz and others 2021, Proceedings on Privacy Enhancing Technologies 2021(3):28",
  url: "https://doi.org/10.2478/popets-2021-0036"
};

/** Where the pages cite the first attacks and what makes them strong. */
export const foundInFrequencies: readonly Citation[] = [homer, sankararaman, visscher];

/** Each attack that a release is put to, for readers who have not met it. */
export const attackWords: Record<AttackId, AttackWords> = {
  "likelihood-ratio": {
    title: "Compare a person’s genome with the frequencies",
    short: "Likelihood ratio",
    sentences: [
      "Somebody who holds a person’s genome asks at each variant whether the published number is likelier with that person in the group or without, and adds the answers up.",
      "What it finds grows with the number of independent variants divided by the number of people; of the attacks on frequencies it is the strongest."
    ],
    citations: [sankararaman, visscher]
  },
  homer: {
    title: "Ask whether a person is nearer to the group than to the population",
    short: "Homer’s distance",
    sentences: [
      "At each variant the person’s alleles are compared with the published frequency and with that of the population, and the difference of the two distances is averaged over all variants.",
      "It was the first attack of its kind: after it was published, the National Institutes of Health of the United States took pooled results out of the open in 2008."
    ],
    citations: [homer]
  },
  beacon: {
    title: "Look which alleles are listed at all",
    short: "Listed alleles",
    sentences: [
      "A list of variants says of each allele that somebody in the group carries it, so a person whose rare alleles are all listed probably takes part.",
      "In a service of 1,000 people that answers only yes or no, 5,000 such questions were enough to tell whether somebody was among them."
    ],
    citations: [shringarpure]
  },
  "case-control": {
    title: "Tell cases from controls by effect sizes",
    short: "Effects to status",
    sentences: [
      "The attacker knows that a person takes part, and scores that person’s genome with the published effects, which lean towards the very people they were measured in.",
      "Effect sizes alone are enough when there are many of them, and rounding them hardly helps."
    ],
    citations: [im]
  },
  effects: {
    title: "Find participants by their trait and the effects",
    short: "Effects to person",
    sentences: [
      "The attacker knows a person’s genome and trait, and asks whether the score by the published effects goes with the trait more closely than it would for somebody who did not take part.",
      "Effects lean towards the people they were measured in, of a quantity as of a disease, and many variants in few people give them away; of a polygenic score that was learned here the attacker is even given the weights, which are not published."
    ],
    citations: [im]
  },
  linkage: {
    title: "Compare a person’s pairs of variants with the linkage",
    short: "Linkage",
    sentences: [
      "For each pair of variants the attacker asks whether the person’s genotypes are nearer to the published linkage than to that of a reference panel, and adds the answers up.",
      "Pairs are many more than variants, so linkage in a small group gives away more than its frequencies."
    ],
    citations: [wang]
  },
  relatives: {
    title: "Find a person through a child",
    short: "A member’s child",
    sentences: [
      "The same likelihood ratio is made for the genome of a child of somebody who takes part, whom nobody asked.",
      "With each degree of kinship the separation halves, so that many variants find relatives too."
    ],
    citations: [shringarpure]
  },
  "unique-alleles": {
    title: "Look for alleles that one person only carries",
    short: "Unique alleles",
    sentences: [
      "An allele that one person only carries in a published group gives that person away to whoever knows of it.",
      "Every published number is searched for such alleles, and for those that one person only lacks."
    ],
    citations: [raisaro]
  },
  subtraction: {
    title: "Subtract what is shown from a total",
    short: "Subtraction",
    sentences: [
      "A total less its shown parts gives the part that is hidden, wherever one number only is unknown.",
      "What comes out is put back in, until nothing more does."
    ],
    citations: [denning]
  },
  "linear-program": {
    title: "Work out the range of each hidden number",
    short: "Ranges",
    sentences: [
      "All published numbers together bound each hidden one; a solver finds the smallest and the largest value that fits with all of them.",
      "A range that is narrower than the limit would give away about how many people a hidden group has, so it counts as found."
    ],
    citations: [dinur]
  },
  tracker: {
    title: "Compare two sums that differ by a hidden group",
    short: "Tracker",
    sentences: [
      "Two large groups that may both be counted, and differ by a small one only, give the small one away.",
      "Almost all databases that refuse small groups have such pairs, and they are almost always easy to find."
    ],
    citations: [denning]
  },
  "two-versions": {
    title: "Lay this version beside the one before",
    short: "Two versions",
    sentences: [
      "Somebody who kept all versions has more numbers about the same people, and what changed between two of them is about those few who joined or left.",
      "The strongest test is made over the numbers of all versions together, and exact numbers of groups in which few joined or left are kept back."
    ],
    citations: [ayoz]
  }
};
