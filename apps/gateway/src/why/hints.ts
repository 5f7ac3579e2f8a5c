/** @module What keeps a guild's events from arriving or running now, in words. */
import type { Manifest } from "@flora/model";
import { intentNames, wantedIntents } from "../discord/intents.ts";

export interface Circumstances {
  present: boolean;
  /** Of what is deployed. */
  manifest: Manifest | undefined;
  /** Intents that Discord was asked for. */
  intents: number;
}

export function hintsFor({ present, manifest, intents }: Circumstances): string[] {
  if (!present) return ["The bot is not in this server."];
  if (!manifest) return ["Nothing is deployed to this server."];
  const missing = intentNames(wantedIntents(manifest) & ~intents);
  if (missing.length === 0) return [];
  return [
    `The bot has no intent ${missing.join(", ")}: events that need one do not arrive, or without their text.`,
  ];
}
