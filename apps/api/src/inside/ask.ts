import type { FloraClient } from "@flora/api-client";
import type { GuildId } from "@flora/model";

export interface GivenFile {
  name: string;
  dataBase64: string;
}

/** One use of a command of flora's own, and what it takes to answer it. */
export interface Ask {
  guildId: GuildId;
  /** The API as the person who asks: rules, records and errors are those of every other door. */
  client: FloraClient;
  options: Record<string, string | number | boolean>;
  file?: GivenFile | undefined;
  /** Takes secrets out of a text. */
  scrub(text: string): string;
  /** Unix milliseconds. */
  now(): number;
}

/** Says in Markdown what became of it. */
export type Command = (ask: Ask) => Promise<string>;
