import type {ReleaseManifest} from "../../src/model/release.js";
import type {GroupVersion} from "./groupVersions.js";
import type {LedgerVersion} from "./ledger.js";
import type {PeopleSide} from "./peopleSide.js";
import type {PublicPlan, PublicSide} from "./publicSide.js";

/** What the ledger keeps of a release: what it spends, and all that a later version must not contradict. */
export function nextVersion(
  {flow, dataDate}: ReleaseManifest,
  {
    before,
    plan,
    side,
    peopleSide,
    groups
  }: {
    before: readonly LedgerVersion[];
    plan: PublicPlan | null;
    side: PublicSide | null;
    peopleSide: PeopleSide;
    groups: readonly (GroupVersion & {given: boolean})[];
  }
): LedgerVersion {
  return {
    version: before.length + 1,
    date: dataDate,
    rho: side && !plan?.again ? side.rhoAlleles + side.rhoAssociation : 0,
    form: side?.form ?? "none",
    fingerprint: plan?.fingerprint ?? "",
    published: side?.published ?? null,
    groups: groups.map((group) => ({...group, hidden: peopleSide.signatures.get(group.level)!})),
    margins: peopleSide.ledger,
    flow: flow.map(({id, count}) => ({key: id, n: count}))
  };
}
