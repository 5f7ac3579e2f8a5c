/** @module What may stand in a path. `.` and `..` never do: an URL parser would walk up on them. */

export const SNOWFLAKE = /^\d{17,20}$/;
const TOKEN = /^[\w.~=+-]{1,1024}$/;
const CUSTOM_EMOJI = /^\w{2,32}:\d{17,20}$/;
/** Unicode emoji hold no ASCII, save the digits and signs of keycaps. */
// deno-lint-ignore no-control-regex -- control characters are what must not pass
const UNICODE_EMOJI = /^(?=.*[^\x00-\x7f])[^\x00-\x22\x24-\x29\x2b-\x2f\x3a-\x7f]{1,32}$/u;

interface Rule {
  test(value: string): boolean;
  wording: string;
}

const rules: Record<string, Rule> = {
  emoji: {
    test: (value) => CUSTOM_EMOJI.test(value) || (value.isWellFormed() && UNICODE_EMOJI.test(value)),
    wording: "must be a unicode emoji or name:id of a custom one",
  },
  interactionToken: {
    test: (value) => TOKEN.test(value) && !/^\.+$/.test(value),
    wording: "is not an interaction token",
  },
  code: { test: (value) => /^[\w-]{2,64}$/.test(value), wording: "must be the code of an invite" },
  answerId: { test: (value) => /^[1-9]\d?$/.test(value), wording: "must be the number of an answer" },
};
const id: Rule = {
  test: (value) => SNOWFLAKE.test(value),
  wording: "must be a Discord id: 17 to 20 digits",
};

/** Whether a value may stand in a path for a parameter of this name. */
export function isSegment(name: string, value: string): boolean {
  return (rules[name] ?? id).test(value);
}

/** What a parameter of this name must be. */
export function wording(name: string): string {
  return (rules[name] ?? id).wording;
}
