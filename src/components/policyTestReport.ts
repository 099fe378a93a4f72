import {html} from "htl";
import {
  mutationScore,
  type GateTests,
  type MutationResult,
  type PolicyTests,
  type RuleFinding
} from "../model/policyTests.js";
import {formatCount} from "./formatNumber.js";

const gateWords: Record<keyof PolicyTests, string> = {release: "What may leave", query: "What may be asked"};

/** How well the cases test the rules: the share of changed rules that some case notices, what none noticed, and rules that change nothing. */
export function policyTestReport(tests: PolicyTests): HTMLElement {
  const gates = Object.entries(tests) as [keyof PolicyTests, GateTests][];
  const all = gates.flatMap(([, {mutants}]) => mutants);
  const findings = gates.flatMap(([, gate]) => gate.findings);
  return html`<div class="policy-tests">
    <p>
      To test the cases in turn, every condition of every rule is dropped, turned round or moved by one, and so is the
      data that rules look up. Each such change is a <a href="./glossary#mutant">mutant</a>. The cases notice
      <strong>${percent(mutationScore(all))}</strong> of the
      ${formatCount(count(all, "caught") + count(all, "survived"))} that change any decision.
    </p>
    ${scoreTable(gates)} ${survivors(all)} ${findingList(findings, gates)}
  </div>` as HTMLElement;
}

function scoreTable(gates: readonly [keyof PolicyTests, GateTests][]): Node {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Mutants caught by the cases">
    <table class="data">
      <thead>
        <tr>
          <th scope="col">Gate</th>
          <th scope="col" data-numeric="true">Cases</th>
          <th scope="col" data-numeric="true">Mutants</th>
          <th scope="col" data-numeric="true">Noticed by a case</th>
          <th scope="col" data-numeric="true">By none</th>
          <th scope="col" data-numeric="true">Decide all the same</th>
          <th scope="col" data-numeric="true">Share noticed</th>
        </tr>
      </thead>
      <tbody>
        ${gates.map(
          ([name, {cases, mutants}]) =>
            html`<tr>
              <th scope="row">${gateWords[name]}</th>
              <td data-numeric="true">${formatCount(cases)}</td>
              <td data-numeric="true">${formatCount(mutants.length)}</td>
              <td data-numeric="true">${formatCount(count(mutants, "caught"))}</td>
              <td data-numeric="true">${formatCount(count(mutants, "survived"))}</td>
              <td data-numeric="true">${formatCount(count(mutants, "same"))}</td>
              <td data-numeric="true">${percent(mutationScore(mutants))}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as Node;
}

function survivors(mutants: readonly MutationResult[]): Node {
  const survived = mutants.filter(({fate}) => fate === "survived");
  const same = mutants.filter(({fate}) => fate === "same");
  return html`<div>
    ${
      survived.length === 0
        ? html`<p>No change went unnoticed.</p>`
        : html`<p>These changes would alter some decision and no case would notice:</p>
            ${mutantList(survived)}`
    }
    <details>
      <summary>${formatCount(same.length)} changes that alter no decision</summary>
      <p class="quiet">
        Another rule decides the same there, so there is nothing for a case to notice: whoever is not permitted by a
        rule is refused by another, for example.
      </p>
      ${mutantList(same)}
    </details>
  </div>` as Node;
}

function mutantList(mutants: readonly MutationResult[]): Node {
  return html`<ul>
    ${mutants.map(({rule, what}) => html`<li><code class="rule-id">${rule}</code> ${what}</li>`)}
  </ul>` as Node;
}

function findingList(findings: readonly RuleFinding[], gates: readonly [keyof PolicyTests, GateTests][]): Node {
  const requests = gates.reduce((sum, [, gate]) => sum + gate.requests + gate.cases, 0);
  const vacuous = findings.filter(({kind}) => kind === "vacuous");
  const others = findings.filter(({kind}) => kind !== "vacuous");
  return html`<div>
    <p>
      Over ${formatCount(requests)} enumerated requests
      ${
        vacuous.length === 0
          ? html`every rule applies to some: none is <a href="./glossary#vacuous-rule">vacuous</a>.`
          : html`these rules apply to none: ${vacuous.map(({rule}) => html`<code class="rule-id">${rule}</code> `)}`
      }
      ${
        others.length === 0
          ? null
          : html`${formatCount(others.length)} never change an outcome by themselves (<a href="./glossary#shadowed-rule"
                >shadowed</a
              >); they give a reason:`
      }
    </p>
    ${
      others.length === 0
        ? null
        : html`<ul>
            ${others.map(
              ({rule, by}) =>
                html`<li>
                  <a href=${`#${rule}`} class="rule-id">${rule}</a>
                  ${by ? html`, always together with <a href=${`#${by}`} class="rule-id">${by}</a>` : null}
                </li>`
            )}
          </ul>`
    }
  </div>` as Node;
}

function count(mutants: readonly MutationResult[], fate: MutationResult["fate"]): number {
  return mutants.filter((mutant) => mutant.fate === fate).length;
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${(Math.floor(1000 * share) / 10).toFixed(1)} %`;
}
