/**
 * @module Guilds on the whole way from a guest to Discord whose script calls any op with any arguments, past all that the
 * SDK would check.
 */
import type { Emulator } from "@flora/discord-emulator";
import { defaultLimits, type GuildId } from "@flora/model";
import type { Storage } from "@flora/storage";
import { act } from "../../../apps/gateway/src/testing/set-up.ts";
import { until } from "@flora/model/until";
import { withOneProcess } from "../../support/one-process.ts";

/** Limits that a script which calls ops without pause would run into; none of them is what is tested. */
const limits = {
  ...defaultLimits,
  bootTimeoutMs: 20_000,
  webhookTimeoutMs: 20_000,
  opsPerSecond: 1_000_000,
  cpuBurstMs: 1_000_000,
  cpuPerDispatchMs: 60_000,
  webhookBytes: 8 * 1024 * 1024,
};

/** Appended to the SDK: `rawOp(name, args)` says an op frame as it is, in the place of one that the SDK says. */
const RAW_OPS = `;(() => {
  const runtime = globalThis.__flora, { connect } = runtime;
  let instead;
  runtime.connect = (outlet) => connect({
    get frames() { return outlet.frames; },
    set frames(said) {
      if (!instead) return void (outlet.frames = said);
      const frame = JSON.parse(said.slice(outlet.frames.length, -1));
      outlet.frames += JSON.stringify({ ...frame, ...instead }) + ",";
      instead = undefined;
    },
    set wakeAt(at) { outlet.wakeAt = at; },
  });
  globalThis.rawOp = (name, args) => {
    instead = { name, args };
    return kv.usage().then((ok) => ({ ok }), ({ message, ...error }) => ({ error: { message, ...error } }));
  };
})();`;

/** Calls the ops it is sent, one after the other; keeps the handle of whatever interaction it is told of. */
const SCRIPT = `(async () => {
webhook("ops", async ({ msg }) => {
  const answers = [];
  for (const { name, args } of msg.json()) answers.push(await rawOp(name, args));
  return { body: answers };
});
on("interactionCreate", (ctx) => kv.store("held").set("handle", ctx.msg.interactionToken));
// With these the gateway hears at once of what others make.
for (const event of ["webhooksUpdate", "inviteCreate", "guildScheduledEventCreate"]) on(event, () => {});
createBot({ commands: [slash({ name: "hold", description: "x", run() {} })] });
})()`;

export type OpAnswer = { ok: unknown } | { error: { code: string; message: string } };
export interface OpCall {
  name: string;
  args: unknown;
}

export interface Field {
  emulator: Emulator;
  storage: Storage;
  guildIds: GuildId[];
  /** Has the guild's script call these ops. */
  ops(guildId: GuildId, calls: OpCall[]): Promise<OpAnswer[]>;
  /** Waits until the gateway has taken in everything that happened in a guild so far. */
  caughtUp(guildId: GuildId): Promise<void>;
  /** A handle that the guild's script holds, of an interaction just now. */
  handle(guildId: GuildId): Promise<string>;
}

/** Runs a test against guilds of these names and takes everything down after it. */
export async function withField(names: string[], test: (field: Field) => Promise<void>): Promise<void> {
  await withOneProcess({ guilds: names, script: SCRIPT, sdk: RAW_OPS, limits }, async (parts) => {
    const { control, emulator, guildIds, storage } = parts;
    const ops: Field["ops"] = async (guildId, calls) => {
      const request = { name: "ops", method: "POST", headers: {}, query: {}, body: JSON.stringify(calls) };
      const result = await control.call("webhook", { guildId, request });
      if (result.status !== "answered") throw new Error(`Cannot call ops: ${result.status}`);
      return JSON.parse(result.answer!.body);
    };
    await test({
      emulator,
      storage,
      guildIds,
      ops,
      async caughtUp(guildId) {
        const name = `marker-${crypto.randomUUID()}`;
        const { id } = await makeRole(emulator, guildId, name);
        await until("the gateway to catch up", async () => {
          const [answer] = await ops(guildId, [{ name: "guild.roles", args: {} }]);
          return JSON.stringify(answer).includes(id);
        });
      },
      async handle(guildId) {
        const { channelId, userId } = parts.person(guildId);
        await storage.kv.delete(guildId, "held", "handle");
        await act(emulator, `/channels/${channelId}/commands`, { userId, name: "hold", options: {} });
        const held = () => storage.kv.get(guildId, "held", "handle");
        return (await until("the handle", async () => await held() ?? undefined)).value;
      },
    });
  });
}

async function makeRole({ apiUrl, token }: Emulator, guildId: string, name: string) {
  const response = await fetch(`${apiUrl}/v10/guilds/${guildId}/roles`, {
    method: "POST",
    headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  return await response.json() as { id: string };
}
