import { within } from "@flora/model/within";

/**
 * Takes no more requests and waits for the answers that are under way, but no longer than this for whoever does not read
 * theirs or goes on sending: the process ends, and their connections with it. False where it left somebody.
 */
export async function stopServing(
  server: Pick<Deno.HttpServer, "shutdown">,
  patienceMs: number,
): Promise<boolean> {
  return await within(patienceMs, server.shutdown().then(() => true)) ?? false;
}
