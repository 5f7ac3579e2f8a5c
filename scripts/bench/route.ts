/** @module The gateway's way of an event up to its worker, for 100 000 guilds: what nobody wants, and what somebody does. */
import { emptyManifest, type GuildId } from "@flora/model";
import { Interest } from "../../apps/gateway/src/interest.ts";
import { Ring } from "../../apps/gateway/src/router/ring.ts";

const GUILDS = 100_000;
const EVENTS = 1_000_000;
const WORKERS = 16;

export function run(): Promise<Record<string, number>> {
  const ids = Array.from(
    { length: GUILDS },
    (_, index) => String((1_200_000_000_000n + BigInt(index * 977)) << 22n) as GuildId,
  );
  const interest = new Interest();
  const plain = new Map<GuildId, string>();
  const ring = new Ring(Array.from({ length: WORKERS }, (_, index) => `worker-${index}`));
  for (const id of ids) {
    interest.set(id, { ...emptyManifest, events: ["guildMemberAdd"], prefix: "!", prefixCommands: ["ping"] });
    plain.set(id, "worker-0");
  }
  const author = { bot: false };
  const payloads = ids.map((guild_id) => ({
    t: "MESSAGE_CREATE",
    d: { guild_id, content: "hello", author },
  }));
  /** Nanoseconds per call, the best of three. */
  const each = (work: (index: number) => unknown) => {
    let best = Infinity, kept = 0;
    for (let round = 0; round < 3; round++) {
      const startedAt = performance.now();
      for (let event = 0; event < EVENTS; event++) if (work(event * 7_919 % GUILDS)) kept++;
      best = Math.min(best, performance.now() - startedAt);
    }
    return { ns: best * 1e6 / EVENTS, kept };
  };
  const uninteresting = each((index) => interest.wants(ids[index]!, payloads[index]!));
  const routed = each((index) => ring.owner(ids[index]!));
  const looked = each((index) => plain.get(ids[index]!));
  if (uninteresting.kept > 0) throw new Error("Cannot measure: an event nobody wants was wanted");
  return Promise.resolve({
    uninterestingPerSecond: 1e9 / uninteresting.ns,
    routeNs: routed.ns,
    mapLookupNs: looked.ns,
  });
}
