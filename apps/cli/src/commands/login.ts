import { FloraClient } from "@flora/api-client";
import type { Command } from "commander";
import { UsageError } from "../failure.ts";
import { print, printable } from "../output.ts";
import { type GlobalOptions, openSession, saveLogin } from "../session.ts";
import { readStdin } from "../stdin.ts";

export function addLogin(program: Command): void {
  program.command("login")
    .description(
      "save an API address and token for later commands (reads the token from standard input without --token)",
    )
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { apiUrl } = await openSession(options);
      const token = options.token ?? await readToken();
      const who = await new FloraClient({ baseUrl: apiUrl, token }).whoami();
      const path = await saveLogin({ apiUrl, token });
      if (options.json) print(JSON.stringify({ ok: true, apiUrl, name: who.name }));
      else print(`Logged in at ${apiUrl} as "${printable(who.name)}"; saved in ${path}`);
    });
}

async function readToken(): Promise<string> {
  const token = Deno.stdin.isTerminal()
    ? prompt("API token:")?.trim()
    : (await readStdin("the token")).trim();
  if (!token) throw new UsageError("Cannot log in: no token, give it with --token or on standard input");
  return token;
}
