import { FloraClient } from "@flora/api-client";
import type { Command } from "commander";
import { UsageError } from "../failure.ts";
import { deviceLogin } from "../login/device-login.ts";
import { saveLogin } from "../login/saved-login.ts";
import { note, print, printable } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";
import { askHidden, readStdin } from "../stdin.ts";

type LoginOptions = GlobalOptions & { browser: boolean };

export function addLogin(program: Command): void {
  program.command("login")
    .description(
      "log in through a browser and keep it for later commands; or with an API token, from --token or standard input",
    )
    .argument("[token]", "the same as --token")
    .option("--no-browser", "show the address, do not open it")
    .action(async (given: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<LoginOptions>();
      const { apiUrl } = await openSession(options);
      const token = options.token ?? given ?? await pipedToken() ?? await askedToken(apiUrl, options);
      const who = await new FloraClient({ baseUrl: apiUrl, token }).whoami();
      const path = await saveLogin({ apiUrl, token });
      if (options.json) print(JSON.stringify({ ok: true, apiUrl, name: who.name }));
      else print(`Logged in at ${apiUrl} as "${printable(who.name)}"; saved in ${path}`);
    });
}

/** What a script sends to standard input, if anything. */
async function pipedToken(): Promise<string | undefined> {
  if (Deno.stdin.isTerminal()) return undefined;
  return (await readStdin("the token")).trim() || undefined;
}

/** From the browser, or typed where nobody can log in through Discord. */
async function askedToken(apiUrl: string, { browser }: LoginOptions): Promise<string> {
  const client = new FloraClient({ baseUrl: apiUrl });
  const { login, missing } = await client.identity.info();
  if (login) return await deviceLogin(client, { browser });
  const why = missing.length > 0
    ? `its operator has not set ${missing.join(" and ")}`
    : "it has no https address";
  if (Deno.stdin.isTerminal()) {
    note(`This flora has no login through a browser: ${why}.`);
    const typed = (await askHidden("API token"))?.trim();
    if (typed) return typed;
    throw new UsageError("Cannot log in: no token was given");
  }
  throw new UsageError(
    `Cannot log in through a browser: ${why}; give a token with --token or on standard input`,
  );
}
