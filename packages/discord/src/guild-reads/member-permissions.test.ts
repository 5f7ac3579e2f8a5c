import assert from "node:assert/strict";
import { Client, GatewayIntentBits, PermissionFlagsBits as P } from "discord.js";
import fc from "fast-check";
import { ALL_PERMISSIONS, highestRole, holds, memberPermissions } from "./member-permissions.ts";
import type { GuildRole } from "./entities.ts";

const OWNER = "100000000000000001";
const GUILD = "100000000000000010";
const roleId = (index: number) => `20000000000000000${index}`;
const memberId = (index: number) => `30000000000000000${index}`;

const anyBits = fc.subarray(Object.values(P), { maxLength: 12 }).map((chosen) =>
  chosen.reduce((sum, bit) => sum | bit, 0n)
);
const randomGuild = fc.record({
  everyone: anyBits,
  roles: fc.array(fc.record({ permissions: anyBits, position: fc.integer({ min: 1, max: 4 }) }), {
    maxLength: 6,
  }),
  members: fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  channels: fc.array(
    fc.uniqueArray(fc.record({ target: fc.nat(14), allow: anyBits, deny: anyBits }), {
      maxLength: 8,
      selector: ({ target }) => target,
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

type Plan = typeof randomGuild extends fc.Arbitrary<infer T> ? T : never;

/** A guild as Discord sends it; some members hold roles, and some overwrites name roles, that do not exist. */
function wireOf({ everyone, roles, members, channels }: Plan) {
  const role = (id: string, permissions: bigint, position: number) => ({
    id,
    name: id,
    color: 0,
    position,
    permissions: String(permissions),
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicodeEmoji: null,
  });
  const people = [
    { id: OWNER, roles: [] as number[] },
    ...members.map((roles, i) => ({ id: memberId(i), roles })),
  ];
  const targets = [GUILD, ...Array.from({ length: 8 }, (_, i) => roleId(i)), ...people.map(({ id }) => id)];
  return {
    id: GUILD,
    name: "g",
    owner_id: OWNER,
    unavailable: false,
    roles: [role(GUILD, everyone, 0), ...roles.map((r, i) => role(roleId(i), r.permissions, r.position))],
    members: people.map(({ id, roles }) => ({
      user: { id, username: id },
      roles: roles.map(roleId),
      joined_at: null,
    })),
    channels: channels.map((overwrites, i) => ({
      id: `40000000000000000${i}`,
      type: 0,
      name: "c",
      guild_id: GUILD,
      permission_overwrites: [...new Map(overwrites.map(({ target, allow, deny }) => {
        const id = targets[target % targets.length]!;
        const type = id.startsWith("3") || id === OWNER ? 1 : 0;
        return [id, { id, type, allow: String(allow), deny: String(deny) }];
      })).values()],
    })),
  };
}

Deno.test("memberPermissions() and highestRole() agree with discord.js on random guilds", async () => {
  const client = new Client({ intents: [GatewayIntentBits.Guilds] });
  try {
    fc.assert(
      fc.property(randomGuild, fc.array(anyBits, { minLength: 3, maxLength: 3 }), (plan, asked) => {
        const wire = wireOf(plan);
        // deno-lint-ignore no-explicit-any -- discord.js keeps its way to build a guild from a payload private
        const theirs = (client.guilds as any)._add(structuredClone(wire));
        const roles = new Map<string, GuildRole>(wire.roles.map((role) => [role.id, role]));
        const guild = { id: GUILD, ownerId: OWNER, roles };
        for (const { user, roles } of wire.members) {
          const member = { id: user.id, roles };
          const theirMember = theirs.members.cache.get(user.id);
          // It leaves it to `has` that an administrator has all.
          const all = theirMember.permissions.has(P.Administrator);
          assert.equal(
            memberPermissions(guild, member),
            all ? ALL_PERMISSIONS : theirMember.permissions.bitfield,
          );
          assert.equal(highestRole(guild, member)!.id, theirMember.roles.highest.id);
          for (const { id, permission_overwrites: overwrites } of wire.channels) {
            const mine = memberPermissions(guild, member, overwrites);
            const expected = theirs.channels.cache.get(id).permissionsFor(user.id);
            assert.equal(mine, expected.bitfield);
            for (const wanted of asked) assert.equal(holds(mine, wanted), expected.has(wanted));
          }
        }
        client.guilds.cache.clear();
        client.channels.cache.clear();
      }),
      { numRuns: 300 },
    );
  } finally {
    await client.destroy();
  }
});

Deno.test("memberPermissions() gives the owner everything", () => {
  const guild = { id: GUILD, ownerId: OWNER, roles: new Map() };
  assert.equal(memberPermissions(guild, { id: OWNER, roles: [] }), ALL_PERMISSIONS);
  assert.equal(memberPermissions(guild, { id: memberId(1), roles: [] }), 0n);
});
