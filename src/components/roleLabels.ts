import type {Role} from "../model/request.js";

/** What each role is called on the page. */
export const roleLabels: Record<Role, string> = {
  researcher: "Researcher",
  ethics_board: "Ethics board",
  policymaker: "Policymaker",
  public: "Member of the public"
};
