import type {BoardMember, BoardView} from "../model/governance.js";

/** Day of a moment in ISO 8601, UTC. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** Days from one day to another; negative backwards. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The day a number of days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The member who signed with this key, or one sentence on why the signature does not count. A member has to be on the
 * board both on the day of the signature, which is the signer's own word, and on the day that is asked about: somebody
 * who left could otherwise date a signature back.
 */
export function memberFor(
  signed: {key: string; statement: {member: string; at: string}},
  {board, now, synthetic, pinned = null}: BoardView
): BoardMember | string {
  const {member: id, at} = signed.statement;
  const member = board.find(({key}) => key === signed.key);
  if (!member) return `${id} signed with a key that is nobody's on the board`;
  if (member.id !== id) return `${id} signed with the key of ${member.name}`;
  if (pinned && !pinned.includes(member.key)) return `the cohort's manifest does not name the key of ${member.name}`;
  if (member.demo && !synthetic)
    return `${member.name} is a demo member, whose signature counts only where all people and all data are simulated`;
  for (const day of [dayOf(at), dayOf(now)]) {
    if (day < member.from) return `${member.name} was not on the board yet on ${day}`;
    if (member.until !== null && day > member.until) return `${member.name} was no longer on the board on ${day}`;
  }
  if (dayOf(at) > dayOf(now)) return `the signature of ${member.name} bears a day that is still to come, ${dayOf(at)}`;
  return member;
}

/** Members whose signature would count now. */
export function sittingMembers(view: BoardView): BoardMember[] {
  return view.board.filter(
    (member) => typeof memberFor({key: member.key, statement: {member: member.id, at: view.now}}, view) !== "string"
  );
}
