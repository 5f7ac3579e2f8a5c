/** @module Seals what must not be readable in the store: AES-256-GCM, bound to where the text belongs. */
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { GuildId } from "@flora/model";
import type { SealingKey } from "./sealing-key.ts";

const VERSION = "s1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text cannot be opened: altered, moved, or sealed with a key that is not there. */
export class SealError extends Error {
  constructor(reason: string) {
    super(`Cannot open sealed text: ${reason}`);
    this.name = "SealError";
  }
}

export interface Sealer {
  /** `aad` names where the text belongs; it opens nowhere else. */
  seal(plain: string, aad: string): string;
  /** Throws SealError. */
  open(sealed: string, aad: string): string;
  /** Whether the current key sealed it. */
  isCurrent(sealed: string): boolean;
}

/** What binds a secret to its guild and name. */
export function secretAad(guildId: GuildId, name: string): string {
  return `secret/${guildId}/${name}`;
}

/** The first key seals, any key opens: to rotate, put the new key in front. */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const [current] = keys;
  if (!current) throw new TypeError("Cannot create sealer: no key given");
  const byId = new Map(keys.map((key) => [key.id, key]));
  return {
    seal(plain, aad) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", current.key, iv);
      cipher.setAAD(boundTo(current.id, aad));
      const body = Buffer.concat([iv, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${current.id}.${body.toString("base64url")}`;
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${current.id}.`),
    open(sealed, aad) {
      const [version, id, text, ...rest] = sealed.split(".");
      if (version !== VERSION || !id || !text || rest.length > 0) throw new SealError("unknown format");
      const key = byId.get(id);
      if (!key) throw new SealError(`key ${id} is not configured`);
      const body = Buffer.from(text, "base64url");
      if (body.length < IV_BYTES + TAG_BYTES) throw new SealError("it is cut short");
      try {
        const decipher = createDecipheriv("aes-256-gcm", key.key, body.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(boundTo(id, aad));
        decipher.setAuthTag(body.subarray(-TAG_BYTES));
        const plain = decipher.update(body.subarray(IV_BYTES, -TAG_BYTES));
        return Buffer.concat([plain, decipher.final()]).toString("utf8");
      } catch {
        throw new SealError("it was altered or belongs somewhere else");
      }
    },
  };
}

function boundTo(keyId: string, aad: string): Uint8Array {
  return new TextEncoder().encode(`${VERSION}.${keyId}.${aad}`);
}
