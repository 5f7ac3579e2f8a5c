import assert from "node:assert/strict";
import { readEvents, type ServerSentEvent } from "@flora/api-client";
import { emptyManifest, type LogLevel, newRevisionId } from "@flora/model";
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

  static async open(bench: Bench, options: { after?: string; query?: string } = {}): Promise<Tail> {
    const headers: Record<string, string> = options.after === undefined
      ? {}
      : { "last-event-id": options.after };
    const response = await bench.send("GET", `${path}/stream${options.query ?? ""}`, { headers });
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
    const [query, field] of [["limit=0", "limit"], ["limit=1001", "limit"], ["level=loud", "level"], [
      "after=-1",
      "after",
    ]]
  ) {
    assert.equal((await bench.refusal(400, "GET", `${path}?${query}`)).field, field);
  }
  assert.match((await bench.refusal(404, "GET", path)).detail, /nothing was ever deployed to it/);
  const id = newRevisionId();
  await bench.storage.deployments.putRevision({
    id,
    guildId: HOME,
    createdAt: 1,
    createdBy: "test",
    entry: "main.ts",
    code: "",
    sourceMap: "",
    sources: {},
    manifest: emptyManifest,
  });
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

Deno.test("log tails end when the API stops, so that it can", async () => {
  await using bench = await Bench.open();
  const tail = await Tail.open(bench);
  await append(bench, ["last"]);
  await tail.take(1);
  const rest = tail.rest();
  await bench.stop();
  assert.deepEqual(await rest, []);
});
