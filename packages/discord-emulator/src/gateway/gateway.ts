import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { GatewayCloseCodes as Close } from "discord-api-types/v10";
import { type WebSocket, WebSocketServer } from "ws";
import { randomHex } from "../random.ts";
import type { World } from "../state/world.ts";
import { applicationFlags } from "../wire/application-flags.ts";
import { guildCreateWire } from "../wire/guild.ts";
import { selfWire } from "../wire/user.ts";
import { Connection } from "./connection.ts";
import { GatewayFaults } from "./faults.ts";
import { Session } from "./session.ts";

const MOST_GUILDS_PER_SHARD = 2_500;

/** One identify is allowed within this many milliseconds, whatever its shard. */
const IDENTIFY_WINDOW_MS = 5_000;

/** Accepts the bot's WebSockets and hands every event to the sessions that want it. */
export class Gateway {
  readonly world: World;
  readonly token: string;
  readonly heartbeatMs: number;
  readonly faults = new GatewayFaults();
  readonly #throttle: boolean;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #connections = new Set<Connection>();
  readonly #sessions = new Map<string, Session>();
  #identifiedAtMs = -Infinity;
  readonly #stopListening: () => void;

  constructor(world: World, options: { token: string; heartbeatMs: number; throttle: boolean }) {
    this.world = world;
    this.token = options.token;
    this.heartbeatMs = options.heartbeatMs;
    this.#throttle = options.throttle;
    this.#stopListening = world.bus.listen((event) => {
      for (const session of this.#sessions.values()) session.offer(event);
    });
  }

  /** Sockets that are open now. */
  get connections(): Connection[] {
    return [...this.#connections];
  }

  /** Takes over an HTTP upgrade request. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
    const query = new URL(request.url ?? "/", "http://gateway").searchParams;
    const compress = query.get("compress");
    // deno-lint-ignore no-explicit-any -- ws asks for node's Buffer, which is a Uint8Array
    this.#server.handleUpgrade(request, socket, head as any, (client: WebSocket) => {
      if ((query.get("v") ?? "10") !== "10") {
        return client.close(Close.InvalidAPIVersion, "Invalid API version.");
      }
      if ((query.get("encoding") ?? "json") !== "json" || (compress !== null && compress !== "zlib-stream")) {
        return client.close(Close.DecodeError, "Error while decoding payload.");
      }
      this.#connections.add(new Connection(this, client, compress !== null));
    });
  }

  /** Whether a client may identify now; counts it. */
  admit(): boolean {
    if (this.faults.takeRefusedIdentify()) return false;
    if (!this.#throttle) return true;
    const now = this.world.clock.now();
    if (now - this.#identifiedAtMs < IDENTIFY_WINDOW_MS) return false;
    this.#identifiedAtMs = now;
    return true;
  }

  /** Whether a shard would have to serve more guilds than Discord lets it. */
  isOvercrowded([index, count]: [number, number]): boolean {
    const served = this.world.botGuilds().filter(({ id }) =>
      (BigInt(id) >> 22n) % BigInt(count) === BigInt(index)
    );
    return served.length > MOST_GUILDS_PER_SHARD;
  }

  /** Starts a session: READY, then one GUILD_CREATE per guild of the shard. */
  open(link: Connection, intents: number, shard: [number, number]): Session {
    const session = new Session(this.world, link, randomHex(16), intents, shard);
    this.#sessions.set(session.id, session);
    const flags = applicationFlags(this.world.privilegedIntents);
    const guilds = this.world.botGuilds().filter((guild) => session.serves(guild.id));
    session.push("READY", {
      v: 10,
      user: selfWire(this.world.user(this.world.botId)),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.url,
      shard,
      application: { id: this.world.applicationId, flags, flags_new: String(flags) },
      session_type: "normal",
      private_channels: [],
      presences: [],
      relationships: [],
      user_settings: {},
      geo_ordered_rtc_regions: [],
      auth: {},
      _trace: ["flora-discord-emulator"],
    });
    for (const guild of guilds) {
      session.offer({ t: "GUILD_CREATE", guildId: guild.id, d: guildCreateWire(this.world, guild, true) });
    }
    return session;
  }

  /** Where clients connect. */
  get url(): string {
    return this.world.origin.replace(/^http/, "ws");
  }

  /** A session that can be resumed. */
  find(sessionId: string): Session | undefined {
    const session = this.#sessions.get(sessionId);
    return session?.resumable ? session : undefined;
  }

  /** Ends a session for good. */
  forget(session: Session): void {
    session.detach();
    this.#sessions.delete(session.id);
  }

  /** A resume moves a session; the socket that had it before is closed. */
  take(session: Session, to: Connection): void {
    for (const other of this.#connections) {
      if (other !== to && other.session === session) {
        other.close(Close.UnknownError, "Session resumed elsewhere.");
      }
    }
  }

  /** A socket is gone: a normal close (1000, 1001) ends its session, anything else leaves it resumable. */
  closed(connection: Connection, code: number): void {
    this.#connections.delete(connection);
    const { session } = connection;
    if (!session || [...this.#connections].some((other) => other.session === session)) return;
    if (code === 1000 || code === 1001) this.forget(session);
    else session.detach();
  }

  /** Closes every socket. */
  close(): void {
    this.#stopListening();
    for (const connection of this.#connections) connection.drop();
    this.#server.close();
  }
}
