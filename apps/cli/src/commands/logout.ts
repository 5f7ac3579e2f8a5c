import { ApiError, FloraClient } from "@flora/api-client";
import type { Command } from "commander";
import { forgetLogin, readLogin } from "../login/saved-login.ts";
import { note, print } from "../output.ts";
import type { GlobalOptions } from "../session.ts";

export function addLogout(program: Command): void {
  program.command("logout")
    .description("forget the saved login, and end it at the API")
    .action(async (_options, command: Command) => {
      const { json } = command.optsWithGlobals<GlobalOptions>();
      const login = await readLogin();
      const ended = login !== undefined &&
        await end(new FloraClient({ baseUrl: login.apiUrl, token: login.token }));
      await forgetLogin();
      if (json) return print(JSON.stringify({ ok: true, apiUrl: login?.apiUrl, ended }));
      print(login ? `Logged out of ${login.apiUrl}` : "There was no saved login");
    });
}

/** Whether the API ended it; a token that is no login goes on, and one that is dead needs no end. */
async function end(client: FloraClient): Promise<boolean> {
  try {
    await client.identity.logout();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 409) note("The token itself goes on: end it with `flora tokens revoke`.");
    else if (error.status !== 401) note(`The API still knows the login: ${error.message}`);
    return false;
  }
}
