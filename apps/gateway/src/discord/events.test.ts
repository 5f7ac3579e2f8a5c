import assert from "node:assert/strict";
import { GatewayDispatchEvents, type GatewayDispatchPayload } from "discord-api-types/v10";
import fc from "fast-check";
import { camelCase, eventName, publicEvents, withheldEvents } from "./events.ts";
import { camelKeys, guildOf } from "./normalize.ts";

/** Dispatches whose payload can name a guild, by their types. */
type GuildBound<P = GatewayDispatchPayload> = P extends { t: infer T; d: infer D }
  ? "guild_id" extends KeysOf<D> ? `${T & string}` : never
  : never;
type KeysOf<D> = D extends unknown ? keyof D : never;

/** Those among them that are withheld all the same; a name that the types add or take away does not compile. */
const guildBoundButWithheld: Record<Exclude<GuildBound, Delivered>, string> = {
  CHANNEL_INFO: withheldEvents.CHANNEL_INFO!,
  GUILD_MEMBERS_CHUNK: withheldEvents.GUILD_MEMBERS_CHUNK!,
  SOUNDBOARD_SOUNDS: withheldEvents.SOUNDBOARD_SOUNDS!,
  VOICE_SERVER_UPDATE: withheldEvents.VOICE_SERVER_UPDATE!,
};
type Delivered = Exclude<
  `${GatewayDispatchEvents}`,
  "CHANNEL_INFO" | "GUILD_MEMBERS_CHUNK" | "SOUNDBOARD_SOUNDS" | "VOICE_SERVER_UPDATE"
>;

Deno.test("eventName() knows every dispatch of Discord that carries a guild, and says why of each it withholds", () => {
  const all: string[] = Object.values(GatewayDispatchEvents);
  const delivered = all.filter((type) => eventName(type) !== undefined);
  assert.deepEqual(
    all.filter((type) => !delivered.includes(type)).sort(),
    Object.keys(withheldEvents).sort(),
  );
  assert.deepEqual(Object.keys(guildBoundButWithheld).filter((type) => eventName(type)), []);
  const names = delivered.map((type) => eventName(type)!);
  assert.equal(new Set(names).size, names.length, "two dispatches have one name");
  for (const name of names) assert.ok(publicEvents.has(name), name);
  assert.equal(delivered.length, 68);
  for (const type of delivered) {
    const guild = type === "GUILD_DELETE" ? { id: "1", unavailable: true } : { id: "1", guild_id: "1" };
    assert.equal(guildOf({ t: type, d: guild }), "1", type);
  }
});

Deno.test("camelCase() changes nothing but underscores between letters or digits", () => {
  const key = fc.string({ unit: fc.constantFrom(..."abzAZ09__$-é😀"), maxLength: 12 });
  fc.assert(fc.property(key, (text) => {
    const camel = camelCase(text);
    assert.equal(camel.replaceAll("_", "").toLowerCase(), text.replaceAll("_", "").toLowerCase());
    assert.equal(camelCase(camel), camel, "a second time changes nothing");
    assert.equal(/^_*/.exec(camel)![0], /^_*/.exec(text)![0], "leading underscores stay");
  }));
  const words = fc.array(fc.stringMatching(/^[a-z][a-z0-9]*$/), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(words, (parts) => {
    const [first, ...more] = parts as [string, ...string[]];
    assert.equal(
      camelCase(parts.join("_")),
      first + more.map((part) => part[0]!.toUpperCase() + part.slice(1)).join(""),
    );
  }));
});

Deno.test("camelKeys() keeps every value, the order of keys and the payload it was given", () => {
  const snake = fc.stringMatching(/^[a-z]{1,4}(_[a-z0-9]{1,3}){0,2}$/);
  const payload = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(snake, tie("value"), { maxKeys: 5 }),
    ),
  })).value;
  fc.assert(fc.property(payload, (given) => {
    const before = JSON.stringify(given);
    const camel = camelKeys(given);
    assert.equal(JSON.stringify(given), before, "the raw payload is untouched");
    assert.equal(same(given, camel), true);
  }));
});

/** Whether the second is the first under camelCase keys. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null) return Object.is(one, other);
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length &&
      one.every((item, at) => same(item, other[at]));
  }
  const keys = new Set(Object.keys(one).map(camelCase));
  const there = other as Record<string, unknown>;
  return JSON.stringify([...keys]) === JSON.stringify(Object.keys(there)) &&
    // Of two keys that become one, the last holds.
    Object.entries(Object.fromEntries(Object.entries(one).map(([key, item]) => [camelCase(key), item])))
      .every(([key, item]) => same(item, there[key]));
}
