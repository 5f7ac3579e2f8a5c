/** @module Takes given texts out of others, and out of bytes that come in parts. */
import { Buffer } from "node:buffer";
import type { ByteScrubber } from "../contract.ts";

/** Stands where a value was. */
export const HIDDEN = "***";

/** Matches any of the texts, longer ones first; undefined for none. */
export function anyOf(texts: readonly string[]): RegExp | undefined {
  if (texts.length === 0) return undefined;
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
}

/** The texts are looked for as UTF-8 and as Latin-1. */
export function createByteScrubber(texts: readonly string[]): ByteScrubber {
  const candidates = [
    ...new Set(texts.flatMap((text) => [
      Buffer.from(text).toString("latin1"),
      ...(!/[^\0-\xff]/.test(text) ? [text] : []),
    ])),
  ];
  const pattern = anyOf(candidates);
  if (!pattern) return { push: (bytes) => bytes, end: () => new Uint8Array() };
  const longest = Math.max(...candidates.map(({ length }) => length));
  let kept = "";

  /** Where one of the texts may begin whose end has not come yet. */
  function beginning(): number {
    for (let at = Math.max(0, kept.length - longest + 1); at < kept.length; at++) {
      const tail = kept.slice(at);
      if (candidates.some((text) => text.startsWith(tail))) return at;
    }
    return kept.length;
  }

  /** Hands out what lies before `cut`, and a text that begins before it, with what was found hidden. */
  function release(cut: number): Uint8Array {
    let clean = "";
    let at = 0;
    for (const { index, 0: found } of kept.matchAll(pattern!)) {
      if (index >= cut) break;
      clean += kept.slice(at, index) + HIDDEN;
      at = index + found.length;
    }
    const end = Math.max(at, cut);
    clean += kept.slice(at, end);
    kept = kept.slice(end);
    return Buffer.from(clean, "latin1");
  }
  return {
    push(bytes) {
      kept += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
      return release(beginning());
    },
    end: () => release(kept.length),
  };
}
