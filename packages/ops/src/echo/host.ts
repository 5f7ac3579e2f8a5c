import type { HostHalf } from "../contract.ts";
import type { EchoOps } from "./schema.ts";

export const echoHost: HostHalf<EchoOps> = {
  say: (_context, { text, times }) => ({ said: text.repeat(times) }),
};
