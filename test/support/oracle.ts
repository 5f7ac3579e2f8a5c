/** @module Checks what flora sent against Discord's own description of its API, where that file is at hand. */
import { findDescription, openRequestOracle } from "@flora/discord-emulator/oracle";
import type { SeenRequest } from "@flora/discord-emulator";

export interface OracleResult {
  checked: number;
  problems: string[];
  /** Why nothing was checked. */
  skipped?: string;
}

export async function checkRequests(requests: SeenRequest[]): Promise<OracleResult> {
  const file = findDescription();
  if (!file) return { checked: 0, problems: [], skipped: "Discord's OpenAPI description is not here" };
  const oracle = openRequestOracle(file);
  const problems = requests.flatMap(({ method, path, body, query }) =>
    oracle.check(method, path, body, query).map((problem) => `${method} ${path}: ${problem}`)
  );
  return { checked: requests.length, problems };
}
