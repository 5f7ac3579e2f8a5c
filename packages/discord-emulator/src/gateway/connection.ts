import { Buffer } from "node:buffer";
import { GatewayCloseCodes as Close, GatewayOpcodes as Op } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { z } from "zod";
import { parseJson } from "../json.ts";
import { ZlibStream } from "./compression.ts";
import type { Gateway } from "./gateway.ts";
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from "./intents.ts";
import { sendMembers } from "./members.ts";
import type { GatewayFrame, Session } from "./session.ts";

const MAX_FRAME_BYTES = 4096;
const MAX_FRAMES_PER_MINUTE = 120;

const frameSchema = z.object({ op: z.number().int(), d: z.unknown() });
const identifySchema = z.object({
  token: z.string(),
  intents: z.number().int(),
  properties: z.looseObject({}),
  shard: z.tuple([z.number().int(), z.number().int()]).optional(),
});
const resumeSchema = z.object({ token: z.string(), session_id: z.string(), seq: z.number().int() });

/** One WebSocket of a client, from hello to close. */
export class Connection {
  readonly #gateway: Gateway;
  readonly #socket: WebSocket;
  readonly #zlib: ZlibStream | null;
  readonly #received: number[] = [];
  #session: Session | null = null;
  #beatTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(gateway: Gateway, socket: WebSocket, compressed: boolean) {
    this.#gateway = gateway;
    this.#socket = socket;
    this.#zlib = compressed ? new ZlibStream() : null;
    socket.on("message", (data: Uint8Array) => this.#receive(data));
    socket.on("close", (code: number) => this.#closed(code));
    socket.on("error", () => socket.terminate());
    this.send({ op: Op.Hello, d: { heartbeat_interval: gateway.heartbeatMs, _trace: [] }, s: null, t: null });
    this.#expectBeat();
  }

  /** The session it carries, once identified. */
  get session(): Session | null {
    return this.#session;
  }

  /** Sends one frame. */
  send(frame: GatewayFrame): void {
    const text = JSON.stringify(frame);
    if (!this.#zlib) return this.#deliver(text);
    this.#zlib.send(text, (bytes) => this.#deliver(bytes));
  }

  /** Closes with a code; the session stays resumable unless `forget` is set. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the socket without a closing handshake, as a broken network does. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Asks the client to come back with a resume. */
  requestReconnect(): void {
    this.send({ op: Op.Reconnect, d: null, s: null, t: null });
  }

  /** Declares the session invalid. */
  invalidate(resumable: boolean): void {
    if (!resumable && this.#session) this.#gateway.forget(this.#session);
    if (!resumable) this.#session = null;
    this.send({ op: Op.InvalidSession, d: resumable, s: null, t: null });
  }

  #deliver(data: string | Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(data);
  }

  #receive(data: Uint8Array): void {
    if (data.byteLength > MAX_FRAME_BYTES) {
      return this.close(Close.DecodeError, "Error while decoding payload.");
    }
    const now = this.#gateway.world.clock.now();
    while (this.#received.length && now - this.#received[0]! >= 60_000) this.#received.shift();
    if (this.#received.push(now) > MAX_FRAMES_PER_MINUTE) {
      return this.close(Close.RateLimited, "Rate limited.");
    }
    const frame = readFrame(data);
    if (!frame) return this.close(Close.DecodeError, "Error while decoding payload.");
    this.#handle(frame.op, frame.d);
  }

  #handle(op: number, d: unknown): void {
    if (op === Op.Heartbeat) return this.#beat();
    if (op === Op.Identify) return this.#identify(d);
    if (op === Op.Resume) return this.#resume(d);
    if (!this.#session) return this.close(Close.NotAuthenticated, "Not authenticated.");
    if (op === Op.RequestGuildMembers) {
      return sendMembers(this.#gateway.world, this.#session, d, (code, text) => this.close(code, text));
    }
    if (op === Op.PresenceUpdate || op === Op.VoiceStateUpdate || op === Op.RequestSoundboardSounds) return;
    this.close(Close.UnknownOpcode, "Unknown opcode.");
  }

  #beat(): void {
    this.#expectBeat();
    if (!this.#gateway.faults.silentHeartbeats) {
      this.send({ op: Op.HeartbeatAck, d: null, s: null, t: null });
    }
  }

  #expectBeat(): void {
    if (this.#beatTimer) clearTimeout(this.#beatTimer);
    const patienceMs = this.#gateway.heartbeatMs * 2.5 + 5_000;
    this.#beatTimer = setTimeout(() => this.close(Close.SessionTimedOut, "Session timed out."), patienceMs);
  }

  #identify(d: unknown): void {
    if (this.#session) return this.close(Close.AlreadyAuthenticated, "Already authenticated.");
    const parsed = identifySchema.safeParse(d);
    if (!parsed.success) return this.close(Close.DecodeError, "Error while decoding payload.");
    const { token, intents, shard } = parsed.data;
    if (token.replace(/^Bot /, "") !== this.#gateway.token) {
      return this.close(Close.AuthenticationFailed, "Authentication failed.");
    }
    const [index, count] = shard ?? [0, 1];
    if (index < 0 || count < 1 || index >= count) return this.close(Close.InvalidShard, "Invalid shard.");
    if (intents < 0 || intents & ~KNOWN_INTENTS) {
      return this.close(Close.InvalidIntents, "Invalid intent(s).");
    }
    if (intents & PRIVILEGED_INTENTS & ~this.#gateway.world.privilegedIntents) {
      return this.close(Close.DisallowedIntents, "Disallowed intent(s).");
    }
    if (this.#gateway.isOvercrowded([index, count])) {
      return this.close(Close.ShardingRequired, "Sharding required.");
    }
    if (!this.#gateway.admit()) return this.invalidate(false);
    this.#session = this.#gateway.open(this, intents, [index, count]);
  }

  #resume(d: unknown): void {
    const parsed = resumeSchema.safeParse(d);
    if (!parsed.success) return this.close(Close.DecodeError, "Error while decoding payload.");
    const { token, session_id, seq } = parsed.data;
    if (this.#session && this.#session.id !== session_id) {
      return this.close(Close.AlreadyAuthenticated, "Already authenticated.");
    }
    if (token.replace(/^Bot /, "") !== this.#gateway.token) {
      return this.close(Close.AuthenticationFailed, "Authentication failed.");
    }
    const session = this.#gateway.find(session_id);
    if (!session || this.#gateway.faults.takeRefusedResume()) return this.invalidate(false);
    if (seq > session.sequence) return this.close(Close.InvalidSeq, "Invalid seq.");
    this.#session = session;
    this.#gateway.take(session, this);
    session.resume(this, seq);
  }

  #closed(code: number): void {
    if (this.#beatTimer) clearTimeout(this.#beatTimer);
    this.#zlib?.close();
    this.#gateway.closed(this, code);
  }
}

function readFrame(data: Uint8Array): { op: number; d?: unknown } | null {
  try {
    const parsed = frameSchema.safeParse(parseJson(Buffer.from(data).toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
