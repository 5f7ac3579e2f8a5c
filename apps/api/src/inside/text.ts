/** @module Texts for Discord: whatever is put into them stays text, and they end where Discord does. */

/** Discord's limit for a message. */
const MOST = 2_000;
const CUT = "\n… (more than fits here)";

/** A name or value within a line. */
export function inline(text: string, most = 100): string {
  const short = text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
  const clean = short.replace(/[`\r\n]+/g, " ").trim();
  return clean === "" ? "(empty)" : `\`${clean}\``;
}

/** A block of lines that holds at most `room` characters, the last ones where there are more. */
export function block(text: string, room = MOST - 200): string {
  const clean = text.replaceAll("```", "`\u200b`\u200b`").toWellFormed();
  const cut = clean.length > room ? `…${clean.slice(clean.length - room + 1)}` : clean;
  return `\`\`\`\n${cut}\n\`\`\``;
}

/** The same, the first lines where there are more. */
export function head(text: string, room = MOST - 200): string {
  return block(text.length > room ? `${text.slice(0, room - 1)}…` : text, room);
}

/** A moment, as each reader's own clock has it. */
export function moment(at: number): string {
  return `<t:${Math.floor(at / 1000)}:R>`;
}

/** Text that a script or person chose, in a sentence: nothing of it is markup or calls anybody. */
export function plain(text: string): string {
  return text.replace(/[\\`*_~|<>#@[\]()-]/g, (character) => `\\${character}`);
}

/** What fits into one message. */
export function fit(text: string): string {
  return text.length <= MOST ? text : text.slice(0, MOST - CUT.length).toWellFormed() + CUT;
}
