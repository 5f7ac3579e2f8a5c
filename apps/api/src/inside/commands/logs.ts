import type { Command } from "../ask.ts";
import { block } from "../text.ts";

const LINES = 15;
const LONGEST_LINE = 300;

/** The newest lines, oldest first. */
export const logs: Command = async ({ client, guildId, options, scrub }) => {
  const limit = typeof options.lines === "number" ? options.lines : LINES;
  const level = typeof options.level === "string" ? options.level : undefined;
  const { lines } = await client.logs(guildId, { limit, level });
  if (lines.length === 0) return "No lines yet.";
  const text = lines.map(({ at, level, source, message }) => {
    const time = new Date(at).toISOString().slice(11, 19);
    const origin = source === "flora" ? "flora: " : "";
    const clean = scrub(message);
    const short = clean.length > LONGEST_LINE ? `${clean.slice(0, LONGEST_LINE)}…` : clean;
    return `${time} ${level.toUpperCase().padEnd(5)} ${origin}${short}`;
  });
  return block(text.join("\n"));
};
