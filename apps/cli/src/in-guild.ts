import type { Command } from "commander";
import type { FloraClient } from "@flora/api-client";
import { pickGuild } from "./guild.ts";
import { print } from "./output.ts";
import { type GlobalOptions, openSession, type Session } from "./session.ts";

/** What a command about one guild works with. */
export interface InGuild<Options> {
  session: Session;
  client: FloraClient;
  guildId: string;
  options: Options & GlobalOptions;
  /** Prints the result: as JSON where that was asked for, otherwise as `words` say. */
  answer(value: unknown, words: () => string | string[]): void;
}

/** Gives a command `--guild`. */
export function aboutGuild(command: Command): Command {
  return command.option("-g, --guild <id>", "the guild");
}

/** An action of such a command: it gets the guild, then the command's arguments. */
export function inGuild<Options = object>(
  // deno-lint-ignore no-explicit-any -- each command's arguments are as it declares them
  run: (parts: InGuild<Options>, ...words: any[]) => Promise<void>,
): (...all: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const options = command.optsWithGlobals<Options & GlobalOptions & { guild?: string }>();
    const session = await openSession(options);
    const answer = (value: unknown, words: () => string | string[]) => {
      for (const line of options.json ? [JSON.stringify(value)] : [words()].flat()) print(line);
    };
    const guildId = pickGuild(session, options.guild);
    await run({ session, client: session.client, guildId, options, answer }, ...all.slice(0, -2));
  };
}
