import { defaultLimits, type DispatchEvent, type Limits } from "@flora/model";
import { insist } from "@flora/storage";
import { inSpan } from "@flora/telemetry";
import type { TurnOutcome } from "./dispatch.ts";
import { dropped, drops, whyLost } from "./drops.ts";
import { reportThrow } from "./errors.ts";
import type { Guild } from "./guild.ts";
import { answerFailure, FIRST_ANSWER_MS, isUnanswered, withHandle } from "./interaction.ts";
import type { Life } from "./life.ts";
import { dueRunOf } from "./undelivered.ts";

/** Runs one event through a guild's isolate; its failure is reported to the owner and to a user who waits. Never rejects. */
export function runTurn(guild: Guild, life: Life, event: DispatchEvent): Promise<TurnOutcome> {
  const { id: dispatchId, trace } = event;
  const attributes = { "flora.guild": guild.id, "flora.revision": life.revisionId };
  return inSpan(`turn ${event.event}`, { dispatchId, trace, attributes }, async (note) => {
    const outcome = await run(guild, life, event);
    note({ "flora.outcome": outcome.status });
    guild.services.log.debug({ guildId: guild.id, event: event.event, status: outcome.status }, "Turn ended");
    return outcome;
  });
}

async function run(guild: Guild, life: Life, event: DispatchEvent): Promise<TurnOutcome> {
  const { services } = guild;
  const { limits, log } = services;
  if (event.interaction && services.now() - event.receivedAt > FIRST_ANSWER_MS) return drops.expired;
  const refusal = event.event === "cron" ? await refusalOf(guild, life, event) : undefined;
  if (refusal) return refusal;
  const { msg, raw, handle } = withHandle(services, event);
  const timeoutMs = timeoutOf(event, limits);
  const startedAt = performance.now();
  const { id, event: name, redelivered } = event;
  const outcome = await life.run({ id, event: name, msg, raw, redelivered, timeoutMs });
  services.metrics.turns.observe({ status: outcome.status }, (performance.now() - startedAt) / 1_000);
  if (outcome.status === "ok") {
    warnOfSlow(guild, life, event, performance.now() - startedAt);
    return outcome;
  }
  if (outcome.status === "lost") return { ...outcome, why: whyLost(outcome.reason) };
  if (handle !== undefined && isUnanswered(services, guild.id, handle)) {
    answerFailure(services, event, outcome.status).catch((error) =>
      log.debug({ guildId: guild.id, err: error }, "Cannot answer an interaction that failed")
    );
  }
  const place = { dispatchId: event.id, event: event.event, revisionId: life.revisionId };
  if (outcome.status === "threw") {
    await reportThrow(guild, place, outcome);
    // Whoever asks the gateway what became of the event reads the message.
    return { ...outcome, message: guild.vault.scrub(outcome.message), stack: "" };
  }
  if (outcome.status === "timed-out") {
    const why = timeoutMs > 0 && performance.now() - startedAt >= timeoutMs
      ? `it took longer than ${timeoutMs} ms`
      : `it ran longer than ${limits.turnTimeoutMs} ms without a pause`;
    guild.voice.say("error", `Handler of ${event.event} was ended: ${why}`, place);
  }
  return outcome;
}

/** For limits that were raised, as in tests of scripts: warns of a handler that the default limits would have ended. */
function warnOfSlow(guild: Guild, { revisionId }: Life, event: DispatchEvent, tookMs: number): void {
  const usualMs = timeoutOf(event, defaultLimits);
  if (tookMs <= usualMs) return;
  const text = `Handler of ${event.event} took ${
    Math.round(tookMs)
  } ms: by default it is ended after ${usualMs} ms`;
  guild.voice.say("warn", text, { dispatchId: event.id, event: event.event, revisionId });
}

/** A cron run begins once, whoever it is handed to: its start is written down under the guild's lease. */
async function refusalOf(
  guild: Guild,
  { generation }: Life,
  event: DispatchEvent,
): Promise<TurnOutcome | undefined> {
  const { storage, log } = guild.services;
  const { name, dueAt } = dueRunOf(event)!;
  try {
    const { cron } = storage.fenced(guild.id, generation);
    const begins = await insist(() => cron.start(guild.id, name, dueAt));
    return begins ? undefined : { status: "lost", reason: "it had begun before, and whoever ran it ended" };
  } catch (error) {
    log.warn({ guildId: guild.id, err: error }, `Cannot start cron job "${name}"`);
    return dropped("flora-failed", `its start could not be written down: ${(error as Error).message}`);
  }
}

function timeoutOf({ kind }: DispatchEvent, limits: Limits): number {
  if (kind === "cron") return limits.cronTimeoutMs;
  return kind === "webhook" ? limits.webhookTimeoutMs : limits.dispatchTimeoutMs;
}
