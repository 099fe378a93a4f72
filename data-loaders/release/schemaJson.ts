import {jsonSchemas} from "../../src/policy/jsonSchemas.js";

/** `data/schema/NAME.schema.json`: the shape of requests and decisions, as JSON Schema 2020-12. */
export function schemaJson(name: "request" | "decision"): string {
  return `${JSON.stringify(jsonSchemas()[name], null, 2)}\n`;
}
