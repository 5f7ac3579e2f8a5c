/** @module Writes down what became of every event of every guild, at the two places where that is decided. */
import type { DispatchEvent, GuildId, OpRefusal, WhyReason, WhyRecord } from "@flora/model";
import { WhyBook, type WhyFilter } from "@flora/telemetry";
import type { Payload } from "../discord/normalize.ts";
import { publicEventOf } from "../discord/normalize.ts";
import type { Outcome } from "../pool/worker-link.ts";
import { subjectOf } from "./subject.ts";

export interface WhyKeeperParts {
  /** The word behind the guild's prefix in a message that has both. */
  wordOf(guildId: GuildId, message: { content?: string }): string | undefined;
  now(): number;
}

export class WhyKeeper {
  readonly #book: WhyBook;

  constructor(private readonly parts: WhyKeeperParts) {
    this.#book = new WhyBook({ now: parts.now });
  }

  /** Nobody wanted it: it got no further than the gateway. Only counted where it is no message and no command. */
  filtered(guildId: GuildId, payload: Payload, reason: WhyReason): void {
    const event = publicEventOf(payload) ?? payload.t;
    const subject = subjectOf(event, payload.d, this.#word(guildId, event, payload.d));
    if (subject.messageId === undefined && subject.command === undefined) {
      return this.#book.count(guildId, event, reason);
    }
    this.#book.note(guildId, { at: this.parts.now(), reason, event, ...subject });
  }

  /** It was handed to the script, or should have been; told once of each. */
  settled(dispatch: DispatchEvent, outcome: Outcome): void {
    const { guildId, event, raw, receivedAt, id } = dispatch;
    if (outcome.status === "returned") return;
    const detail = detailOf(outcome);
    this.#book.note(guildId, {
      at: receivedAt,
      reason: reasonOf(outcome),
      event,
      dispatchId: id,
      ...subjectOf(event, raw, this.#word(guildId, event, raw as { content?: string })),
      tookMs: this.parts.now() - receivedAt,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  /** A cron job's time came and it was not even tried. */
  cronPassed(guildId: GuildId, job: string, dueAt: number, reason: "cron-missed" | "cron-overlap"): void {
    this.#book.note(guildId, { at: dueAt, reason, event: "cron", command: job });
  }

  read(guildId: GuildId, filter: WhyFilter) {
    return this.#book.read(guildId, filter);
  }

  forget(guildId: GuildId): void {
    this.#book.forget(guildId);
  }

  #word(guildId: GuildId, event: string, d: { content?: string }): string | undefined {
    return event === "messageCreate" ? this.parts.wordOf(guildId, d) : undefined;
  }
}

type Ended = Exclude<Outcome, { status: "returned" }>;

const refusalsOf = (outcome: Ended): OpRefusal[] =>
  "refused" in outcome && outcome.refused ? outcome.refused : [];

/** One reason: what was refused to it counts more than how it ended then, as that follows from it. */
function reasonOf(outcome: Ended): WhyReason {
  if (outcome.status === "dropped" || outcome.status === "lost") return outcome.why;
  const [first] = refusalsOf(outcome);
  if (outcome.status === "timed-out") return "timed-out";
  return first?.reason ?? (outcome.status === "ok" ? "ran" : "threw");
}

function detailOf(outcome: Ended): WhyRecord["detail"] {
  const parts = refusalsOf(outcome).map(({ message }) => message);
  if (outcome.status === "threw" && !parts.includes(outcome.message)) parts.unshift(outcome.message);
  const ended = outcome.status === "lost" || outcome.status === "dropped";
  // What went wrong within flora is the operator's to read.
  if (ended && outcome.why !== "flora-failed") parts.push(outcome.reason);
  return parts.length > 0 ? parts.join("; ") : undefined;
}
