/**
 * @module The bot's connection to Discord. When scripts come to want more intents a second session is opened beside the
 * running one, and takes over once it is ready: nothing is missed on the way, and messages and interactions that both
 * deliver are known by their ids. Intents that no script wants any more go with the session. A session that an earlier
 * process left, or died over, is resumed; as only a new session tells what guilds there are, one is opened for that alone.
 */
import type { REST } from "@discordjs/rest";
import { type IIdentifyThrottler, SimpleIdentifyThrottler, type WebSocketManager } from "@discordjs/ws";
import { type Logger, OperatorError } from "@flora/telemetry";
import { grantedIntents, intentNames, PRIVILEGED_INTENTS } from "./intents.ts";
import type { Payload } from "./normalize.ts";
import type { ResumePoint } from "./resume-points.ts";
import { RecentIds } from "./recent-ids.ts";
import { Session, SessionError, type SessionOptions } from "./session.ts";

export type DiscordState = "connecting" | "ready" | "reconnecting" | "failed";

export interface ClientOptions {
  rest: REST;
  token: string;
  shards: number | "auto";
  /** False where the server does not mind two identifies within five seconds. */
  throttle: boolean;
  log: Logger;
  /** Settles when the event is finished; undefined for one that asks for nothing. */
  onPayload(payload: Payload): Promise<void> | undefined;
  /** An event has finished, so `points` may reach further. */
  onFinished(): void;
  /** The application's flags, read anew when an intent was refused. */
  readFlags(): Promise<number>;
}

const DISALLOWED_INTENTS = 4014;

export class DiscordClient {
  state: DiscordState = "connecting";
  #session: Session | undefined;
  /** Being opened, to take over from the running one. */
  #next: Session | undefined;
  #stopped = false;
  #refused = 0;
  #recent = new RecentIds();
  #changing: Promise<void> = Promise.resolve();
  #throttler: Promise<IIdentifyThrottler> | undefined;
  /** Deliveries of a resumed session, held until a look at Discord has told what guilds there are. */
  #held: (() => void)[] | undefined;

  constructor(private readonly options: ClientOptions) {}

  get shards(): number {
    return this.#session?.shards ?? 0;
  }

  get intents(): number {
    return this.#session?.intents ?? 0;
  }

  /** Intents that Discord does not give this application. */
  get refused(): number {
    return this.#refused;
  }

  /** Where the next process would go on. */
  get points(): ResumePoint[] {
    return this.#session?.points ?? [];
  }

  /** Connects, where an earlier process left off if it can; throws OperatorError where Discord refuses for good. */
  async start(intents: number, points: ResumePoint[] = []): Promise<void> {
    if (points.length > 0) await this.#goOn(points);
    try {
      await this.want(intents);
    } catch (error) {
      this.state = "failed";
      throw new OperatorError((error as Error).message);
    }
  }

  /** Resolves once everything wanted and permitted is asked for; keeps the running session where Discord refuses. */
  want(intents: number): Promise<void> {
    const change = this.#changing.then(() => this.#change(intents));
    this.#changing = change.catch(() => {});
    return change;
  }

  /** The session stays with Discord for the next process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.#session?.close({ resumable: true }), this.#next?.close()]);
  }

  /** Resumes the sessions of an earlier process; where that fails, starts as if there had been none. */
  async #goOn(points: ResumePoint[]): Promise<void> {
    const { log, onPayload } = this.options;
    const { intents } = points[0]!;
    const held: (() => void)[] = this.#held = [];
    const resumed = this.#session = this.#create(intents, { resume: points });
    const look = this.#next = this.#create(intents, {
      onPayload: (payload) => isState(payload) ? onPayload(payload) : undefined,
    });
    try {
      await resumed.open();
      await look.open();
      log.info(`Going on where flora stopped: ${held.length} events came meanwhile or were not finished`);
      this.state = "ready";
    } catch (error) {
      log.warn(`Cannot go on where flora stopped: ${(error as Error).message}; what came since is missed`);
      held.length = 0;
      this.#session = undefined;
      await resumed.close();
    }
    await look.close();
    this.#next = this.#held = undefined;
    for (const deliver of held) deliver();
  }

  async #change(intents: number): Promise<void> {
    const wanted = (this.intents | intents) & ~this.#refused;
    if (this.#session && wanted === this.intents) return;
    if (this.#stopped) return;
    const next = this.#next = this.#create(wanted);
    try {
      await next.open();
    } catch (error) {
      await next.close();
      if (!(error instanceof SessionError) || error.code !== DISALLOWED_INTENTS) throw error;
      await this.#giveUpRefused(wanted);
      return this.#change(intents);
    }
    const previous = this.#session;
    this.#session = next;
    this.#next = undefined;
    this.state = "ready";
    await previous?.close();
  }

  #create(intents: number, more: Partial<SessionOptions> = {}): Session {
    const session: Session = new Session({
      ...this.options,
      intents,
      throttler: (manager) => this.#identifyThrottler(manager),
      onPayload: (payload) => this.#receive(session, payload),
      onState: (connected) => {
        if (session === this.#session) this.state = connected ? "ready" : "reconnecting";
      },
      onFatal: (error) => {
        if (session === this.#session) this.#lost(session, error);
      },
      ...more,
    });
    return session;
  }

  /**
   * The session in charge delivers everything. One on its way in delivers what carries an id of its own (messages,
   * interactions), whichever of the two has it first, and what the guild cache needs.
   */
  #receive(session: Session, payload: Payload): Promise<void> | undefined {
    if (this.#held && session === this.#session) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#held.push(() => void Promise.resolve(this.#pass(session, payload)).then(resolve, reject));
      return promise;
    }
    return this.#pass(session, payload);
  }

  #pass(session: Session, payload: Payload): Promise<void> | undefined {
    const inCharge = this.#session === undefined || session === this.#session;
    const first = this.#recent.add(payload);
    const wanted = first === undefined ? inCharge || isState(payload) : first;
    return wanted ? this.options.onPayload(payload) : undefined;
  }

  /** Discord's refusal does not say which intents it means; the application's flags do. */
  async #giveUpRefused(wanted: number): Promise<void> {
    const granted = grantedIntents(await this.options.readFlags());
    const missing = wanted & PRIVILEGED_INTENTS & ~granted;
    this.#refused |= missing || (wanted & PRIVILEGED_INTENTS);
    if (this.#refused === 0) throw new SessionError(DISALLOWED_INTENTS);
    this.options.log.error(
      `Discord refuses the intents ${
        intentNames(this.#refused).join(", ")
      }: switch them on for this application ` +
        "(Developer Portal, Bot, Privileged Gateway Intents) and start flora again; going on without them",
    );
  }

  /** Discord ended a running session: without the intents it no longer gives there is another try. */
  #lost(session: Session, error: SessionError): void {
    this.state = "failed";
    this.options.log.error(error.message);
    if (error.code !== DISALLOWED_INTENTS) return;
    this.#session = undefined;
    this.#changing = this.#changing
      .then(() => this.#giveUpRefused(session.intents))
      .then(() => this.#change(session.intents))
      .catch((error) => this.options.log.error({ err: error }, "Cannot connect to Discord again"));
  }

  /** Shared by all sessions: Discord counts identifies per bot. */
  #identifyThrottler(manager: WebSocketManager): Promise<IIdentifyThrottler> {
    if (!this.options.throttle) return Promise.resolve({ waitForIdentify: () => Promise.resolve() });
    return this.#throttler ??= manager.fetchGatewayInformation().then((info) =>
      new SimpleIdentifyThrottler(info.session_start_limit.max_concurrency)
    );
  }
}

/** Whether a payload only describes a state, so that taking it in twice changes nothing. */
function isState({ t }: Payload): boolean {
  return t === "READY" || t === "GUILD_CREATE";
}
