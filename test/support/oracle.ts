/** @module Checks what flora sent against Discord's own description of its API, where that file is at hand. */
import { findDescription, openRequestOracle } from "@flora/discord-emulator/oracle";
import { type DiscordRequest, type Route, routes } from "@flora/discord";
import type { SeenRequest } from "@flora/discord-emulator";

export interface OracleResult {
  checked: number;
  problems: string[];
  /** Why nothing was checked. */
  skipped?: string;
}

export async function checkRequests(
  requests: Pick<SeenRequest, "method" | "path" | "body" | "query">[],
): Promise<OracleResult> {
  const file = findDescription();
  if (!file) return { checked: 0, problems: [], skipped: "Discord's OpenAPI description is not here" };
  const oracle = openRequestOracle(file);
  const problems = requests.flatMap(({ method, path, body, query }) =>
    oracle.check(method, path, body, query).map((problem) => `${method} ${path}: ${problem}`)
  );
  return { checked: requests.length, problems };
}

/** Of requests as the gateway is handed them: what it fills in is made up. */
export async function checkDiscordRequests(requests: DiscordRequest[]): Promise<OracleResult> {
  return await checkRequests(requests.map((request) => {
    const { method, files } = routes[request.route as keyof typeof routes] as Route;
    const query = Object.entries(request.query ?? {}).map(([key, value]) => [key, String([value].flat()[0])]);
    // A sticker's form is described with its file in it, which is not part of the body here.
    const body = files === "sticker" ? undefined : request.body;
    return { method, path: pathOf(request), body, query: Object.fromEntries(query) };
  }));
}

function pathOf({ route, params }: DiscordRequest): string {
  const filled: Record<string, string> = {
    ...params,
    guildId: "100000000000000001",
    applicationId: "200000000000000002",
    webhookToken: "token",
  };
  const { path } = routes[route as keyof typeof routes] as Route;
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(filled[name]!));
}
