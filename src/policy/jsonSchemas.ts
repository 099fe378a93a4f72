import * as z from "zod";
import {requestSchema} from "./parseRequest.js";

const sentence = z.string().min(1).max(4000);
const rule = z
  .string()
  .regex(/^[a-z]+\.[a-z0-9-]+$/)
  .describe("Id of the rule, such as reidentification.small-cell; policy.… are the engine's own");

/** What `policy.decide` gives: the twin of the type `Decision`. */
export const decisionSchema = z
  .strictObject({
    outcome: z
      .enum(["permit", "refer", "forbid"])
      .describe("permit: permitted; refer: a person has to look; forbid: not permitted"),
    reasons: z
      .array(
        z.strictObject({
          rule,
          sentence: sentence.describe("One sentence for lay readers"),
          remedy: z
            .strictObject({
              sentence,
              change: z
                .record(z.string(), z.json())
                .optional()
                .describe("Dotted path of the request → new value; null: a person must give it")
            })
            .optional()
            .describe("The smallest change that would be permitted")
        })
      )
      .describe("Every rule that stands against a plain permission"),
    obligations: z.array(z.strictObject({rule, sentence})).describe("Conditions that come with a permission"),
    policy: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("SHA-256 of the rules that decided, hex")
  })
  .describe("What a gate of Covenant answers to a request");

/** JSON Schema (2020-12) of requests and decisions, for other programs. */
export function jsonSchemas(): {request: object; decision: object} {
  return {
    request: {title: "Covenant request", ...z.toJSONSchema(requestSchema)},
    decision: {title: "Covenant decision", ...z.toJSONSchema(decisionSchema)}
  };
}
