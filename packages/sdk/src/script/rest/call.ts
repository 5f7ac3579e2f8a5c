/** @module Functions of routes, made from a table: name of the function, route, and which arguments stand in its path. */
import type { routes } from "@flora/discord/routes";
import { ops } from "../../runtime/wall.ts";
import { snakeCase } from "../keys.ts";
import { type File, withFiles } from "../uploads.ts";
import type { OfGuild, WithReason } from "./with-reason.ts";

export type RestCall = Parameters<typeof ops.discord.rest>[0];
type RouteName = RestCall["route"];

type Names<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type FilledInByHost = "guildId" | "applicationId" | "webhookToken";
/** A route, and the arguments of its function that stand in the path; the others are its query. */
type Binding = {
  [R in RouteName]: readonly [R, ...Exclude<Names<(typeof routes)[R]["path"]>, FilledInByHost>[]];
}[RouteName];

/** Arguments besides those of path and query. */
interface Parts extends WithReason, OfGuild {
  /** In Discord's own spelling. */
  payload?: unknown;
  files?: File[] | undefined;
}

/** Asks the host for a route; what has no answer of its own is undefined. */
export async function call<T>(
  [route, ...inPath]: Binding,
  args: object = {},
): Promise<T> {
  const { guildId, payload, files, reason, ...rest } = args as Parts;
  const params: Record<string, string> = {};
  const query: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) {
    if ((inPath as string[]).includes(name)) params[name] = value as string;
    else if (value !== undefined) query[snakeCase(name)] = value;
  }
  const request = {
    route,
    ...(guildId === undefined ? {} : { guildId }),
    params,
    query,
    ...(payload === undefined ? {} : { body: payload }),
    ...(reason === undefined ? {} : { reason }),
    files,
  };
  const answer = await withFiles(request, (ready) => ops.discord.rest(ready));
  return (answer ?? undefined) as T;
}

/** One function per entry; the interface says what each takes and gives. */
export function bind<Functions>(table: { readonly [Name in keyof Functions]: Binding }): Functions {
  const entries = Object.entries<Binding>(table);
  return Object.fromEntries(
    entries.map(([name, binding]) => [name, (args?: object) => call(binding, args)]),
  ) as Functions;
}
