/** @module Every route of the API while Redis takes no writes, while it is away, and after it has come back. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Redis } from "ioredis";
import { startRedis, whyNoRedis } from "@flora/storage/testing/redis-server";
import { until } from "@flora/model/until";
import { type RunInfo, startFlora } from "../../support/flora.ts";

const missing = whyNoRedis();
const NAME = "the API says 503 and when to come again while Redis is away, whatever it is asked";

const bodies: Record<string, unknown> = {
  "POST /api/guilds/{guildId}/deployments": { entry: "main.ts", files: { "main.ts": "console.log(1)" } },
  "PUT /api/guilds/{guildId}/kv/{store}/value": { value: "v" },
  "PUT /api/guilds/{guildId}/secrets/{name}": { value: "v", allowedHosts: [] },
  "PUT /api/admin/guilds/{guildId}/pin": { worker: null },
};

/** What writes: in the API itself, in the gateway, and in both. */
const writing = Object.keys(bodies);

interface Answer {
  name: string;
  status: number;
  type: string;
  retryAfter: string | null;
}

/** All at once, as each may wait for Redis a while. */
function ask({ apiUrl, token, guildId }: RunInfo, names: string[]): Promise<Answer[]> {
  const words: Record<string, string> = { guildId: guildId!, userId: guildId!, name: "NAME", store: "s" };
  return Promise.all(names.map(async (name) => {
    const [method, path] = name.split(" ") as [string, string];
    const url = new URL(
      path.replaceAll(/\{(\w+)\}/g, (_, word) => words[word] ?? "rev_00000000000000"),
      apiUrl,
    );
    if (path.endsWith("value")) url.search = "?key=k";
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    const body = bodies[name];
    if (body !== undefined) headers["content-type"] = "application/json";
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers, redirect: "manual", ...given });
    await response.body?.cancel();
    const type = response.headers.get("content-type") ?? "";
    return { name, status: response.status, type, retryAfter: response.headers.get("retry-after") };
  }));
}

function assertLater(answers: Answer[]): void {
  for (const { name, ...answer } of answers) {
    assert.deepEqual(answer, { status: 503, type: "application/problem+json", retryAfter: "2" }, name);
  }
}

Deno.test({
  name: missing ? `${NAME} (skipped: ${missing})` : NAME,
  ignore: missing !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "flora-api-outage-" });
    const server = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
    const flora = await startFlora({
      FLORA_DATA_DIR: join(folder, "data"),
      DISCORD_TOKEN: "",
      HOME: folder,
      FLORA_STORAGE: `${server.url}?prefix=outage`,
      FLORA_WORKERS: "1",
    });
    try {
      const run = await flora.run();
      const { paths } = await (await fetch(`${run.apiUrl}/api/openapi.json`)).json();
      const names = { open: [] as string[], guarded: [] as string[] };
      for (const [path, methods] of Object.entries<Record<string, Described>>(paths)) {
        for (const [method, { "x-flora-needs": needs }] of Object.entries(methods)) {
          names[needs === "nobody" ? "open" : "guarded"].push(`${method.toUpperCase()} ${path}`);
        }
      }
      assert.ok(names.guarded.length > 50, String(names.guarded.length));
      assert.deepEqual(writing.filter((name) => !names.guarded.includes(name)), []);

      await configure(server.port, "maxmemory", "1");
      assertLater(await ask(run, writing));
      await configure(server.port, "maxmemory", "0");

      await server.end("SIGKILL");
      const [guarded, open] = await Promise.all([ask(run, names.guarded), ask(run, names.open)]);
      assertLater(guarded);
      for (const { name, status } of open) assert.ok(status < 500 || status === 503, `${name}: ${status}`);

      await server.start();
      await until("answers as before", async () => {
        const answers = await ask(run, writing);
        return answers.every(({ status }) => status < 300);
      });
    } finally {
      await flora.stop();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

interface Described {
  "x-flora-needs": string;
}

async function configure(port: number, setting: string, value: string): Promise<void> {
  const redis = new Redis({ port });
  await redis.config("SET", setting, value);
  redis.disconnect();
}
