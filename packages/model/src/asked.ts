/** @module What people type, wherever they type it: times, messages, commands, values of settings. */
import type { SettingType, SettingValue } from "./setting.ts";

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span back from now such as `10m`, `2h`, `1d`, or a time such as `2030-01-31T12:00Z`; Unix milliseconds. */
export function readSince(text: string, now: number): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  const at = count === undefined ? time : now - Number(count) * UNIT_MS[unit!]!;
  return Number.isFinite(at) ? Math.max(0, at) : undefined;
}

/** A message by its id or the link that Discord copies; anything else names a command. */
export function readSubject(text: string): { message: string } | { command: string } {
  const message = /^(?:https?:\/\/\S+\/)?(\d{17,20})$/.exec(text)?.[1];
  return message === undefined ? { command: text.replace(/^\//, "") } : { message };
}

const truths: Record<string, boolean> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
};

/** Text as a value of the setting's type; undefined where it is none. `settingProblem()` says whether the value fits. */
export function readSettingText(type: SettingType, text: string): SettingValue | undefined {
  if (type === "number") {
    const number = Number(text);
    return text.trim() !== "" && Number.isFinite(number) ? number : undefined;
  }
  if (type !== "boolean") return text;
  const word = text.toLowerCase();
  return Object.hasOwn(truths, word) ? truths[word] : undefined;
}
