import assert from "node:assert/strict";
import type { Bot } from "@flora/discord";
import { type BundleUses, emptyManifest, type Manifest, noUses } from "@flora/model";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { preflight } from "./preflight.ts";

const guildId = "100000000000000001", botRole = "100000000000000002", admins = "100000000000000003";
const VIEW = P.ViewChannel | P.ReadMessageHistory;

interface Case {
  /** What the bot's role gives. */
  permissions?: bigint;
  /** What the one channel gives it besides. */
  inChannel?: bigint;
  uses: Partial<BundleUses>;
  manifest?: Partial<Manifest>;
  botPosition?: number;
}

/** The messages about a bot with one role, in a guild with one channel and a role of admins at position 5. */
function messages({ permissions = 0n, inChannel = 0n, uses, manifest, botPosition = 1 }: Case): string[] {
  const role = (id: string, name: string, position: number, bits: bigint) =>
    [id, { id, name, position, permissions: String(bits) }] as const;
  const roles = new Map([
    role(guildId, "@everyone", 0, VIEW),
    role(botRole, "Bot", botPosition, permissions),
    role(admins, "Admins", 5, 0n),
  ]);
  const channel = {
    type: 0,
    parentId: null,
    permissionOverwrites: [{ id: botRole, allow: String(inChannel), deny: "0" }],
    thread: null,
  };
  const bot: Bot = {
    userId: "100000000000000009",
    guild: {
      id: guildId,
      ownerId: "100000000000000008",
      roles,
      channels: new Map([["100000000000000004", channel]]),
      botRoles: [botRole],
      botTimedOutUntil: 0,
    },
  };
  const known = {
    manifest: { ...emptyManifest, ...manifest },
    uses: { ...noUses, ...uses },
  };
  return preflight(known, bot, roles).map(({ message }) => message);
}

Deno.test("preflight() names each permission that the bot lacks once, with what needs it", () => {
  const uses = { rest: ["banMember", "unbanMember", "fetchGuild"] };
  assert.deepEqual(messages({ uses, botPosition: 9 }), [
    "The script needs Ban Members, the bot lacks it: rest.banMember, rest.unbanMember will be refused",
  ]);
  assert.deepEqual(messages({ uses, permissions: P.BanMembers, botPosition: 9 }), []);
  assert.deepEqual(messages({ uses, permissions: P.Administrator, botPosition: 9 }), []);
  assert.deepEqual(messages({ uses: { rest: ["editGuild"] } }), [
    "The script needs Manage Server, the bot lacks it: rest.editGuild will be refused",
  ]);
  assert.match(
    messages({ uses: { rest: ["timeoutMember"] }, botPosition: 9 })[0]!,
    /^The script needs Moderate Members/,
  );
});

Deno.test("preflight() names what a key of a payload needs", () => {
  const uses = {
    rest: ["editMember"],
    payloads: ["editMember nick", "editMember flags", "editMember roles"],
  };
  assert.deepEqual(messages({ uses, permissions: P.ManageRoles, botPosition: 9 }), [
    "The script needs Manage Nicknames, the bot lacks it: rest.editMember with nick will be refused",
  ]);
});

Deno.test("preflight() leaves out what some channel allows, and what only interactions need", () => {
  const send = { rest: ["sendMessage"] };
  assert.deepEqual(messages({ uses: send }), [
    "The script needs Send Messages, the bot lacks it: rest.sendMessage will be refused",
  ]);
  assert.deepEqual(messages({ uses: send, inChannel: P.SendMessages }), []);
  const reply = { answers: ["reply"] };
  assert.deepEqual(messages({ uses: reply }), []);
  assert.deepEqual(messages({ uses: reply, manifest: { events: ["messageCreate"] } }), [
    "The script needs Send Messages, the bot lacks it: ctx.reply will be refused",
  ]);
});

Deno.test("preflight() says which roles stand above the bot's, where that matters", () => {
  const uses = { rest: ["addMemberRole", "kickMember"] };
  const permissions = P.ManageRoles | P.KickMembers;
  assert.deepEqual(messages({ uses, permissions }), [
    `The bot's highest role, "Bot", is below "Admins": rest.addMemberRole, rest.kickMember will be refused for ` +
    "these roles and the members who have them",
  ]);
  assert.deepEqual(messages({ uses, permissions, botPosition: 6 }), []);
  assert.deepEqual(messages({ uses: { rest: ["fetchGuild"] }, permissions }), []);
});
