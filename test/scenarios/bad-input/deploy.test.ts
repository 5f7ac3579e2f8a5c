import assert from "node:assert/strict";
import { FloraClient } from "@flora/api-client";
import { zipSync } from "fflate";
import { type Flora, type RunInfo, startFlora } from "../../support/flora.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const SCRIPT = `on("ready", () => {});`;

/** A refusal as the API tells it. */
interface Refusal {
  status: number;
  code: string;
  detail: string;
  field?: string;
}

class Bench implements AsyncDisposable {
  private constructor(
    private readonly flora: Flora,
    readonly run: RunInfo,
    private readonly dataDir: string,
  ) {}

  static async open(): Promise<Bench> {
    const dataDir = await Deno.makeTempDir({ prefix: "flora-deploy-" });
    const flora = await startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "", FLORA_WORKERS: "1" });
    return new Bench(flora, await flora.run(), dataDir);
  }

  /** What a deploy that must be refused is answered with. */
  async refusal(
    body: BodyInit,
    { guildId = this.run.guildId!, token = this.run.token } = {},
  ): Promise<Refusal> {
    const json = !(body instanceof FormData);
    const response = await fetch(`${this.run.apiUrl}/api/guilds/${guildId}/deployments`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, ...(json ? { "content-type": "application/json" } : {}) },
      body,
    });
    assert.match(response.headers.get("content-type")!, /^application\/problem\+json/);
    const { code, detail, field } = await response.json();
    return { status: response.status, code, detail, ...(field ? { field } : {}) };
  }

  async [Symbol.asyncDispose]() {
    await this.flora.stop();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

const project = (files: Record<string, string>, entry = "main.ts") => JSON.stringify({ entry, files });

function archive(files: Record<string, Uint8Array>): FormData {
  const form = new FormData();
  form.set("entry", "main.ts");
  form.set("archive", new File([zipSync(files) as Uint8Array<ArrayBuffer>], "project.zip"));
  return form;
}

/** What is refused, why, and the body that does it. */
const refused: [string, [number, string, RegExp], BodyInit][] = [
  [
    "a path that leads out",
    [422, "BUNDLE_INVALID", /file name "\.\.\/evil\.ts": it has the segment "\.\."/],
    project({ "../evil.ts": SCRIPT }, "../evil.ts"),
  ],
  [
    "an absolute path",
    [422, "BUNDLE_INVALID", /file name "\/etc\/x\.ts": it is absolute/],
    project({ "main.ts": SCRIPT, "/etc/x.ts": "" }),
  ],
  [
    "a path that leads out of an archive",
    [422, "BUNDLE_INVALID", /it has the segment "\.\."/],
    archive({ "main.ts": bytes(SCRIPT), "../../evil.ts": bytes("") }),
  ],
  [
    "a zip bomb",
    [413, "TOO_LARGE", /its files are more than 9 MiB together/],
    archive({ "main.ts": bytes(SCRIPT), "data.json": new Uint8Array(64 * 1024 * 1024) }),
  ],
  [
    "sources over the limit",
    [413, "TOO_LARGE", /source files are at least .* together, at most 1 MiB/],
    project({ "main.ts": `/* ${"x".repeat(2_000_000)} */` }),
  ],
  [
    "sources that are no UTF-8",
    [422, "BUNDLE_INVALID", /Cannot read "main\.ts": byte 3 is not valid UTF-8/],
    archive({ "main.ts": new Uint8Array([47, 47, 32, 255]) }),
  ],
  [
    "a body that is no UTF-8",
    [400, "INVALID_REQUEST", /it is not valid UTF-8/],
    new Uint8Array([123, 255, 125]),
  ],
  ["a body that is no JSON", [400, "INVALID_REQUEST", /Cannot read body/], "{"],
  ["a field of the wrong type", [400, "INVALID_REQUEST", /files/], JSON.stringify({ files: 1 })],
  [
    "a slash command Discord would refuse",
    [422, "COMMANDS_REJECTED", /Cannot register command "Bad Name": name/],
    project({
      "main.ts": `createBot({ commands: [slash({ name: "Bad Name", description: "x", run() {} })] });`,
    }),
  ],
  [
    "a cron that does not exist",
    [422, "SCRIPT_REJECTED", /Cannot register cron job "x": "61 \* \* \* \*"/],
    project({ "main.ts": `cron("x", "61 * * * *", () => {});` }),
  ],
  [
    "a script that throws",
    [422, "SCRIPT_REJECTED", /no luck/],
    project({ "main.ts": `throw new Error("no luck");` }),
  ],
  ["a syntax error", [422, "BUNDLE_INVALID", /main\.ts:1:\d+/], project({ "main.ts": `on("ready", (` })],
  [
    "a Node built-in",
    [422, "BUNDLE_INVALID", /import "node:fs" is refused/],
    project({ "main.ts": `import fs from "node:fs"; fs.rmSync("/");` }),
  ],
];

Deno.test("a deploy that cannot be is refused with the place that is wrong, and what ran goes on", async (t) => {
  await using bench = await Bench.open();
  const client = new FloraClient({ baseUrl: bench.run.apiUrl, token: bench.run.token });
  const before = await client.deployment(bench.run.guildId!);

  for (const [what, expected, body] of refused) {
    await t.step(what, async () => {
      const [status, code, detail] = expected;
      const refusal = await bench.refusal(body);
      assert.deepEqual([refusal.status, refusal.code], [status, code], refusal.detail);
      assert.match(refusal.detail, detail);
    });
  }
  await t.step("a guild the bot is not in", async () => {
    const refusal = await bench.refusal(project({ "main.ts": SCRIPT }), { guildId: "910000000000000001" });
    assert.deepEqual([refusal.status, refusal.code], [404, "NOT_FOUND"]);
    assert.match(refusal.detail, /the bot is not in it/);
  });
  await t.step("a token that does not exist", async () => {
    const refusal = await bench.refusal(project({ "main.ts": SCRIPT }), { token: "flora_wrong" });
    assert.deepEqual([refusal.status, refusal.code], [401, "UNAUTHORIZED"]);
  });
  assert.deepEqual(await client.deployment(bench.run.guildId!), before);
  assert.equal((await client.history(bench.run.guildId!)).deployments.length, 1);
});
