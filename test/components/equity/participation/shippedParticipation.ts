import {participationJson} from "../../../../data-loaders/release/participationJson.js";
import type {ParticipationDocument} from "../../../../src/model/equity.js";

/** The document that every site has. */
export async function shippedParticipation(): Promise<ParticipationDocument> {
  return JSON.parse(await participationJson()) as ParticipationDocument;
}
