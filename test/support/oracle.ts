/** @module Checks what flora sent against Discord's own description of its API, where that file is at hand. */
import { join } from "node:path";
import { openRequestOracle } from "@flora/discord-emulator/oracle";
import type { SeenRequest } from "@flora/discord-emulator";
import { root } from "./flora.ts";

export interface OracleResult {
  checked: number;
  problems: string[];
  /** Why nothing was checked. */
  skipped?: string;
}

export async function checkRequests(requests: SeenRequest[]): Promise<OracleResult> {
  const file = Deno.env.get("FLORA_DISCORD_OPENAPI") ?? join(root, "../shared/discord-openapi.json");
  if (!await Deno.stat(file).then((info) => info.isFile, () => false)) {
    return {
      checked: 0,
      problems: [],
      skipped: "Discord's OpenAPI description is not here (FLORA_DISCORD_OPENAPI)",
    };
  }
  const oracle = await openRequestOracle(file);
  const problems = requests.flatMap(({ method, path, body, query }) =>
    oracle.check(method, path, body, query).map((problem) => `${method} ${path}: ${problem}`)
  );
  return { checked: requests.length, problems };
}
