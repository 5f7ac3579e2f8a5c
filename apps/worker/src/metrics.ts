import type { Isolate, IsolateFactory } from "@flora/isolation";
import type { LifecycleState } from "@flora/model";
import type { OpReply, Serve } from "@flora/ops";
import { inSpan, type Metrics } from "@flora/telemetry";
import type { Guilds } from "./guilds.ts";

export type WorkerMetrics = ReturnType<typeof workerMetrics>;

/** What a worker counts. */
export function workerMetrics(metrics: Metrics) {
  return {
    turns: metrics.histogram({
      name: "turn_seconds",
      help: "Dispatches from the start of their turn to the end of their handlers, by how they ended",
      labels: ["status"],
    }),
    queueWait: metrics.histogram({
      name: "queue_wait_seconds",
      help: "How long dispatches waited for their turn",
    }),
    ops: metrics.histogram({
      name: "op_seconds",
      help: "What scripts asked of the host, by how it was answered",
      labels: ["op", "outcome"],
    }),
    linesLeftOut: metrics.counter({
      name: "log_lines_left_out_total",
      help: "Log lines of scripts that came too fast",
    }),
    boots: metrics.histogram({
      name: "isolate_boot_seconds",
      help: "From the need for an isolate to one that can load a script",
    }),
    ends: metrics.counter({
      name: "isolate_ends_total",
      help: "Isolates that have ended, by reason",
      labels: ["reason"],
    }),
  };
}

/** What is read at each scrape. */
export function watchGuilds(metrics: Metrics, guilds: Guilds): void {
  const awake = new Set<LifecycleState>(["booting", "loading", "running", "draining"]);
  const sum = (figure: (one: ReturnType<Guilds["stats"]>[number]) => number) =>
    guilds.stats().reduce((total, one) => total + figure(one), 0);
  metrics.gauge({
    name: "guilds_awake",
    help: "Guilds that have an isolate",
    collect: () => sum(({ state }) => awake.has(state) ? 1 : 0),
  });
  metrics.gauge({
    name: "guilds_quarantined",
    help: "Guilds whose script is paused because it failed too often",
    collect: () => sum(({ state }) => state === "failed" ? 1 : 0),
  });
  metrics.gauge({
    name: "isolates_resident_bytes",
    help: "Memory of all isolates",
    collect: () => sum(({ residentBytes }) => residentBytes),
  });
  metrics.gauge({
    name: "isolates_cpu_seconds",
    help: "CPU time that the guilds here have used, ended isolates included",
    collect: () => sum(({ cpuMs }) => cpuMs) / 1_000,
  });
}

/** Counts ops and puts each into a span. Names come from guests: those of no op share one label. */
export function watchOps(serve: Serve, known: ReadonlySet<string>, { ops }: WorkerMetrics): Serve {
  const nameOf = (name: string) => known.has(name) ? name : "unknown";
  return async (context, request) => {
    const startedAt = performance.now();
    const attributes = { "flora.guild": context.guildId };
    const reply = await inSpan(
      `op ${nameOf(request.name)}`,
      { attributes },
      async (note) => {
        const reply = await serve(context, request);
        note({ "flora.outcome": outcomeOf(reply) });
        return reply;
      },
    );
    ops.observe(
      { op: nameOf(request.name), outcome: outcomeOf(reply) },
      (performance.now() - startedAt) / 1_000,
    );
    return reply;
  };
}

function outcomeOf(reply: OpReply): string {
  return "ok" in reply ? "ok" : reply.error.code ?? "INTERNAL";
}

/** The same isolates, with their boots timed and their ends counted by reason. */
export function countIsolates(isolates: IsolateFactory, { boots, ends }: WorkerMetrics): IsolateFactory {
  return {
    async create(spec, host): Promise<Isolate> {
      const end = boots.startTimer();
      const isolate = await isolates.create(spec, host);
      end();
      void isolate.ended.then(({ reason }) => ends.inc({ reason }));
      return isolate;
    },
    replenish: () => isolates.replenish(),
    spareBytes: () => isolates.spareBytes(),
    close: () => isolates.close(),
  };
}
