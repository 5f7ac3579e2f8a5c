/** @module Requests to where no script may go, and requests that are more than one. */
import { privateHosts } from "@flora/ops/testing/private-hosts";
import { inCategory, type Scene } from "../contract.ts";
import { probe } from "../probe.ts";
import { onGo } from "../scripts.ts";

/** As many as a guild may make at once without being told to wait. */
const PER_ATTACK = 18;

const groups = Array.from(
  { length: Math.ceil(privateHosts.length / PER_ATTACK) },
  (_, at) => privateHosts.slice(at * PER_ATTACK, (at + 1) * PER_ATTACK),
);

const to = ({ trapPort }: Scene, rest = "/") => `http://127.0.0.1:${trapPort}${rest}`;
const sent = (call: string) => `(${call}).then((r) => "answered " + r.status)`;

/** Names of headers that a connection is made of, or that another program on the way acts upon. */
const CONNECTION = "Host Connection Content-Length Transfer-Encoding Upgrade TE Trailer Expect Keep-Alive Via"
  .split(" ").concat("Proxy-Authorization", "Proxy-Connection", "HTTP2-Settings");

const LINE_ENDS = ["\\r\\n", "\\n", "\\r", "\\u0000", "\\u2028", "\\u560a\\u560d", "\\u000b"];

export const httpAttacks = inCategory("op-http", [
  ...groups.map((hosts, at) =>
    probe(
      `fetch reaches no private address, spellings ${at * PER_ATTACK + 1} and on`,
      ({ trapPort }) =>
        Object.fromEntries(
          hosts.map((
            host,
          ) => [host, sent(`fetch(${JSON.stringify(`http://${host}:${trapPort}/latest/meta-data/`)})`)]),
        ),
    )
  ),
  probe("fetch is not led astray by how an address is written", (scene) => ({
    "a name before an at sign": sent(`fetch("http://example.com@127.0.0.1:${scene.trapPort}/")`),
    "an at sign that is encoded": sent(`fetch("http://example.com%40127.0.0.1:${scene.trapPort}/")`),
    "a backslash": sent(`fetch("http:\\\\\\\\127.0.0.1:${scene.trapPort}\\\\")`),
    "one slash": sent(`fetch("http:/127.0.0.1:${scene.trapPort}/")`),
    "no slash": sent(`fetch("http:127.0.0.1:${scene.trapPort}/")`),
    "tabs and lines within": sent(`fetch("ht\\ttp://127.0.\\n0.1:${scene.trapPort}/")`),
    "spaces around": sent(`fetch("  http://127.0.0.1:${scene.trapPort}/  ")`),
    "a hash before": sent(`fetch("http://127.0.0.1:${scene.trapPort}#@example.com/")`),
    "a question mark before": sent(`fetch("http://127.0.0.1:${scene.trapPort}?@example.com/")`),
    "another scheme within": sent(`fetch("http://http://127.0.0.1:${scene.trapPort}/")`),
    "a name that is this machine's": sent(`fetch("http://localhost.localdomain:${scene.trapPort}/")`),
    "a name of the machine's network": sent(`fetch("http://ip6-localhost:${scene.trapPort}/")`),
    "a name of a cloud": sent(`fetch("http://metadata.google.internal/computeMetadata/v1/")`),
    "a Unix socket": sent(`fetch("http://unix:${scene.trapSocket}:/")`),
    "a name with a zone": sent(`fetch("http://[fe80::1%25lo]:${scene.trapPort}/")`),
  })),
  probe("fetch speaks to no port but those of the web", () =>
    Object.fromEntries(
      [1, 21, 22, 23, 25, 53, 110, 143, 389, 445, 3306, 5432, 6379, 9200, 11211, 27017]
        .map((port) => [port, sent(`fetch("http://1.1.1.1:${port}/")`)]),
    )),
  probe("a request sets no header of the connection", (scene) =>
    Object.fromEntries(
      CONNECTION.map((name) => [name, sent(`fetch("${to(scene)}", { headers: [["${name}", "x"]] })`)]),
    )),
  probe("nothing in a header ends its line", (scene) => ({
    ...Object.fromEntries(LINE_ENDS.map((end) => [
      `value with ${end}`,
      sent(`fetch("${to(scene)}", { headers: { a: "b${end}X-Injected: 1" } })`),
    ])),
    ...Object.fromEntries(LINE_ENDS.map((end) => [
      `name with ${end}`,
      sent(`fetch("${to(scene)}", { headers: { ["a${end}b"]: "c" } })`),
    ])),
    "a type of a blob": sent(
      `fetch("${to(scene)}", { method: "POST", body: new Blob(["x"], { type: "a/b\\r\\nX-Injected: 1" }) })`,
    ),
  })),
  probe("nothing in a method or an address ends the first line", (scene) => ({
    "a line end in the method": sent(
      `fetch("${to(scene)}", { method: "GET / HTTP/1.1\\r\\nX: y\\r\\n\\r\\nGET" })`,
    ),
    "a space in the method": sent(`fetch("${to(scene)}", { method: "GET /x" })`),
    "a line end in the path": sent(`fetch("${to(scene, "/\\r\\nX: y")}")`),
    "an encoded one": sent(`fetch("${to(scene, "/%0d%0aX:%20y")}")`),
    "one in the query": sent(`fetch("${to(scene, "/?\\r\\nX: y")}")`),
    CONNECT: sent(`fetch("${to(scene)}", { method: "CONNECT" })`),
    TRACE: sent(`fetch("${to(scene)}", { method: "TRACE" })`),
    "a method of its own": sent(`fetch("${to(scene)}", { method: "PURGE" })`),
  })),
  {
    name: "requests larger than allowed are refused before they are sent",
    script: (scene) =>
      onGo(`
      const code = (call) => call().then(() => "sent", (e) => e.code ?? e.name);
      await note("codes", [
        await code(() => fetch("${to(scene)}?" + "q".repeat(20_000))),
        await code(() => fetch("${to(scene)}", { headers: { a: "v".repeat(20_000) } })),
        await code(() => fetch("${
        to(scene)
      }", { headers: Array.from({ length: 101 }, (_, i) => ["h" + i, "v"]) })),
        await code(() => fetch("${
        to(scene)
      }", { method: "POST", body: new Uint8Array(5 * 1024 * 1024 + 1) })),
        await code(() => fetch("${to(scene)}", { method: "GET", body: "x" })),
      ]);`),
    must: {
      notes: {
        codes: ["INVALID_ARGUMENT", "INVALID_ARGUMENT", "INVALID_ARGUMENT", "HTTP_TOO_LARGE", "TypeError"],
      },
      again: "ok",
    },
  },
  {
    name: "more requests a second than allowed",
    script: (scene) =>
      onGo(`
      const came = await Promise.all(Array.from({ length: 60 }, () => fetch("${
        to(scene)
      }").then(() => ["sent"], (e) => [e.code, e.message, e.retryAfterMs])));
      const limited = came.filter(([code, message]) => code === "LIMIT_EXCEEDED" && /20 requests per second/.test(message));
      await note("codes", [...new Set(came.map(([code]) => code))].sort());
      await note("limited", limited.length > 0 && limited.every(([, , ms]) => ms > 0));`),
    must: { notes: { codes: ["HTTP_FORBIDDEN", "LIMIT_EXCEEDED"], limited: true }, again: "ok" },
  },
  {
    name: "a stream without an end as a body",
    script: (scene) =>
      onGo(`
      const stream = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536)); } });
      await fetch("${to(scene)}", { method: "POST", body: stream });`),
    must: {
      go: [
        "timed-out",
        "threw",
        "lost: cpu-limit",
        "lost: memory-limit",
        "lost: dispatch-timeout",
        "lost: crashed",
      ],
    },
  },
  {
    name: "a form and a blob that are bombs",
    script: onGo(`
      const wide = new FormData();
      try { for (let i = 0; i < 1e5; i++) wide.append("n" + i, "v"); await new Response(wide).text(); } catch {}
      try { let b = new Blob(["x".repeat(1e5)]); for (let i = 0; i < 12; i++) b = new Blob([b, b]); } catch {}`),
    must: {
      go: [
        "ok",
        "lost: cpu-limit",
        "lost: memory-limit",
        "lost: crashed",
        "lost: dispatch-timeout",
        "timed-out",
      ],
    },
  },
  {
    name: "parts of answers to requests that were never made",
    stage: "forger",
    script: onGo(
      `forge.frames(["1", "__proto__", "constructor", "a".repeat(64), "\\u0000"].flatMap((id, i) => [
        { t: "op", id: 9000 + i, name: "http.read", args: { id, whole: true } },
        { t: "op", id: 9100 + i, name: "http.cancel", args: { id } },
      ]));`,
    ),
    must: { go: ["ok", "threw", "timed-out"], again: "ok" },
  },
], "ops");
