import assert from "node:assert/strict";
import { FloraClient, readEvents, type ServerSentEvent } from "@flora/api-client";
import { emptyManifest, type LogLevel } from "@flora/model";
import { until } from "@flora/model/until";
import { storeRevision } from "@flora/storage/testing/revision";
import { Bench, HOME } from "../testing/bench.ts";

const path = `/api/guilds/${HOME}/logs`;
const messages = (events: { message: string }[]) => events.map(({ message }) => message);

function append(bench: Bench, ...lines: [string, LogLevel?][]): Promise<void> {
  const entries = lines.map(([message, level = "info"]) => ({
    at: 1,
    level,
    source: "script" as const,
    message,
  }));
  return bench.storage.logs.append(HOME, entries, 1_000);
}

/** An open tail: what it sent so far, and the next. */
class Tail {
  readonly #events: AsyncGenerator<ServerSentEvent>;

  private constructor(private readonly body: ReadableStream<Uint8Array>) {
    this.#events = readEvents(body);
  }

  static async open(
    bench: Bench,
    options: { after?: string; query?: string; token?: string } = {},
  ): Promise<Tail> {
    const headers: Record<string, string> = options.after === undefined
      ? {}
      : { "last-event-id": options.after };
    const response = await bench.send("GET", `${path}/stream${options.query ?? ""}`, {
      headers,
      token: options.token,
    });
    assert.match(response.headers.get("content-type")!, /^text\/event-stream/);
    return new Tail(response.body!);
  }

  /** The next so many lines. */
  async take(count: number): Promise<{ id: string; message: string }[]> {
    const lines = [];
    while (lines.length < count) {
      const { value, done } = await this.#events.next();
      if (done) throw new Error(`the tail ended after ${lines.length} lines`);
      assert.equal(value.event, "line");
      lines.push({ id: value.id!, message: JSON.parse(value.data).message });
    }
    return lines;
  }

  async rest(): Promise<ServerSentEvent[]> {
    return await Array.fromAsync(this.#events);
  }

  async close(): Promise<void> {
    await this.#events.return(undefined);
    await this.body.cancel().catch(() => {});
  }
}

Deno.test("logs answers the newest lines, oldest first, from a level and after a line", async () => {
  await using bench = await Bench.open();
  await append(bench, ["a"], ["b", "debug"], ["c", "error"], ["d", "warn"]);
  const read = async (query: string) => (await bench.read(200, "GET", `${path}?${query}`)).lines;
  const all = await read("");
  assert.deepEqual(messages(all), ["a", "b", "c", "d"]);
  assert.deepEqual(messages(await read("limit=2")), ["c", "d"]);
  assert.deepEqual(messages(await read("level=warn")), ["c", "d"]);
  assert.deepEqual(messages(await read(`after=${all[1].seq}&limit=1`)), ["c"]);
});

Deno.test("logs refuses a bad query with its field, and an empty log of a guild without a script", async () => {
  await using bench = await Bench.open();
  for (
    const [query, field] of [
      ["limit=0", "limit"],
      ["limit=1001", "limit"],
      ["level=loud", "level"],
      [
        "after=-1",
        "after",
      ],
      ["since=x", "since"],
      ["cursor=-", "cursor"],
    ]
  ) {
    assert.equal((await bench.refusal(400, "GET", `${path}?${query}`)).field, field);
  }
  assert.match((await bench.refusal(404, "GET", path)).detail, /nothing was ever deployed to it/);
  const id = await storeRevision(bench.storage, HOME);
  await bench.storage.deployments.activate(HOME, id, emptyManifest);
  assert.deepEqual(await bench.read(200, "GET", path), { lines: [] });
});

Deno.test("a log tail begins with what comes next, and goes on after Last-Event-ID without loss or repetition", async () => {
  await using bench = await Bench.open();
  await append(bench, ["before"]);
  const first = await Tail.open(bench);
  await append(bench, ["one"], ["two"]);
  const [one, two] = await first.take(2);
  assert.deepEqual([one!.message, two!.message], ["one", "two"]);
  await first.close();
  await append(bench, ["three"]);
  const second = await Tail.open(bench, { after: one!.id });
  assert.deepEqual(messages(await second.take(2)), ["two", "three"]);
  await append(bench, ["four"]);
  assert.deepEqual(messages(await second.take(1)), ["four"]);
  await second.close();
});

Deno.test("a log tail carries more lines than one page, keeps to its level, and ignores a foreign Last-Event-ID", async () => {
  await using bench = await Bench.open();
  const tail = await Tail.open(bench, { query: "?level=warn", after: "not-ours" });
  const lines = Array.from(
    { length: 900 },
    (_, index): [string, LogLevel] => [`${index}`, index % 3 ? "debug" : "error"],
  );
  await append(bench, ...lines);
  const expected = lines.filter(([, level]) => level === "error").map(([message]) => message);
  assert.deepEqual(messages(await tail.take(expected.length)), expected);
  await tail.close();
  const everything = await Tail.open(bench, { after: "0" });
  assert.equal((await everything.take(900)).length, 900);
  await everything.close();
});

Deno.test("logs are searched by time and dispatch, and read back page by page", async () => {
  await using bench = await Bench.open();
  const client = new FloraClient({ baseUrl: bench.url, token: bench.token });
  const lines = Array.from({ length: 7 }, (_, at) => ({
    at,
    level: "info" as const,
    source: "script" as const,
    message: `${at}`,
    dispatchId: at % 2 ? "odd" : "even",
  }));
  await bench.storage.logs.append(HOME, lines, 1_000);
  assert.deepEqual(messages((await client.logs(HOME, { since: 2, until: 5, dispatch: "even" })).lines), [
    "2",
    "4",
  ]);
  const seen: string[] = [];
  let page = await client.logs(HOME, { limit: 3 });
  for (;;) {
    seen.unshift(...messages(page.lines));
    if (page.cursor === undefined) break;
    page = await client.logs(HOME, { limit: 3, cursor: page.cursor });
  }
  assert.deepEqual(seen, ["0", "1", "2", "3", "4", "5", "6"]);
  const odd = client.followLogs(HOME, { after: 0, dispatch: "odd" });
  assert.equal((await odd.next()).value!.message, "1");
  await odd.return(undefined);
});

Deno.test("log tails of one caller are bounded, and one that is closed makes room", async () => {
  await using bench = await Bench.open();
  const open = await Promise.all(Array.from({ length: 8 }, () => Tail.open(bench)));
  assert.equal((await bench.refusal(429, "GET", `${path}/stream`)).code, "RATE_LIMITED");
  const head = await bench.send("HEAD", `${path}/stream`);
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  await open.pop()!.close();
  for (;;) {
    const again = await bench.send("GET", `${path}/stream`);
    await again.body?.cancel();
    if (again.status === 200) break;
  }
  for (const tail of open) await tail.close();
});

Deno.test("a log tail ends when its token is revoked", async () => {
  await using bench = await Bench.open();
  const token = await bench.addToken("monitor", { level: "viewer", guildIds: [HOME] });
  const tail = await Tail.open(bench, { token });
  await append(bench, ["seen"]);
  await tail.take(1);
  await bench.storage.tokens.delete("monitor");
  assert.deepEqual(await tail.rest(), []);
});

Deno.test("log tails end when the API stops, so that it can", async () => {
  await using bench = await Bench.open();
  const tail = await Tail.open(bench);
  await append(bench, ["last"]);
  await tail.take(1);
  const rest = tail.rest();
  await bench.stop();
  assert.deepEqual(await rest, []);
});

Deno.test("a reader who reads nothing makes the API read no further, and does not keep it from stopping", async () => {
  await using bench = await Bench.open();
  const { logs } = bench.storage;
  const LINES = 4_000;
  const lines = Array.from({ length: LINES }, () => ({
    at: 1,
    level: "info" as const,
    source: "script" as const,
    message: "x".repeat(8_000),
  }));
  await logs.append(HOME, lines, LINES);
  let readAt = performance.now(), read = 0;
  const { read: readLines } = logs;
  logs.read = async (...asked) => {
    const found = await readLines.apply(logs, asked);
    [readAt, read] = [performance.now(), read + found.length];
    return found;
  };
  const { hostname, port } = new URL(bench.url);
  const reader = await Deno.connect({ hostname, port: Number(port) });
  const head = [
    `GET ${path}/stream HTTP/1.1`,
    "host: flora",
    `authorization: Bearer ${bench.token}`,
    "last-event-id: 0",
  ];
  await reader.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`));
  await until("the API waits for the reader", () => read > 0 && performance.now() - readAt > 300);
  assert.ok(read < LINES, `${read} lines were read for nobody`);
  assert.equal(await bench.stop(50), false);
  reader.close();
});
