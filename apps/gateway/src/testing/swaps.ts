/** @module Every request with one id in it swapped: for another guild's, and for one of nothing. */
import { type DiscordRequestInput, type Route, routes, valuesAt } from "@flora/discord";
import { everyRequest, type TriedRoute } from "./every-request.ts";
import type { Stock } from "./stock.ts";

export const triedRoutes = Object.keys(everyRequest) as TriedRoute[];
/** An id of nothing. */
export const NOWHERE = "123456789012345678";

/** Any account of Discord may be named here, whoever's member it is: nothing of the other guild is touched or told. */
export const ANYBODY: ReadonlySet<string> = new Set([
  "bans.create params.userId",
  "reactions.remove params.userId",
]);

type Request = Omit<DiscordRequestInput, "guildId">;

export interface Swap {
  route: TriedRoute;
  /** Where the id stands: `params.channelId`, `body.0.parent_id`. */
  at: string;
  foreign: Request;
  unknown: Request;
}

/** Each route's request once for every id in it, with that id another guild's, and with it nobody's. */
export function* swaps(mine: Stock, theirs: Stock): Generator<Swap> {
  for (const name of triedRoutes) {
    const route: Route = routes[name];
    const good = { route: name, ...everyRequest[name](mine) };
    const other = { route: name, ...everyRequest[name](theirs) };
    const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, param]) => `params.${param}`);
    for (const place of new Set([...params, ...Object.keys(route.ids ?? {})])) {
      for (const { at, value } of valuesAt(other as DiscordRequestInput, place)) {
        if (at === "params.answerId" || at === "params.emoji" && !String(value).includes(":")) continue;
        const whole = typeof value === "object" && value !== null;
        const id = whole ? `${at}.id` : at;
        const foreign = whole ? (value as { id: string }).id : String(value);
        const nobody = at === "params.code" ? "nowhere" : foreign.replace(/\d{17,20}$/, NOWHERE);
        yield { route: name, at: id, foreign: withAt(good, id, foreign), unknown: withAt(good, id, nobody) };
      }
    }
  }
}

/** A copy with one value changed. */
function withAt(request: Request, at: string, value: string): Request {
  const copy = structuredClone(request);
  const keys = at.split(".");
  const last = keys.pop()!;
  // deno-lint-ignore no-explicit-any -- whatever stands on the way
  const holder = keys.reduce((node: any, key) => node[key], copy);
  holder[last] = value;
  return copy;
}
