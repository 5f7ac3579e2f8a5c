import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { message, TestGuest } from "../testing/guest.ts";

const HEAD = { status: 200, statusText: "OK", url: "https://a.example/", redirected: false, headers: [] };

/** A script whose fetch is answered in these pieces; what it logs, and the ops it called. */
function run(body: string, pieces: string[]): { lines: string[]; guest: TestGuest } {
  let at = 0;
  const part = () => ({ bodyBase64: btoa(pieces[at++]!), more: at < pieces.length });
  const guest = TestGuest.load(`on("messageCreate", async (ctx) => { ${body} });`, ({ name }) => {
    if (name === "http.fetch") return { ok: { ...HEAD, ...part() } };
    return name === "http.read" ? { ok: part() } : { ok: {} };
  });
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  return { lines: guest.logged.map(({ message }) => message), guest };
}

const opsOf = (guest: TestGuest) => guest.ops.map(({ name }) => name.replace("http.", ""));

Deno.test("Response.text() waits for every piece of the body", () => {
  const { lines, guest } = run(
    `const answer = await fetch("https://a.example"); console.log(await answer.text(), answer.bodyUsed);`,
    ["", "one ", "two ", "three"],
  );
  assert.deepEqual(lines, ["one two three true"]);
  assert.deepEqual(opsOf(guest), ["fetch", "read", "read", "read"]);
  assert.equal((guest.ops[1]!.args as { whole: boolean }).whole, true);
});

Deno.test("Response.body gives each piece as it comes, and ends the request where nobody reads on", () => {
  const script = (stop: boolean) =>
    `const answer = await fetch("https://a.example");
     for await (const piece of answer.body) {
       console.log(new TextDecoder().decode(piece)); ${stop ? "break;" : ""}
     }
     console.log(answer.bodyUsed);
     await answer.text().catch((error) => console.log(error.name));`;
  const whole = run(script(false), ["a", "b", "c"]);
  assert.deepEqual(whole.lines, ["a", "b", "c", "true", "TypeError"]);
  assert.deepEqual(opsOf(whole.guest), ["fetch", "read", "read"]);
  const part = run(script(true), ["a", "b", "c"]);
  assert.deepEqual(part.lines, ["a", "true", "TypeError"]);
  assert.deepEqual(opsOf(part.guest), ["fetch", "cancel"]);
});

Deno.test("fetch leaves no body open when the handlers have ended", () => {
  const { guest } = run(`await fetch("https://a.example"); await fetch("https://b.example");`, [
    "a",
    "b",
    "c",
  ]);
  assert.deepEqual(opsOf(guest).sort(), ["cancel", "cancel", "fetch", "fetch"]);
});

Deno.test("Response.clone() reads one body from the host twice", () => {
  const { lines } = run(
    `const answer = await fetch("https://a.example"); const copy = answer.clone();
     console.log(await copy.text(), await answer.text());
     try { answer.clone(); } catch (error) { console.log(error.name); }`,
    ["a", "b", "c"],
  );
  assert.deepEqual(lines, ["abc abc", "TypeError"]);
});

Deno.test("fetch sends streams, iterables, blobs and forms", () => {
  const { guest } = run(
    `const send = (body) => fetch("https://a.example", { method: "POST", body, duplex: "half" });
     const bytes = (text) => new TextEncoder().encode(text);
     await send(new ReadableStream({ start(c) { c.enqueue(bytes("a")); c.enqueue(bytes("b")); c.close(); } }));
     await send((async function* () { yield bytes("c"); yield bytes("d"); })());
     await send(new Blob(["e", new Blob(["f"]), bytes("g")], { type: "Text/X" }));
     const form = new FormData(); form.append('a"b', "1\\n2"); form.append("f", new File(["file"], "x\\r\\n.png", { type: "image/png" }));
     await send(form);
     await send(ReadableStream.from(["text"])).catch((error) => console.log(error.message));`,
    ["1", "2", "3", "4"],
  );
  const sent = guest.ops.filter(({ name }) => name === "http.fetch")
    .map(({ args }) => args as { bodyBase64: string; headers: [string, string][] });
  const bodies = sent.map(({ bodyBase64 }) => Buffer.from(bodyBase64, "base64").toString());
  assert.deepEqual(bodies.slice(0, 3), ["ab", "cd", "efg"]);
  assert.deepEqual(sent[2]!.headers, [["content-type", "text/x"]]);
  const [, boundary] = /^multipart\/form-data; boundary=(.*)$/.exec(sent[3]!.headers[0]![1])!;
  assert.equal(
    bodies[3],
    `--${boundary}\r\ncontent-disposition: form-data; name="a%22b"\r\n\r\n1\r\n2\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="x%0D%0A.png"\r\n` +
      `content-type: image/png\r\n\r\nfile\r\n--${boundary}--\r\n`,
  );
  assert.deepEqual(guest.logged.map(({ message }) => message), ["A body's stream must give Uint8Arrays"]);
});

Deno.test("ReadableStream pulls as it is read, passes failures on, and is read by one at a time", () => {
  const { lines } = run(
    `let pulls = 0;
     const stream = new ReadableStream({ pull(c) { if (++pulls > 3) c.error(new Error("spent")); else c.enqueue(pulls); } }, { highWaterMark: 0 });
     const reader = stream.getReader();
     console.log((await reader.read()).value, pulls, stream.locked);
     try { stream.getReader(); } catch (error) { console.log(error.name); }
     reader.releaseLock();
     const [a, b] = stream.tee();
     const all = async (s) => { const seen = []; try { for await (const n of s) seen.push(n); } catch (e) { seen.push(e.message); } return seen.join(); };
     console.log(...await Promise.all([all(a), all(b)]));
     let why; await new ReadableStream({ cancel(reason) { why = reason; } }).cancel("enough"); console.log(why);
     console.log(await new Response(ReadableStream.from([new Uint8Array([104, 105])])).text());`,
    ["unused"],
  );
  assert.deepEqual(lines, ["1 1 true", "TypeError", "2,3,spent 2,3,spent", "enough", "hi"]);
});

Deno.test("Blob and FormData read back what they were given", () => {
  const { lines } = run(
    `const blob = new Blob(["häl", "lo"]);
     console.log(blob.size, await blob.slice(1, 3).text(), await new Response(blob).blob().then((b) => b.size));
     const form = new FormData(); form.append("a", 1); form.append("b", 2); form.append("a", 3); form.set("a", 4);
     console.log([...form].join(";"), form.getAll("a").length, form.get("none"), form.has("b"));`,
    ["unused"],
  );
  assert.deepEqual(lines, ["6 ä 6", "a,4;b,2 1 null true"]);
});
