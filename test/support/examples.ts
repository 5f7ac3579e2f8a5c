/** @module Runs examples of documentation: bundled as a deploy does, in a real guest, joined to the real host halves of ops. */
import { bundleFiles } from "@flora/bundler";
import type { DiscordRequest, DiscordResponse } from "@flora/discord";
import type { GuildReadRequest } from "@flora/discord/guild-reads/contract";
import { recordDiscord } from "@flora/ops/testing/discord-recorder";
import { OWN_GUILD } from "@flora/ops/testing/loopback";
import { recordReads } from "@flora/ops/testing/reads-recorder";
import { interaction, message } from "../../packages/sdk/src/testing/guest.ts";
import { type ServedGuest, serveGuest } from "../../packages/sdk/src/testing/served-guest.ts";
import { channel, guildInfo, member, role } from "./guild-fixtures.ts";

const ID = "123456789012345678";
const REGISTERS =
  /^(?:const \w+ = )?(?:on|createBot|cron|at|component|modal|webhook|settings|state|slash|prefix|contextMenu)[(<]/m;

/** An example as a script: a few lines without a handler of their own are what one would write inside of one. */
export function toScript(code: string): string {
  return REGISTERS.test(code) ? code : `on("messageCreate", async (ctx) => {\n${code}\n});`;
}

/** Loads an example and has everything happen that it registers; what it asked of Discord. Throws what it throws. */
export async function runExample(code: string): Promise<DiscordRequest[]> {
  const script = toScript(code);
  const bundle = await bundleFiles({ "main.ts": script }, "main.ts");
  const discord = recordDiscord(answerOf);
  await using served = await serveGuest(bundle.code, { discord, guildReads: recordReads(readOf) });
  served.loop.clock.at = Date.now();
  // Nothing leaves this machine.
  const body = new Uint8Array();
  const fetched = {
    status: 200,
    statusText: "OK",
    url: "",
    redirected: false,
    headers: [],
    body,
    more: false,
  };
  Object.assign(served.loop.context.http, { fetch: async () => fetched });
  for (const frame of served.guest.said) if (frame.t === "load-failed") throw new Error(frame.message);
  await happen(served, script);
  for (const frame of served.guest.said) {
    if (frame.t === "threw" || frame.t === "unhandled") throw new Error(frame.message);
  }
  return discord.requests;
}

/** Every event that the example handles, once. */
async function happen(served: ServedGuest, script: string): Promise<void> {
  const { manifest } = served.guest;
  const plain = {
    ...message("!say flora ping", { id: ID, channelId: ID, guildId: OWN_GUILD, applicationId: ID }),
    author: { id: ID, username: "ada", bot: false },
    user: { id: ID, username: "ada" },
    member: { roles: [ID], user: { id: ID } },
    name: "x",
    at: "2030-01-01T00:00:00.000Z",
    payload: { userId: ID, channelId: ID },
    changed: [],
    value: {},
    previous: {},
  };
  const used = ["componentInteraction", "modalSubmit", "interactionCreate"];
  for (const event of manifest.events) if (!used.includes(event)) await served.dispatch(event, plain);
  for (const command of manifest.commands) await served.dispatch("interactionCreate", use(served, command));
  if (manifest.commands.length === 0 && manifest.events.includes("interactionCreate")) {
    await served.dispatch("interactionCreate", use(served, { name: "none" }));
  }
  for (const { name } of manifest.webhooks) {
    const body = JSON.stringify({ name: "ci", repository: {}, commits: [] });
    const headers = { "x-github-event": "push" };
    await served.dispatch("webhook", { name, method: "POST", headers, query: {}, body });
  }
  for (const { name } of manifest.crons) {
    await served.dispatch("cron", { name, scheduledAt: "2030-01-01T00:00:00.000Z" });
  }
  for (const custom_id of idsIn(script, /(?:component\(|setCustomId\()"([^"]+)"/g)) {
    const data = { custom_id, component_type: 2 };
    const more = { message: { id: ID }, messageId: ID };
    await served.dispatch("componentInteraction", interacted(served, 3, data, more));
  }
  for (const custom_id of idsIn(script, /(?:modal|new ModalBuilder)\("([^"]+)"/g)) {
    const components = [{ type: 18, component: { type: 4, custom_id: "text", value: "because" } }];
    const more = { message: { id: ID } };
    await served.dispatch("modalSubmit", interacted(served, 5, { custom_id, components }, more));
  }
}

/** Custom ids that fit the patterns of a script. */
function idsIn(script: string, pattern: RegExp): string[] {
  return [...script.matchAll(pattern)].map(([, id]) => id!.replace(/:\w+/g, "1"));
}

function interacted({ loop }: ServedGuest, type: number, data: object, more: object = {}): object {
  const token = loop.interactions.issue(OWN_GUILD, {
    interactionId: ID,
    applicationId: ID,
    token: "token",
    type,
  });
  const who = { user: { id: ID, username: "ada" }, member: { roles: [ID], user: { id: ID } } };
  const where = { interactionId: ID, channelId: ID, guildId: OWN_GUILD, interactionToken: token };
  return interaction(type, data, { ...where, ...who, ...more });
}

interface Option {
  name: string;
  type: number;
  options?: Option[];
}

/** Values by Discord's type of an option; ids for the others. */
const VALUES: Record<number, unknown> = { 3: "text", 4: 2, 5: true, 10: 2 };

/** A subcommand, the first where there are several, or every option with a value. */
function filled(options: Option[] = []): object[] {
  const [first] = options;
  if (first && first.type <= 2) return [{ ...first, options: filled(first.options) }];
  return options.map(({ name, type }) => ({ name, type, value: VALUES[type] ?? ID }));
}

function use(served: ServedGuest, definition: { name?: unknown; type?: unknown; options?: unknown }): object {
  const { name, type = 1, options } = definition;
  const data = { name, type, options: filled(options as Option[]), target_id: ID };
  return interacted(served, 2, data, { commandName: name });
}

/** Lists are empty but for messages; everything else has an id. */
function answerOf({ route }: DiscordRequest): DiscordResponse {
  if (route === "messages.list") return { ok: true, status: 200, body: [{ id: ID }, { id: `${ID}9` }] };
  const isList = /\.list(?!Active|Archived|Private|Joined)|^roles\.move$|\.users$|members\.search/.test(
    route,
  );
  const one = { id: ID, content: "", roles: [], threads: [], messages: [] };
  return { ok: true, status: 200, body: isList ? [] : one };
}

function readOf({ read }: GuildReadRequest): DiscordResponse {
  const bodies: Record<GuildReadRequest["read"], unknown> = {
    info: guildInfo,
    channels: [channel],
    channel,
    roles: [role],
    emojis: [],
    member,
    members: [member],
    permissions: "8",
    highestRole: role,
  };
  return { ok: true, status: 200, body: bodies[read] };
}
