import assert from "node:assert/strict";
import { GuestContext } from "@flora/isolation/guest/guest-context";
import type { Manifest } from "@flora/model";
import type { GuestFrame, HostFrame } from "@flora/protocol/guest-host";
import { buildGuestImage } from "../image.ts";

type OpFrame = Extract<GuestFrame, { t: "op" }>;
/** Answers an op; undefined leaves it waiting. */
export type Answer = (op: OpFrame) => { ok: unknown } | { error: unknown } | undefined;

const folder = await Deno.makeTempDir({ prefix: "flora-sdk-" });
const { sdkPath } = await buildGuestImage(folder);
const sdk = await Deno.readTextFile(sdkPath);
await Deno.remove(folder, { recursive: true });

/** A message another than the bot wrote. */
export const message = (content: string, more: object = {}) => ({
  id: "300",
  channelId: "200",
  guildId: "100",
  content,
  author: { id: "400", username: "ada", bot: false },
  ...more,
});

/** An interaction of the given type, its handle `ih_x`. */
export const interaction = (type: number, data: object, more: object = {}) => ({
  interactionId: "500",
  interactionToken: "ih_x",
  applicationId: "600",
  guildId: "100",
  channelId: "200",
  type,
  data,
  user: { id: "400" },
  member: { roles: ["700"], user: { id: "400" } },
  ...("name" in data ? { commandName: data.name } : {}),
  ...more,
});

/** A script in a real guest context, without the process around it: what it says, and how it takes answers. */
export class TestGuest {
  /** Everything the guest said, in order. */
  readonly said: GuestFrame[] = [];
  /** Milliseconds after which it wants to be woken; undefined for never. */
  wakeMs: number | undefined;
  readonly #context = new GuestContext();
  #dispatches = 0;

  constructor(private readonly answer: Answer = () => ({ ok: null })) {
    // Nothing here hangs, and a busy machine may take a while.
    this.#context.turnTimeoutMs = 0;
    this.#context.start(sdk, undefined);
  }

  /** Evaluates the body of an async wrapper, as a bundle is; throws what the script throws. */
  static load(
    body: string,
    answer?: Answer,
    init: {
      secrets?: Record<string, string>;
      settings?: Record<string, unknown>;
      state?: Record<string, unknown>;
      stateBytes?: number;
    } = {},
  ): TestGuest {
    const guest = new TestGuest(answer);
    const { secrets = {}, settings = {}, state = {}, stateBytes = 1_000_000 } = init;
    guest.turn({
      t: "init",
      guildId: "100",
      secrets,
      settings,
      state,
      timers: 10,
      stateBytes,
      entropy: btoa("entropy-of-exactly-32-bytes-long"),
    });
    assert.ok(guest.#context.load(`(async () => {"use strict";${body}\n})()`));
    guest.#collect();
    return guest;
  }

  get manifest(): Manifest {
    return this.last("loaded").manifest;
  }

  /** The last frame of a kind. */
  last<T extends GuestFrame["t"]>(t: T): Extract<GuestFrame, { t: T }> {
    const found = this.said.findLast((frame) => frame.t === t);
    assert.ok(found, `no ${t} frame among ${JSON.stringify(this.said)}`);
    return found as Extract<GuestFrame, { t: T }>;
  }

  /** The ops called so far, one way ones left out. */
  get ops(): OpFrame[] {
    return this.said.filter((frame): frame is OpFrame => frame.t === "op" && frame.id !== 0);
  }

  /** What was written to the log. */
  get logged(): { level: string; message: string }[] {
    return this.said.flatMap((frame) =>
      frame.t === "op" && frame.name === "log.write" ? [frame.args as { level: string; message: string }] : []
    );
  }

  turn(frame: HostFrame): void {
    assert.ok(this.#context.turn(JSON.stringify(frame)));
    this.#collect();
  }

  /** Id that the next dispatch will have. */
  get nextDispatch(): string {
    return `d${this.#dispatches + 1}`;
  }

  /** Dispatches an event and answers what it calls; the id of the dispatch. */
  dispatch(event: string, msg: unknown, raw: unknown = {}): string {
    const d = `d${++this.#dispatches}`;
    this.turn({ t: "dispatch", d, event, msg, raw });
    return d;
  }

  /** Lets the time until the next timer pass and wakes the guest. */
  async wake(): Promise<void> {
    assert.ok(this.wakeMs !== undefined, "no timer is set");
    await new Promise((resolve) => setTimeout(resolve, this.wakeMs! + 1));
    this.turn({ t: "wake" });
  }

  #collect(): void {
    const { frames: text, wakeAt } = this.#context.take();
    assert.ok(typeof text === "string" && typeof wakeAt === "number");
    this.wakeMs = wakeAt === Infinity ? undefined : Math.max(0, wakeAt - Date.now());
    const frames: GuestFrame[] = JSON.parse(`[${text.slice(0, -1)}]`);
    this.said.push(...frames);
    for (const frame of frames) {
      if (frame.t !== "op" || frame.id === 0) continue;
      const answer = this.answer(frame);
      if (answer) this.turn({ t: "reply", id: frame.id, ...answer } as HostFrame);
    }
  }
}
