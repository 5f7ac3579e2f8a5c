import assert from "node:assert/strict";
import { connect, createServer, type Server, type Socket } from "node:net";
import { z } from "zod";
import { ControlError } from "@flora/model";
import { type Handlers, Link, LinkClosedError } from "./link.ts";

const methods = {
  double: { params: z.object({ value: z.number() }), result: z.object({ value: z.number() }) },
  wait: { params: z.object({}), result: z.object({}) },
} as const;

interface Pair extends AsyncDisposable {
  caller: Link<typeof methods, Record<string, never>>;
  answerer: Link<Record<string, never>, typeof methods>;
}

async function pair(
  handlers: Handlers<typeof methods>,
  explain?: (error: unknown) => ControlError | undefined,
): Promise<Pair> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const { port } = server.address() as { port: number };
  const caller = new Link(connect({ host: "127.0.0.1", port }), {
    outgoing: methods,
    incoming: {},
    handlers: {},
  });
  const answerer = new Link(await accepted, { outgoing: {}, incoming: methods, handlers, explain });
  return {
    caller,
    answerer,
    async [Symbol.asyncDispose]() {
      caller.close();
      answerer.close();
      await Promise.all([caller.closed, answerer.closed]);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const double = ({ value }: { value: number }) => Promise.resolve({ value: value * 2 });

Deno.test("Link.call() answers many calls at once, each with its own result", async () => {
  await using link = await pair({ double, wait: () => Promise.resolve({}) });
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, value) => link.caller.call("double", { value })),
  );
  assert.deepEqual(results.map(({ value }) => value), Array.from({ length: 200 }, (_, value) => value * 2));
});

Deno.test("Link.call() rejects with the other side's ControlError, code and field kept", async () => {
  const refuse = () =>
    Promise.reject(new ControlError("NOT_FOUND", "Cannot double: no such number", { field: "value" }));
  await using link = await pair({ double: refuse, wait: () => Promise.resolve({}) });
  await assert.rejects(link.caller.call("double", { value: 1 }), (error: ControlError) => {
    assert.equal(error.code, "NOT_FOUND");
    assert.equal(error.details.field, "value");
    return true;
  });
});

Deno.test("Link.call() rejects with what the other side makes of an error of its own", async () => {
  const explain = (error: unknown) =>
    (error as Error).message === "busy" ? new ControlError("UNAVAILABLE", "Cannot answer now") : undefined;
  await using link = await pair({
    double: () => Promise.reject(new Error("busy")),
    wait: () => Promise.reject(new Error("broken")),
  }, explain);
  await assert.rejects(link.caller.call("double", { value: 1 }), { name: "ControlError[UNAVAILABLE]" });
  await assert.rejects(link.caller.call("wait", {}), { name: "ControlError[INTERNAL]", message: "broken" });
});

Deno.test("Link.call() refuses parameters that do not fit on the answering side", async () => {
  await using link = await pair({ double, wait: () => Promise.resolve({}) });
  await assert.rejects(link.caller.call("double", { value: "1" as unknown as number }), {
    name: "ControlError[INVALID_REQUEST]",
  });
});

Deno.test("Link.call() settles every waiting call when the other side goes away, and refuses new ones", async () => {
  let reached = () => {};
  const waiting = new Promise<void>((resolve) => reached = resolve);
  await using link = await pair({
    double,
    wait: () => {
      reached();
      return new Promise(() => {});
    },
  });
  const pending = link.caller.call("wait", {});
  const rejected = assert.rejects(pending, LinkClosedError);
  await waiting;
  link.answerer.close();
  await rejected;
  await assert.rejects(link.caller.call("double", { value: 1 }), LinkClosedError);
});

Deno.test("Link ends the socket when the other side sends what is no frame", async () => {
  await using link = await pair({ double, wait: () => Promise.resolve({}) });
  await using other = await pair({ double, wait: () => Promise.resolve({}) });
  assert.equal((await other.caller.call("double", { value: 2 })).value, 4);
  (link.caller as unknown as { socket: Socket }).socket.write("\xff\xff\xff\xffgarbage");
  await link.answerer.closed;
  await link.caller.closed;
});
