import type { FloraClient } from "@flora/api-client";
import type { Tell } from "./happening.ts";

const RECONNECT_MS = 250;

/** Tells every new line of the guild's log until the signal aborts; an API that starts anew is waited for. */
export async function followLogs(
  client: FloraClient,
  guildId: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  // Before the first deployment there is no log.
  let after = await client.logs(guildId, { limit: 1 }).then(({ lines }) => lines.at(-1)?.seq ?? 0, () => 0);
  while (!signal.aborted) {
    try {
      for await (const line of client.followLogs(guildId, { after, signal })) {
        after = line.seq;
        tell({ type: "log", line });
      }
    } catch {
      // Its end is told by the signal, or it comes back.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}
