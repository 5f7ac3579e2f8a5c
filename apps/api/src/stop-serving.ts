/**
 * Takes no more requests and waits for the answers that are under way, but no longer than this for whoever does not read
 * theirs or goes on sending: the process ends, and their connections with it. False where it left somebody.
 */
export async function stopServing(
  server: Pick<Deno.HttpServer, "shutdown">,
  patienceMs: number,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => timer = setTimeout(() => resolve(false), patienceMs));
  try {
    return await Promise.race([server.shutdown().then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
