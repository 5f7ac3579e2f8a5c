import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { message, TestGuest } from "../testing/guest.ts";
import { checkScript } from "../testing/check-script.ts";
import * as web from "./mod.ts";

/** One of each kind of thing that web.d.ts declares, as a script makes it. */
const SAMPLES: Record<string, string> = {
  Console: "console",
  Event: `new Event("a")`,
  EventTarget: "new EventTarget()",
  AbortSignal: "AbortSignal.abort()",
  AbortController: "new AbortController()",
  DOMException: `new DOMException("a", "AbortError")`,
  URLSearchParams: "new URLSearchParams({ a: '1' })",
  URL: `new URL("https://example.com/a")`,
  TextEncoder: "new TextEncoder()",
  TextDecoder: "new TextDecoder()",
  Blob: `new Blob(["a"])`,
  File: `new File(["a"], "a.txt")`,
  FormData: "new FormData()",
  Headers: "new Headers()",
  ReadableStreamReader: "new ReadableStream().getReader()",
  ReadableStreamController:
    `(() => { let it; new ReadableStream({ start(controller) { it = controller; } }); return it; })()`,
  ReadableStream: "new ReadableStream()",
  Body: `new Response("a")`,
  Request: `new Request("https://example.com/a")`,
  Response: `new Response("a")`,
  CryptoKey:
    `await crypto.subtle.importKey("raw", new Uint8Array(8), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])`,
  SubtleCrypto: "crypto.subtle",
  Crypto: "crypto",
};

/** What is only asked for, never there by itself. */
const ASKED_FOR = ["RequestInit", "ResponseInit"];

/** Of the language's globals, what scripts lack although editors know it. */
const LACKING = ["SharedArrayBuffer", "Atomics", "WeakRef", "FinalizationRegistry"];

const parsed = async (file: string | URL) =>
  ts.createSourceFile("x.d.ts", await Deno.readTextFile(file), ts.ScriptTarget.ESNext, true);
const source = await parsed(new URL("../../web.d.ts", import.meta.url));
const nameOf = ({ name }: { name?: ts.Node | undefined }) => name && ts.isIdentifier(name) ? [name.text] : [];

/** Names of the values of web.d.ts, each with what it has of its own, such as `URL.parse`. */
function declaredValues(): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement)) values.set(statement.name!.text, []);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, type } of statement.declarationList.declarations) {
      const members = type && ts.isTypeLiteralNode(type) ? type.members.flatMap(nameOf) : [];
      values.set((name as ts.Identifier).text, members);
    }
  }
  return values;
}

Deno.test("web.d.ts declares every name of the web that a script has, and no other", () => {
  assert.deepEqual([...declaredValues().keys()].sort(), Object.keys(web).sort());
});

Deno.test("web.d.ts declares nothing that a script would look for in vain", () => {
  const asked: string[] = [];
  for (const [name, members] of declaredValues()) {
    for (const member of members) asked.push(`[${JSON.stringify(`${name}.${member}`)}, ${name}]`);
  }
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement) || ASKED_FOR.includes(statement.name.text)) continue;
    const sample = SAMPLES[statement.name.text];
    assert.ok(sample !== undefined, `no sample of ${statement.name.text}`);
    for (const member of statement.members.flatMap(nameOf)) {
      asked.push(`[${JSON.stringify(`${statement.name.text}#${member}`)}, ${sample}]`);
    }
  }
  const guest = TestGuest.load(`on("messageCreate", async () => {
    for (const [name, sample] of [${asked.join(",\n")}]) {
      if (!(name.split(/[.#]/)[1] in sample)) console.log(name);
    }
  });`);
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  assert.deepEqual(guest.logged.map(({ message }) => message), []);
});

/** Names of the values that a library of TypeScript's declares, and those it builds on. */
async function valuesOf(library: string, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(library)) return [];
  seen.add(library);
  const folder = dirname(createRequire(import.meta.url).resolve("typescript"));
  const { statements, libReferenceDirectives } = await parsed(join(folder, `lib.${library}.d.ts`));
  const own = statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement)) return nameOf(statement);
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(nameOf) : [];
  });
  const others = await Promise.all(libReferenceDirectives.map(({ fileName }) => valuesOf(fileName, seen)));
  return [...own, ...others.flat()];
}

Deno.test("a script has the language that editors know, but for what the guide names", async () => {
  const { compilerOptions: { lib } } = JSON.parse(
    await Deno.readTextFile(new URL("../../tsconfig.json", import.meta.url)),
  );
  const names = (await Promise.all(lib.map((library: string) => valuesOf(library)))).flat();
  assert.ok(names.length > 50, names.join());
  const guest = TestGuest.load(
    `console.log(${JSON.stringify(names)}.filter((n) => !(n in globalThis)).join());`,
  );
  assert.deepEqual(guest.logged.map(({ message }) => message.split(",").sort()), [LACKING.toSorted()]);
  const guide = await Deno.readTextFile(new URL("../../../../docs/guide.md", import.meta.url));
  for (const name of LACKING) assert.ok(guide.includes(`\`${name}\``), name);
});

Deno.test("a script that uses what is not there is told its name and the line", () => {
  for (const name of LACKING) {
    const { message: why, stack } = TestGuest.load(`\nnew ${name}({});`).last("load-failed");
    assert.equal(why, `${name} is not defined`);
    assert.match(stack, /^ReferenceError: .*\n.*guild\.js:2/);
    const guest = TestGuest.load(`on("messageCreate", () => void new ${name}({}));`);
    guest.dispatch("messageCreate", message("go"));
    assert.equal(guest.last("threw").message, `${name} is not defined`);
  }
});

Deno.test("a script is typed with the web it has, and without a page", async () => {
  const names =
    "document window localStorage navigator process Deno Buffer WebSocket XMLHttpRequest Worker alert";
  const said = await checkScript(`
on("messageCreate", async (ctx) => {
  const both = AbortSignal.any([ctx.signal, AbortSignal.timeout(1_000)]);
  const url = new URL("/a?b=" + encodeURIComponent(ctx.msg.content), "https://example.com");
  url.searchParams.set("c", "d");
  const form = new FormData();
  form.append("file", new Blob(["a"], { type: "text/plain" }), "a.txt");
  const response = await fetch(url, { method: "POST", body: form, headers: { accept: "a/b" }, signal: both });
  const again: Response = await fetch(new Request(url, { signal: ctx.signal }));
  if (!response.ok || response.body === null) throw new DOMException(again.statusText, "DataError");
  for await (const piece of response.body) console.log(new TextDecoder().decode(piece, { stream: true }));
  const timer: number = setTimeout((text: string) => console.info(text), 10, "later");
  clearTimeout(timer);
  const key = await crypto.subtle.importKey(
    "raw", new TextEncoder().encode("k"), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const right: boolean = await crypto.subtle.verify("HMAC", key, new Uint8Array(32), new ArrayBuffer(1));
  const copy: { a: number[] } = structuredClone({ a: [1] });
  const id: string = crypto.randomUUID() + btoa("a") + right + copy.a.length;
  ctx.signal.addEventListener("abort", (event) => console.warn(event.type, id));
  const data: { x: number } = await again.json();
  await ctx.reply({ content: String(data.x), attachments: [{ name: "a.txt", data: await again.blob() }] });
});
class Bus extends EventTarget {}
new Bus().dispatchEvent(new Event("a"));
${names.split(" ").join(";\n")};`);
  const refused = [...said.matchAll(/error TS\d+: Cannot find name '(\w+)'/g)].map(([, name]) => name);
  assert.deepEqual(refused, names.split(" "), said);
  assert.equal([...said.matchAll(/error TS/g)].length, refused.length, said);
});
