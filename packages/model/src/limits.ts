import { z } from "zod";

const ms = (value: number) => z.number().int().min(0).max(3_600_000).default(value);
const count = (value: number, max = 1_000_000) => z.number().int().min(1).max(max).default(value);
const bytes = (value: number) => z.number().int().min(1).max(4 * 1024 ** 3).default(value);
const KIB = 1024;
const MIB = 1024 * 1024;

/** Every limit of a guild, with its default; units are in the names. A timeout of 0 disables it. */
export const Limits = z.object({
  bootTimeoutMs: ms(5_000).describe("An isolate must be ready to load a script within this time"),
  loadTimeoutMs: ms(30_000).describe(
    "A script's top level, top-level await included, must end within this time",
  ),
  dispatchTimeoutMs: ms(3_000).describe("A handler must end within this time, counted from its start"),
  cronTimeoutMs: ms(5_000).describe("A cron handler must end within this time"),
  graceMs: ms(100).describe("An isolate that does not answer is killed this long after a deadline"),
  turnTimeoutMs: ms(1_000).describe("One uninterrupted turn of guest code must end within this time"),
  migrationTimeoutMs: ms(500).describe("A migration waits this long for running dispatches"),
  scriptBytes: bytes(8 * MIB).describe("Size of a built bundle"),
  sourceBytes: bytes(1 * MIB).describe("Size of all source files of a deploy together"),
  sourceFiles: count(200).describe("Source files of a deploy"),
  revisions: z.number().int().min(2).max(10_000).default(30).describe(
    "Revisions of one guild whose files are kept, to roll back to; those deployed last",
  ),
  revisionBytes: bytes(64 * MIB).describe(
    "Revisions of one guild that are kept, together; the live one and the one before it are kept at any size",
  ),
  deployments: count(1_000).describe("Deployments of one guild that its history tells of"),
  deploymentBytes: bytes(16 * MIB).describe(
    "What the history of one guild tells of its deployments, together; the live one is kept at any size, and the last one of the revision before it",
  ),
  cronJobs: count(32).describe("Cron jobs of one guild"),
  heapBytes: bytes(64 * MIB).describe("JavaScript heap of one isolate"),
  residentBytes: bytes(160 * MIB).describe("Resident memory of one isolate, buffers included"),
  cpuPerDispatchMs: ms(250).describe("CPU time of one dispatch"),
  cpuSharePercent: count(25, 100).describe(
    "CPU time of one guild over the long run, in percent of one core; beyond it its events wait",
  ),
  cpuBurstMs: count(10_000).describe("CPU time a guild may save up and spend at once"),
  opsInFlight: count(64).describe("Op calls of one guild that wait for an answer"),
  opsPerSecond: count(200).describe("Op calls of one guild per second"),
  frameBytes: bytes(8 * MIB).describe("One frame between guest and host"),
  queuedDispatches: count(1_000).describe("Dispatches of one guild that wait for their turn"),
  concurrentDispatches: count(16).describe("Dispatches of one guild that may overlap at await"),
  timers: count(1_000).describe("Pending timers of one isolate"),
  logLineBytes: bytes(8 * KIB).describe("One log line"),
  logLinesPerSecond: count(100).describe("Log lines of one guild per second"),
  kvValueBytes: bytes(1 * MIB).describe("One KV value"),
  kvQuotaBytes: bytes(64 * MIB).describe("All KV stores of one guild together"),
  schedules: count(1_000).describe("Schedules of one guild that wait for their time"),
  schedulePayloadBytes: bytes(4 * KIB).describe("Payload of one schedule, as JSON"),
  webhooks: count(16, 100).describe("Webhooks of one guild"),
  webhookBytes: bytes(256 * KIB).describe("Body of one request to a webhook, and of its answer"),
  webhooksPerSecond: count(10).describe("Requests to webhooks of one guild per second"),
  webhookTimeoutMs: ms(5_000).describe(
    "A webhook's handler must end within this time; a sender who waited this long is told that it goes on",
  ),
  fileBytes: bytes(10 * MIB).describe("One file of an upload"),
  uploadBytes: bytes(25 * MIB).describe(
    "Files of one upload, and of all uploads of a guild that are under way",
  ),
  settings: count(25, 100).describe("Settings of one guild's script"),
  fetchConcurrent: count(4).describe("Outgoing HTTP requests of one guild at once"),
  fetchesPerSecond: count(20).describe("Outgoing HTTP requests of one guild per second"),
  fetchTimeoutMs: ms(10_000).describe("One outgoing HTTP request, body included"),
  fetchBytes: bytes(5 * MIB).describe("Body of one outgoing HTTP response"),
});
export type Limits = z.infer<typeof Limits>;

export const defaultLimits: Limits = Limits.parse({});
