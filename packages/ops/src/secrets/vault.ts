import { createHmac, randomBytes } from "node:crypto";
import { type GuildId, ScriptError } from "@flora/model";
import type { SecretVault } from "../contract.ts";
import { hostAllowed } from "./hosts.ts";
import { spellingsOf } from "./spellings.ts";
import { anyOf, createByteScrubber, HIDDEN } from "./scrub.ts";

/** A secret with its true value; lives in the worker's memory only. */
export interface OpenedSecret {
  name: string;
  value: string;
  /** Exact hosts or `*.suffix`. */
  allowedHosts: readonly string[];
}

export const PLACEHOLDER_PREFIX = "flora_secret_";
const PLACEHOLDER = /flora_secret_[0-9a-f]{32}/g;

/** Makes placeholders the same for this worker's life, unguessable, and worthless in any other. */
const key = randomBytes(32);

/** The text a script holds instead of the value. */
function placeholderOf(guildId: GuildId, name: string): string {
  const mark = createHmac("sha256", key).update(`${guildId}\0${name}`).digest("hex").slice(0, 32);
  return `${PLACEHOLDER_PREFIX}${mark}`;
}

/** Of every guild that has none. */
const emptyVault: SecretVault = {
  placeholders: () => ({}),
  reveal: (text) => text,
  scrub: (text) => text,
  scrubber: () => createByteScrubber([]),
};

/** One guild's secrets. A placeholder that is not this guild's own is ordinary text. */
export function createSecretVault(
  secrets: readonly OpenedSecret[],
  { guildId }: { guildId: GuildId },
): SecretVault {
  if (secrets.length === 0) return emptyVault;
  const byPlaceholder = new Map(secrets.map((secret) => [placeholderOf(guildId, secret.name), secret]));
  const spellings = secrets.flatMap(({ value }) => spellingsOf(value));
  const traces = anyOf(spellings);
  return {
    placeholders() {
      return Object.fromEntries([...byPlaceholder].map(([placeholder, { name }]) => [name, placeholder]));
    },
    reveal(text, host) {
      return text.replace(PLACEHOLDER, (placeholder) => {
        const secret = byPlaceholder.get(placeholder);
        if (!secret) return placeholder;
        if (!hostAllowed(host, secret.allowedHosts)) {
          throw new ScriptError(
            "SECRET_HOST_FORBIDDEN",
            `Cannot send secret ${JSON.stringify(secret.name)} to ${host}: host is not one it may go to`,
          );
        }
        return secret.value;
      });
    },
    scrub: (text) => traces ? text.replace(traces, HIDDEN) : text,
    scrubber: () => createByteScrubber(spellings),
  };
}
