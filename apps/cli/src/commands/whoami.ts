import type { Command } from "commander";
import type { WhoAmI } from "@flora/protocol/api";
import { formatTime, print, printable, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

const kinds: Record<WhoAmI["kind"], string> = {
  session: "a person in a browser",
  login: "a person, logged in",
  api: "an API token",
};

export function addWhoami(program: Command): void {
  program.command("whoami")
    .description("show as whom commands talk to the API, and what that may do")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const session = await openSession(options);
      const who = await session.client.whoami();
      if (options.json) {
        return print(JSON.stringify({ ...who, apiUrl: session.apiUrl, from: session.tokenFrom }));
      }
      print(`name   ${printable(who.name)} (${kinds[who.kind]}${who.readOnly ? ", read only" : ""})`);
      print(`api    ${session.apiUrl}`);
      print(`from   ${session.tokenFrom}`);
      if (who.expiresAt !== undefined) print(`until  ${formatTime(who.expiresAt)} UTC`);
      print(`may    ${mayText(who)}`);
      if (who.roles && who.roles.length > 0) {
        print(table(["GUILD", "ROLE"], who.roles.map(({ guildId, role }) => [guildId, role])));
      }
    });
}

function mayText({ operator, roles }: WhoAmI): string {
  if (operator) return "do everything: an operator";
  if (!roles) return "do the same in every guild";
  return roles.length === 0 ? "do nothing in any guild" : "do this:";
}
