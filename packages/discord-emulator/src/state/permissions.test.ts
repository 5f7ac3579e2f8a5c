import assert from "node:assert/strict";
import fc from "fast-check";
import { Client, GatewayIntentBits, PermissionFlagsBits as P } from "discord.js";
import { withEmulator } from "../../testdata/harness.ts";
import { ALL_PERMISSIONS, overwrittenPermissions, permissionsIn } from "./permissions.ts";
import { addChannel, addMember, createGuild, newRole } from "./guilds.ts";
import { seedGuild } from "./seed.ts";
import type { Guild, Overwrite } from "./types.ts";
import type { World } from "./world.ts";
import { guildCreateWire } from "../wire/guild.ts";

const bits = Object.values(P);
const anyBits = fc.subarray(bits).map((chosen) => chosen.reduce((sum, bit) => sum | bit, 0n));
const overwrites = fc.array(fc.record({ target: fc.nat(9), allow: anyBits, deny: anyBits }), {
  maxLength: 6,
});
const randomGuild = fc.record({
  everyone: anyBits,
  roles: fc.array(anyBits, { maxLength: 5 }),
  members: fc.array(fc.array(fc.nat(4), { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  channels: fc.array(overwrites, { minLength: 1, maxLength: 3 }),
});

type Plan = typeof randomGuild extends fc.Arbitrary<infer T> ? T : never;

function build(world: World, plan: Plan): Guild {
  const guild = createGuild(world, "Random", world.addUser({ username: "owner" }).id);
  guild.roles.get(guild.id)!.permissions = plan.everyone;
  const roleIds = plan.roles.map((permissions, index) => {
    const role = newRole(world, { permissions, position: index + 1 });
    guild.roles.set(role.id, role);
    return role.id;
  });
  for (const chosen of plan.members) {
    const roles = [...new Set(chosen.map((index) => roleIds[index]).filter((id) => id !== undefined))];
    addMember(world, guild, world.addUser({ username: "member" }).id, roles);
  }
  const targets = [guild.id, ...roleIds, ...guild.members.keys()];
  for (const given of plan.channels) {
    const found = given.map(({ target, allow, deny }): Overwrite => {
      const id = targets[target % targets.length]!;
      return { id, type: guild.roles.has(id) ? 0 : 1, allow: allow & ~deny, deny };
    });
    addChannel(world, guild, { type: 0, name: "c", overwrites: new Map(found.map((one) => [one.id, one])) });
  }
  return guild;
}

Deno.test("overwrittenPermissions() agrees with discord.js on random guilds", () =>
  withEmulator({}, async ({ emulator: { world } }) => {
    const client = new Client({ intents: [GatewayIntentBits.Guilds] });
    try {
      fc.assert(
        fc.property(randomGuild, (plan) => {
          const guild = build(world, plan);
          // deno-lint-ignore no-explicit-any -- discord.js keeps its way to build a guild from a payload private
          const theirs = (client.guilds as any)._add(guildCreateWire(world, guild, true));
          for (const member of guild.members.values()) {
            for (const id of guild.channelIds) {
              const mine = overwrittenPermissions(guild, member, world.channels.get(id)!);
              const expected = theirs.channels.cache.get(id).permissionsFor(member.userId).bitfield;
              assert.equal(mine & ALL_PERMISSIONS, expected & ALL_PERMISSIONS);
            }
          }
        }),
        { seed: 20_261_121, numRuns: 200 },
      );
    } finally {
      await client.destroy();
    }
  }));

Deno.test("permissionsIn() leaves a timed-out member only sight and history", () =>
  withEmulator({}, async ({ emulator: { world, clock }, guildId, generalId, aliceId }) => {
    const guild = world.guilds.get(guildId)!, alice = guild.members.get(aliceId)!;
    const channel = world.channels.get(generalId)!;
    alice.timedOutUntil = clock.iso(clock.now() + 60_000);
    assert.equal(permissionsIn(world, guild, alice, channel), P.ViewChannel | P.ReadMessageHistory);
    clock.advance(60_001);
    assert.ok(permissionsIn(world, guild, alice, channel) & P.SendMessages);
  }));

Deno.test("permissionsIn() gives nothing where the channel cannot be seen", () =>
  withEmulator({}, async ({ emulator: { world } }) => {
    const guild = seedGuild(world, { members: ["zoe"] });
    const zoe = [...guild.members.values()][1]!;
    const [id] = guild.channelIds;
    const channel = world.channels.get(id!)!;
    channel.overwrites.set(guild.id, { id: guild.id, type: 0, allow: 0n, deny: P.ViewChannel });
    assert.equal(permissionsIn(world, guild, zoe, channel), 0n);
  }));
