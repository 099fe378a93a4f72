import type {Remedy} from "../model/decision.js";
import type {Request} from "../model/request.js";

/** Fields that the remedy leaves to a person: their value in `change` is null. A page opens them for input. */
export function fieldsToAsk(remedy: Remedy): string[] {
  return Object.entries(remedy.change ?? {}).flatMap(([path, value]) => (value === null ? [path] : []));
}

/**
 * The request with the remedy's change made; the request itself stays as it is. Fields that a person must give stay.
 * Who merges groups or drops a characteristic has to measure `min_cell` and `smallest_group` again.
 */
export function applyRemedy(request: Request, remedy: Remedy): Request {
  const changed = structuredClone(request);
  for (const [path, value] of Object.entries(remedy.change ?? {})) {
    if (value !== null) setAt(changed as unknown as Record<string, unknown>, path.split("."), structuredClone(value));
  }
  return changed;
}

function setAt(target: Record<string, unknown>, [name, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else setAt((target[name] ??= {}) as Record<string, unknown>, rest, value);
}
