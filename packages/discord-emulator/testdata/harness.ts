import { Buffer } from "node:buffer";
import { WebSocket } from "ws";
import { type Emulator, type EmulatorOptions, startEmulator } from "../src/mod.ts";
import type { Wire } from "../src/state/types.ts";

/** An answer of the emulator, its body read. */
export interface Answer {
  status: number;
  body: Wire;
  headers: Headers;
}

/** A running emulator with shortcuts into its demo guild. */
export interface Harness {
  emulator: Emulator;
  guildId: string;
  generalId: string;
  randomId: string;
  ownerId: string;
  aliceId: string;
  bobId: string;
  /** Calls REST as the bot. */
  rest(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Calls the control surface; throws when it refuses. */
  act(method: string, path: string, body?: unknown): Promise<Wire>;
  /** Calls the control surface and gives the answer, refusals too. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Runs a test against an emulator of its own, without rate limits unless asked for. */
export async function withEmulator(
  options: EmulatorOptions,
  run: (harness: Harness) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({
    rateLimits: "off",
    globalRateLimit: 0,
    interactionDeadlineMs: 0,
    ...options,
  });
  try {
    await run(harnessOf(emulator));
  } finally {
    await emulator.close();
  }
}

function harnessOf(emulator: Emulator): Harness {
  const guild = emulator.world.guilds.get(emulator.guildIds[0]!)!;
  const [generalId, randomId] = [...guild.channelIds];
  const [ownerId, aliceId, bobId] = [...guild.members.keys()];
  const call = async (
    method: string,
    url: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const form = body instanceof FormData;
    const response = await fetch(url, {
      method,
      headers: { ...(body !== undefined && !form ? { "content-type": "application/json" } : {}), ...headers },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {}, headers: response.headers };
  };
  const control: Harness["control"] = (method, path, body) =>
    call(method, `${emulator.url}/emulator/v1${path}`, body, {});
  return {
    emulator,
    guildId: guild.id,
    generalId: generalId!,
    randomId: randomId!,
    ownerId: ownerId!,
    aliceId: aliceId!,
    bobId: bobId!,
    rest: (method, path, body, headers = {}) =>
      call(method, `${emulator.apiUrl}/v10${path}`, body, {
        authorization: `Bot ${emulator.token}`,
        ...headers,
      }),
    control,
    act: async (method, path, body) => {
      const { status, body: answer } = await control(method, path, body);
      if (status >= 400) throw new Error(`${method} ${path}: ${answer.error}`);
      return answer;
    },
  };
}

/** One frame as the gateway sent it. */
export interface Frame {
  op: number;
  d: Wire;
  s: number | null;
  t: string | null;
}

/** A bare gateway client that keeps what it received. */
export class Bare {
  readonly frames: Frame[] = [];
  readonly #socket: WebSocket;
  readonly #waiters = new Set<() => void>();
  closeCode: number | null = null;
  closeReason = "";

  constructor(
    url: string,
    decode: (data: Buffer, binary: boolean) => string | null = (data) => data.toString(),
  ) {
    this.#socket = new WebSocket(url);
    this.#socket.on("message", (data: Buffer, binary: boolean) => {
      const text = decode(data, binary);
      if (text !== null) this.frames.push(JSON.parse(text));
      this.#wake();
    });
    this.#socket.on("close", (code: number, reason: Buffer) => {
      this.closeCode = code;
      this.closeReason = reason.toString();
      this.#wake();
    });
  }

  send(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  /** Resolves when `read` finds something among what arrived; rejects after ten seconds. */
  until<T>(read: (frames: Frame[]) => T | undefined | null | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = read(this.frames);
        if (found === undefined || found === null || found === false) return;
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(check);
        const seen = this.frames.map(({ op, t }) => t ?? op).join(" ");
        reject(new Error(`nothing of the kind arrived; seen: ${seen}, close code ${this.closeCode}`));
      }, 10_000);
      this.#waiters.add(check);
      check();
    });
  }

  /** The first event of that name. */
  event(name: string): Promise<Frame> {
    return this.until((frames) => frames.find(({ t }) => t === name));
  }

  /** The close code, once closed. */
  closed(): Promise<number> {
    return this.until(() => this.closeCode);
  }

  /** Says hello and identifies; resolves to READY. */
  async identify(token: string, intents: number, more: Wire = {}): Promise<Frame> {
    await this.until((frames) => frames.find(({ op }) => op === 10));
    this.send(2, { token, intents, properties: { os: "test", browser: "test", device: "test" }, ...more });
    return await this.event("READY");
  }

  close(code = 1000): void {
    this.#socket.close(code);
  }

  drop(): void {
    this.#socket.terminate();
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake();
  }
}
