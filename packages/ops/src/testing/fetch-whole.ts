import { Buffer } from "node:buffer";
import type { Loopback } from "./loopback.ts";

type Fetch = Loopback["guest"]["http"]["fetch"];
type Answer = Omit<Awaited<ReturnType<Fetch>>, "more">;

let requests = 0;

/** Fetches and reads the body to its end, as the SDK does. */
export async function fetchWhole(
  { guest: { http } }: Pick<Loopback, "guest">,
  request: Omit<Parameters<Fetch>[0], "id">,
): Promise<Answer> {
  const id = `test-${++requests}`;
  const { bodyBase64, more, ...head } = await http.fetch({ id, ...request });
  const parts = [Buffer.from(bodyBase64, "base64")];
  for (let goesOn = more; goesOn;) {
    const part = await http.read({ id, whole: true });
    parts.push(Buffer.from(part.bodyBase64, "base64"));
    goesOn = part.more;
  }
  return { ...head, bodyBase64: Buffer.concat(parts).toString("base64") };
}
