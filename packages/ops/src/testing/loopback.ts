/** @module Both halves of every op joined in one process, over in-memory storage: what tests of ops run on. */
import { defaultLimits, GuildId, type Limits, type LogLine, type WebhookAnswer } from "@flora/model";
import { FilesCall, StagedFiles } from "@flora/discord";
import { openStorage } from "@flora/storage";
import { type Caller, createCaller } from "../call.ts";
import type { OpContext } from "../contract.ts";
import { createIsolateFiles } from "../files/isolate-files.ts";
import { guestHalves } from "../guests.ts";
import { hostHalves } from "../hosts.ts";
import { createHttpEgress, type HttpEgressOptions } from "../http/egress.ts";
import { createInteractionHandles, type InteractionRegistry } from "../interactions/handles.ts";
import { createQuotaGate } from "../quota/gate.ts";
import type { ServedOps } from "../registry.ts";
import { createSecretVault, type OpenedSecret } from "../secrets/vault.ts";
import { createServer, type OpProblem } from "../serve.ts";
import { type DiscordRecorder, recordDiscord } from "./discord-recorder.ts";
import { type ReadsRecorder, recordReads } from "./reads-recorder.ts";

export const OWN_GUILD = GuildId.parse("100000000000000001");
export const OTHER_GUILD = GuildId.parse("200000000000000002");

export interface LoopbackOptions {
  guildId?: GuildId;
  limits?: Partial<Limits>;
  secrets?: OpenedSecret[];
  http?: Partial<HttpEgressOptions>;
  ops?: ServedOps;
  interactions?: InteractionRegistry;
  discord?: DiscordRecorder;
  guildReads?: ReadsRecorder;
}

export type Loopback = Awaited<ReturnType<typeof openLoopback>>;

/** A guild with one running dispatch `d1`. Dispose of it when done. */
export async function openLoopback(options: LoopbackOptions = {}) {
  const clock = { at: 1_800_000_000_000 };
  const now = () => clock.at;
  const guildId = options.guildId ?? OWN_GUILD;
  const limits = { ...defaultLimits, ...options.limits };
  const storage = await openStorage("sqlite::memory:", { now });
  const discord = options.discord ?? recordDiscord();
  const guildReads = options.guildReads ?? recordReads();
  const interactions = options.interactions ?? createInteractionHandles({ now });
  const staged = new StagedFiles({
    fileBytes: limits.fileBytes,
    guildBytes: limits.uploadBytes,
    totalBytes: 2 * limits.uploadBytes,
    lifeMs: 60_000,
  });
  const files = { ask: async (call: FilesCall) => staged.answer(FilesCall.parse(call)) };
  const running = new Map([["d1", "messageCreate"]]);
  const lines: LogLine[] = [];
  const problems: OpProblem[] = [];
  const awakeUntil: number[] = [];
  const answers = new Map<string, WebhookAnswer>();
  const context: OpContext = {
    guildId,
    generation: 7,
    limits,
    storage,
    discord,
    guildReads,
    secrets: createSecretVault(options.secrets ?? [], { guildId }),
    interactions: interactions.forGuild(guildId),
    files: createIsolateFiles(files, guildId),
    quota: createQuotaGate(limits, now),
    http: createHttpEgress({ limits, ...options.http }),
    log: (line) => void lines.push(line),
    keepAwake: (until) => void awakeUntil.push(until),
    answer: (id, answer) => void answers.set(id, answer),
    dispatchRuns: (id) => running.has(id),
    dispatchEvent: (id) => running.get(id),
    now,
  };
  const serve = createServer(options.ops ?? hostHalves, { report: (problem) => problems.push(problem) });
  const told: Promise<unknown>[] = [];
  const caller: Caller = createCaller(({ id, name, args }) => {
    const text = JSON.stringify({ args });
    const reply = serve(context, { generation: 7, dispatchId: "d1", name, args: JSON.parse(text).args });
    told.push(reply.then((answer) => {
      if (id > 0) caller.settle(JSON.parse(JSON.stringify({ id, ...answer })));
    }));
  });
  return {
    context,
    storage,
    discord,
    guildReads,
    interactions,
    staged,
    running,
    lines,
    problems,
    awakeUntil,
    answers,
    clock,
    serve,
    caller,
    guest: guestHalves(caller),
    /** Waits until every call so far, one-way ones included, has been served. */
    settled: () => Promise.all(told),
    async [Symbol.asyncDispose]() {
      staged.close();
      await storage.close();
    },
  };
}

/** The error a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("was not refused");
}
