import type { World } from "../state/world.ts";

/** One REST call as it was seen. */
export interface SeenRequest {
  /** Counts up from 1. */
  id: number;
  time: string;
  method: string;
  /** Path below `/api/v10`, decoded. */
  path: string;
  /** The pattern that matched, null for unknown routes. */
  route: string | null;
  query: Record<string, string>;
  body: unknown;
  files: { filename: string; size: number }[];
  authorised: boolean;
  reason: string | null;
  guildId: string | null;
  /** 0 when the connection was cut on request. */
  status: number;
  response: unknown;
}

const KEPT = 10_000;

/** Remembers the REST calls of the bot, the newest ten thousand of them. */
export class RequestLog {
  readonly #world: World;
  readonly #seen: SeenRequest[] = [];
  #count = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Adds a call and wakes those who wait for one. */
  add(request: Omit<SeenRequest, "id">): void {
    this.#seen.push({ id: ++this.#count, ...request });
    if (this.#seen.length > KEPT) this.#seen.shift();
    this.#world.bus.changed();
  }

  /** Calls after the one numbered `since`, oldest first. */
  since(since: number): SeenRequest[] {
    return this.#seen.filter((request) => request.id > since);
  }
}
