import type {Decision} from "../model/decision.js";
import {roles, type Action, type Request, type Role} from "../model/request.js";
import {decisionMatrix, type MatrixColumn} from "./decisionMatrix.js";
import {roleLabels} from "./roleLabels.js";

interface Row {
  label: string;
  action: Action;
  approvals: number;
  own: boolean;
}

interface WhoChangesRulesOptions {
  /** Members of the board who have to approve a change. */
  reviewers: number;
  requestOf: (role: Role, action: Action, approvals: number, own: boolean) => Request;
  decide: (request: Request) => Promise<Decision>;
}

/** Who may propose, review and make a change of the rules, before and after the board has approved it. */
export function whoChangesRules({reviewers, requestOf, decide}: WhoChangesRulesOptions): HTMLElement {
  const rows: Row[] = [
    {label: "propose a change", action: "propose", approvals: 0, own: true},
    {label: "review their own proposal", action: "review", approvals: 0, own: true},
    {label: "review another’s proposal", action: "review", approvals: 0, own: false},
    {label: "grant an exception alone", action: "waive", approvals: 0, own: false},
    {label: "change a rule before it is approved", action: "change_policy", approvals: reviewers - 1, own: false},
    {label: "change a rule once it is approved", action: "change_policy", approvals: reviewers, own: false}
  ];
  return decisionMatrix({
    caption: "Who may change the rules, by what is done and by role",
    corner: "Action",
    rows,
    columns: roles.map((role): MatrixColumn & {role: Role} => ({role, label: roleLabels[role], group: "Role"})),
    requestOf: ({action, approvals, own}, {role}) => requestOf(role, action, approvals, own),
    sayRequest: ({label, approvals}, {role}) =>
      `${roleLabels[role]}, who wants to ${label}. Members of the board who have approved it: ${approvals}.`,
    decide
  });
}
