/** @module What the bot lacks in a guild for what a revision does there. */
import {
  type Bot,
  channelPermissions,
  guildPermissions,
  outranksRole,
  type Route,
  routes,
} from "@flora/discord";
import type { Need, RouteName } from "@flora/discord/routes";
import { type BundleUses, clock, type Finding, type Manifest } from "@flora/model";
import { isRestFunction, restRoutes } from "@flora/sdk/abilities/routes";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Known } from "./capabilities.ts";

/** A guild's roles with their names. */
export type RoleNames = ReadonlyMap<string, { id: string; name: string; position: number }>;

/** What functions need that stands in no payload of theirs. */
const ofFunctions: Partial<Record<string, readonly Need[]>> = { timeoutMember: ["ModerateMembers"] };
/** Functions that act on members whose roles must be below the bot's. */
const onMembers = new Set(["timeoutMember"]);
/** Answers to messages; those to interactions need nothing. */
const ofAnswers: Partial<Record<string, RouteName>> = { reply: "messages.send", react: "reactions.add" };
const MOST_NAMED = 5;

/** Warnings only: a script that is refused something may be written for that. */
export function preflight({ uses, manifest }: Known, bot: Bot, names: RoleNames): Finding[] {
  if (!uses) return [];
  const guildBits = guildPermissions(bot, clock.now());
  if (guildBits === undefined) return [];
  const missing = new Map<string, string[]>();
  for (const { used, route, needs } of wants(uses, manifest)) {
    for (const need of needs) {
      if (has(guildBits, need) || (inChannel(route) && anyChannelGives(bot, need))) continue;
      const key = inWords(need);
      missing.set(key, [...new Set([...missing.get(key) ?? [], used])]);
    }
  }
  const findings = [...missing].map(([need, users]): Finding => ({
    severity: "warning",
    code: "PERMISSION_MISSING",
    message: `The script needs ${need}, the bot lacks it: ${users.join(", ")} will be refused`,
  }));
  const rank = tooLow(uses, bot, names);
  return rank ? [...findings, rank] : findings;
}

interface Want {
  /** As the author wrote it. */
  used: string;
  route: Route;
  needs: readonly Need[];
}

function* wants(uses: BundleUses, manifest: Manifest): Generator<Want> {
  for (const name of uses.rest.filter(isRestFunction)) {
    const used = `rest.${name}`;
    // Of several routes it depends on the arguments which one it is.
    const [only, ...others] = restRoutes[name];
    if (only === undefined || others.length > 0) continue;
    const route: Route = routes[only];
    yield { used, route, needs: [...route.needs ?? [], ...ofFunctions[name] ?? []] };
    const keys = uses.payloads.filter((use) => use.startsWith(`${name} `)).map((use) =>
      use.slice(name.length + 1)
    );
    for (const key of keys) {
      const need = route.bodyNeeds?.[key];
      if (need) yield { used: `${used} with ${key}`, route, needs: [need] };
    }
  }
  const messages = manifest.prefixCommands.length > 0 ||
    manifest.events.some((name) => /^message/.test(name));
  for (const name of messages ? uses.answers : []) {
    const answered = ofAnswers[name];
    if (answered) {
      yield { used: `ctx.${name}`, route: routes[answered], needs: (routes[answered] as Route).needs ?? [] };
    }
  }
}

function has(bits: bigint, need: Need): boolean {
  if ((bits & P.Administrator) !== 0n) return true;
  return typeof need === "string" ? (bits & P[need]) !== 0n : need.some((one) => has(bits, one));
}

function inChannel({ path }: Route): boolean {
  return /\{(channel|thread)Id\}/.test(path);
}

function anyChannelGives(bot: Bot, need: Need): boolean {
  return [...bot.guild.channels.values()].some((channel) => {
    const bits = channelPermissions(bot, channel, clock.now());
    return bits !== undefined && has(bits, need);
  });
}

/** As Discord's own pages name permissions. */
function inWords(need: Need): string {
  if (typeof need !== "string") return need.map(inWords).join(" or ");
  return need.replace(/(?<=[a-z])(?=[A-Z])/g, " ").replace("Guild", "Server");
}

function tooLow(uses: BundleUses, bot: Bot, names: RoleNames): Finding | undefined {
  const ranking = uses.rest.filter((name) =>
    onMembers.has(name) ||
    (isRestFunction(name) &&
      restRoutes[name].some((route) => (routes[route] as Route).outranks !== undefined))
  );
  if (ranking.length === 0) return undefined;
  const above = [...names.values()].filter(({ id }) => id !== bot.guild.id && outranksRole(bot, id) === false)
    .filter(({ id }) => !bot.guild.botRoles?.includes(id))
    .sort((left, right) => right.position - left.position);
  if (above.length === 0) return undefined;
  const own = [...names.values()].filter(({ id }) => bot.guild.botRoles?.includes(id))
    .sort((left, right) => right.position - left.position)[0];
  const listed = above.slice(0, MOST_NAMED).map(({ name }) => JSON.stringify(name)).join(", ");
  const more = above.length > MOST_NAMED ? ` and ${above.length - MOST_NAMED} others` : "";
  const highest = own
    ? `The bot's highest role, ${JSON.stringify(own.name)},`
    : "The bot has no role of its own: it";
  return {
    severity: "warning",
    code: "ROLE_TOO_LOW",
    message: `${highest} is below ${listed}${more}: ${
      ranking.map((name) => `rest.${name}`).join(", ")
    } will be refused for these roles and the members who have them`,
  };
}
