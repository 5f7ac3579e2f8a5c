import assert from "node:assert/strict";
import { Discord } from "../../support/discord.ts";
import { startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";

interface SpanRecord {
  process: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
}

/** Takes what flora's processes export, as a collector would. */
function collector() {
  const spans: SpanRecord[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.json();
    // deno-lint-ignore no-explicit-any -- JSON of OTLP
    for (const resource of body.resourceSpans ?? [] as any[]) {
      for (const { spans: exported } of resource.scopeSpans) {
        for (const { traceId, spanId, parentSpanId = "", name } of exported) {
          const { value } = resource.resource.attributes.find(({ key }: { key: string }) =>
            key === "service.name"
          );
          spans.push({ process: value.stringValue, traceId, spanId, parentSpanId, name });
        }
      }
    }
    return Response.json({});
  });
  return { spans, server, url: `http://127.0.0.1:${server.addr.port}` };
}

Deno.test("a message's trace goes from the gateway through worker and op to Discord, and its id through the logs", async () => {
  const { spans, server, url } = collector();
  const dataDir = await Deno.makeTempDir({ prefix: "flora-traces-" });
  const flora = await startFlora({
    FLORA_DATA_DIR: dataDir,
    DISCORD_TOKEN: "",
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "100",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
  });
  try {
    const { emulatorUrl, guildId } = await flora.run();
    const discord = new Discord(emulatorUrl!);
    const { channelId, userId } = await discord.firstOf(guildId!);
    await discord.say(channelId, userId, "!ping");
    const path = await until("the whole trace", () => {
      const sent = spans.find(({ name }) => name === "discord messages.send");
      const inside: SpanRecord[] = [];
      for (let span = sent; span; span = spans.find(({ spanId }) => spanId === span!.parentSpanId)) {
        inside.unshift(span);
      }
      return inside.length === 4 && inside;
    });
    assert.deepEqual(path.map(({ name }) => name), [
      "dispatch messageCreate",
      "turn messageCreate",
      "op discord.rest",
      "discord messages.send",
    ]);
    assert.equal(new Set(path.map(({ traceId }) => traceId)).size, 1);
    const ids = [...flora.output().matchAll(/(Turn ended|Discord answered).*?dispatchId=(\S+)/g)].map((
      match,
    ) => match[2]);
    assert.ok(ids.length >= 2 && new Set(ids).size === 1, flora.output());
  } finally {
    await flora.stop().catch(() => {});
    await server.shutdown();
    await Deno.remove(dataDir, { recursive: true });
  }
});
