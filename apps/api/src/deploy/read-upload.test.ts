import assert from "node:assert/strict";
import { BundleError } from "@flora/bundler";
import { ControlError } from "@flora/model";
import { zipSync } from "fflate";
import { readUpload } from "./read-upload.ts";

const MIB = 1024 * 1024;

const post = (body: BodyInit, type?: string) =>
  new Request("http://flora/", {
    method: "POST",
    body,
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
  });

function form(...parts: [string, File | string][]): Request {
  const form = new FormData();
  for (const [name, part] of parts) form.append(name, part);
  return post(form);
}

const file = (path: string, content: BlobPart = "") => new File([content], path);
const zip = (files: Record<string, Uint8Array>) => file("p.zip", zipSync(files) as Uint8Array<ArrayBuffer>);

async function refuses(request: Request, code: string, message: RegExp): Promise<void> {
  const error = await readUpload(request).then(() => undefined, (error) => error);
  assert.ok(error instanceof ControlError || error instanceof BundleError, `${message}: ${error}`);
  assert.match(error.message, message);
  assert.equal(error.code, code);
}

Deno.test("readUpload() reads JSON, files and archives alike", async () => {
  const expected = { entry: "a.ts", files: { "a.ts": "ü", "b/c.ts": "" } };
  assert.deepEqual(
    await readUpload(post(JSON.stringify(expected), "application/json; charset=utf-8")),
    expected,
  );
  assert.deepEqual(
    await readUpload(form(["entry", "a.ts"], ["files", file("a.ts", "ü")], ["more", file("b/c.ts")])),
    expected,
  );
  const archive = zip({ "a.ts": new TextEncoder().encode("ü"), "b/c.ts": new Uint8Array() });
  assert.deepEqual(await readUpload(form(["archive", archive], ["entry", "a.ts"])), expected);
});

Deno.test("readUpload() takes src/main.ts where no entry is named", async () => {
  assert.equal((await readUpload(form(["files", file("src/main.ts")]))).entry, "src/main.ts");
  assert.equal((await readUpload(post(`{"files":{}}`, "application/json"))).entry, "src/main.ts");
});

Deno.test("readUpload() refuses other content types and broken bodies", async () => {
  await refuses(
    post("x", "text/plain"),
    "INVALID_REQUEST",
    /content type is "text\/plain", send application\/json/,
  );
  await refuses(post("{", "application/json"), "INVALID_REQUEST", /Cannot read body/);
  await refuses(
    post(new Uint8Array([0x22, 0xff, 0x22]), "application/json"),
    "INVALID_REQUEST",
    /not valid UTF-8/,
  );
  await refuses(post(`{"files":{"a.ts":1}}`, "application/json"), "INVALID_REQUEST", /files\.a\.ts/);
  await refuses(
    post("x", "multipart/form-data; boundary=y"),
    "INVALID_REQUEST",
    /Cannot read multipart body/,
  );
  await refuses(post("x", "multipart/form-data"), "INVALID_REQUEST", /Cannot read multipart body/);
});

Deno.test("readUpload() refuses a file sent twice, and a part that is neither file nor entry", async () => {
  await refuses(form(["f", file("a.ts")], ["f", file("a.ts")]), "INVALID_REQUEST", /"a\.ts" is sent twice/);
  await refuses(
    form(["archive", zip({ "a.ts": new Uint8Array() })], ["f", file("a.ts")]),
    "INVALID_REQUEST",
    /"a\.ts" is sent twice/,
  );
  await refuses(form(["main.ts", "on()"]), "INVALID_REQUEST", /part "main\.ts" is no file/);
});

Deno.test("readUpload() refuses text that is no UTF-8, with file and byte", async () => {
  const bad = new Uint8Array([0x2f, 0x2f, 0x20, 0xff]);
  await refuses(form(["f", file("a.ts", bad)]), "ENCODING_INVALID", /"a\.ts": byte 3 is not valid UTF-8/);
  await refuses(form(["archive", zip({ "b.ts": bad })]), "ENCODING_INVALID", /"b\.ts": byte 3/);
});

Deno.test("readUpload() reads no more than its limit, whether or not the size is told", async () => {
  const tooLarge = /more than 16777216 bytes/;
  await refuses(post(new Uint8Array(17 * MIB), "application/json"), "TOO_LARGE", tooLarge);
  let produced = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      produced += MIB;
      controller.enqueue(new Uint8Array(MIB));
    },
  });
  await refuses(post(endless, "application/json"), "TOO_LARGE", tooLarge);
  assert.ok(produced <= 20 * MIB, `${produced} bytes were read`);
});

Deno.test("readUpload() refuses a zip bomb, and names in an archive that lead out", async () => {
  await refuses(
    form(["archive", zip({ "a.json": new Uint8Array(12 * MIB) })]),
    "BUNDLE_TOO_LARGE",
    /more than 9 MiB/,
  );
  await refuses(
    form(["archive", zip({ "../a.ts": new Uint8Array() })]),
    "FILE_NAME_INVALID",
    /segment "\.\."/,
  );
  await refuses(form(["archive", file("p.zip", "no zip")]), "ARCHIVE_INVALID", /not a zip file/);
});
