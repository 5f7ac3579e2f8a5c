import { ApiError, type FloraClient } from "@flora/api-client";
import type { DeviceToken, OAuthError } from "@flora/protocol/api";
import { colours, note } from "../output.ts";
import { openBrowser } from "./open-browser.ts";

const SLOWER_S = 5;

/** Logs in through a browser (RFC 8628); answers the token. Rejects with ApiError when it is denied or takes too long. */
export async function deviceLogin(client: FloraClient, options: { browser: boolean }): Promise<string> {
  const asked = await client.identity.beginDevice(`flora on ${Deno.hostname()}`);
  note(`Open ${colours.cyan(asked.verification_uri_complete)}`);
  note(`and allow the code ${colours.bold(asked.user_code)}.`);
  if (options.browser) openBrowser(asked.verification_uri_complete);
  note(colours.dim("Waiting for the browser; Ctrl-C gives up."));
  const deadline = Date.now() + asked.expires_in * 1000;
  let intervalS = asked.interval;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, intervalS * 1000));
    const answer = await poll(client, asked.device_code, deadline);
    if ("access_token" in answer) return answer.access_token;
    if (answer.error === "slow_down") intervalS += SLOWER_S;
    else if (answer.error !== "authorization_pending") {
      throw new ApiError(401, { detail: `Cannot log in: ${answer.error_description}` });
    }
  }
}

/** An API that is away for a moment is asked again. */
async function poll(
  client: FloraClient,
  deviceCode: string,
  deadline: number,
): Promise<DeviceToken | OAuthError> {
  try {
    return await client.identity.pollDevice(deviceCode);
  } catch (error) {
    const away = error instanceof ApiError && (error.status === 0 || error.status === 503);
    if (!away || Date.now() > deadline) throw error;
    return { error: "authorization_pending", error_description: error.message };
  }
}
