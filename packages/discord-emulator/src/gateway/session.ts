import { GatewayIntentBits as I } from "discord-api-types/v10";
import type { DispatchEvent } from "../state/bus.ts";
import { permissionsIn } from "../state/permissions.ts";
import type { Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { withoutContent } from "../wire/message.ts";
import { wants } from "./intents.ts";

/** What a session needs of its socket. */
interface Link {
  send(frame: GatewayFrame): void;
}

/** One gateway frame. */
export interface GatewayFrame {
  op: number;
  d: unknown;
  s: number | null;
  t: string | null;
}

/** How many events are kept for a resume. */
const REPLAY_LIMIT = 20_000;

/** How long a session without a socket can be resumed, in milliseconds of the emulator's clock. */
const RESUME_WINDOW_MS = 3 * 60_000;

const MESSAGE_EVENTS = new Set(["MESSAGE_CREATE", "MESSAGE_UPDATE"]);

/** One identified connection of the bot: numbers its events and keeps them for a resume. */
export class Session {
  readonly id: string;
  readonly shard: [number, number];
  readonly intents: number;
  readonly #world: World;
  readonly #replay: GatewayFrame[] = [];
  #sequence = 0;
  #link: Link | null;
  #lostAtMs = 0;
  /** Guild id to when its whole member list was last asked for. */
  readonly memberRequests = new Map<string, number>();

  constructor(world: World, link: Link, id: string, intents: number, shard: [number, number]) {
    this.#world = world;
    this.#link = link;
    this.id = id;
    this.intents = intents;
    this.shard = shard;
  }

  /** Number of the last event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Whether a socket carries it now. */
  get connected(): boolean {
    return this.#link !== null;
  }

  /** Whether a client may still come back to it. */
  get resumable(): boolean {
    return this.connected || this.#world.clock.now() - this.#lostAtMs < RESUME_WINDOW_MS;
  }

  /** Whether this shard is the one that serves the guild; events without guild go to shard 0. */
  serves(guildId: string | null): boolean {
    const [index, count] = this.shard;
    return guildId === null ? index === 0 : (BigInt(guildId) >> 22n) % BigInt(count) === BigInt(index);
  }

  /** Sends an event if shard, intents and permissions let it through. */
  offer(event: DispatchEvent): void {
    if (!this.serves(event.guildId) || !wants(this.intents, event) || !this.#mayKnow(event)) return;
    this.push(event.t, this.#shape(event));
  }

  /** Sends an event unconditionally. */
  push(t: string, d: unknown): void {
    const frame = this.#number(t, structuredClone(d));
    this.#replay.push(frame);
    if (this.#replay.length > REPLAY_LIMIT) this.#replay.shift();
    this.#link?.send(frame);
  }

  /** The socket is gone; events are kept until the client resumes. */
  detach(): void {
    this.#link = null;
    this.#lostAtMs = this.#world.clock.now();
  }

  /** Moves to a new socket and repeats every event after `sequence`, then says so. */
  resume(link: Link, sequence: number): void {
    this.#link = link;
    for (const frame of this.#replay) if (frame.s! > sequence) link.send(frame);
    link.send(this.#number("RESUMED", { _trace: ["flora-discord-emulator"] }));
  }

  #number(t: string, d: unknown): GatewayFrame {
    return { op: 0, d, s: ++this.#sequence, t };
  }

  #mayKnow(event: DispatchEvent): boolean {
    if (!event.guildId) return true;
    const guild = this.#world.guilds.get(event.guildId);
    const bot = guild?.members.get(this.#world.botId);
    if (!guild?.botPresent || !bot) return false;
    if (event.needs && !(permissionsIn(this.#world, guild, bot, null) & event.needs)) return false;
    const channel = event.channelId ? this.#world.channels.get(event.channelId) : undefined;
    return !channel || (permissionsIn(this.#world, guild, bot, channel) & 1024n) !== 0n;
  }

  #shape(event: DispatchEvent): Wire {
    if (event.t === "GUILD_CREATE" && !(this.intents & I.GuildPresences)) return this.#onlySelf(event.d);
    const withheld = MESSAGE_EVENTS.has(event.t) && !event.exempt && !(this.intents & I.MessageContent);
    return withheld ? withoutContent(event.d) : event.d;
  }

  #onlySelf(guild: Wire): Wire {
    const members = guild.members as { user: { id: string } }[];
    return { ...guild, members: members.filter((member) => member.user.id === this.#world.botId) };
  }
}
