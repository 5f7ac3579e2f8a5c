import assert from "node:assert/strict";
import type { ControlError } from "@flora/model";
import { readBytes } from "./read-body.ts";

const bounds = { limitBytes: 100, timeoutMs: 60_000 };
const request = (body: BodyInit) => new Request("http://x", { method: "POST", body });
const refusal = (reading: Promise<unknown>, code: string) =>
  assert.rejects(reading, (error: ControlError) => error.code === code && error.details.field === "body");

Deno.test("readBytes() puts together what comes in pieces, and stops at its limit", async () => {
  const pieces = (count: number) =>
    new ReadableStream({
      start(controller) {
        for (let index = 0; index < count; index++) controller.enqueue(new Uint8Array([index]));
        controller.close();
      },
    });
  assert.deepEqual([...await readBytes(request(pieces(100)), bounds)], [...Array(100).keys()]);
  await refusal(readBytes(request(pieces(101)), bounds), "TOO_LARGE");
  assert.deepEqual(await readBytes(new Request("http://x"), bounds), new Uint8Array());
});

Deno.test("readBytes() leaves a sender who dawdles or breaks off, and lets go of the body", async () => {
  const cancelled = Promise.withResolvers<void>();
  const slow = new ReadableStream({ cancel: () => cancelled.resolve() });
  await refusal(readBytes(request(slow), { ...bounds, timeoutMs: 5 }), "REQUEST_TIMEOUT");
  await cancelled.promise;
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
  await refusal(readBytes(request(broken), bounds), "INVALID_REQUEST");
});
