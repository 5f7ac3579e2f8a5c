/** @module What a script or its process might do to the machine by its own power. */
import { inCategory } from "./contract.ts";
import { probe } from "./probe.ts";
import { onGo } from "./scripts.ts";

const names = [
  ..."Deno process require module exports global Buffer navigator window self performance Worker SharedWorker"
    .split(" "),
  ..."MessageChannel MessagePort BroadcastChannel WebSocket WebSocketStream EventSource XMLHttpRequest".split(
    " ",
  ),
  ..."localStorage sessionStorage caches indexedDB openKv importScripts postMessage close prompt alert".split(
    " ",
  ),
  ..."confirm gc d8 quit load print readline reportError onmessage addEventListener dispatchEvent location"
    .split(" "),
  ..."CompressionStream WritableStream GPU FileReader setImmediate clearImmediate __dirname __filename"
    .split(" "),
];

/** Addresses of the trap in every spelling. */
const loopback = (port: number) => {
  const hosts = ["127.0.0.1", "localhost", "localhost.", "LOCALHOST", "127.1", "0", "0.0.0.0", "2130706433"];
  hosts.push("0x7f000001", "017700000001", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]");
  hosts.push("127.0.0.1:80@127.0.0.1", "①②⑦.⓪.⓪.①");
  return Object.fromEntries(
    hosts.map((host) => [host, `fetch("http://${host}:${port}/").then((r) => r.status)`]),
  );
};

const otherSchemes = (port: number, folder: string) => ({
  file: `fetch("file://${folder}/bait.txt").then((r) => r.text())`,
  passwd: `fetch("file:///etc/passwd").then((r) => r.text())`,
  ftp: `fetch("ftp://127.0.0.1:${port}/")`,
  ws: `fetch("ws://127.0.0.1:${port}/")`,
  data: `fetch("data:text/plain,x").then((r) => r.text())`,
  blob: `fetch("blob:null/1")`,
  javascript: `fetch("javascript:1")`,
  unix: `fetch("http+unix://%2Ftmp%2Fx/")`,
  credentials: `fetch("http://a:b@127.0.0.1:${port}/")`,
  "a Request": `fetch(new Request("http://127.0.0.1:${port}/", { method: "POST", body: "x" }))`,
  "a URL object": `fetch(new URL("http://127.0.0.1:${port}/"))`,
  "an object with toString":
    `(() => { let n = 0; return fetch({ toString: () => n++ ? "http://127.0.0.1:${port}/" : "http://192.0.2.1/" }); })()`,
  metadata: `fetch("http://169.254.169.254/latest/meta-data/").then((r) => r.text())`,
});

export const authority = inCategory("authority", [
  {
    name: "no global of the host is there",
    script: onGo(
      `const there = ${
        JSON.stringify(names)
      }.filter((name) => globalThis[name] !== undefined); if (there.length > 0) await win("globals", there);`,
    ),
    must: { again: "ok" },
  },
  probe("Deno, process and their insides cannot be reached by a detour", {
    "Deno.internal": `Deno[Deno.internal].core`,
    "process.binding": `process.binding("fs")`,
    "getBuiltinModule": `process.getBuiltinModule("fs")`,
    "this at the top": `(function () { return this; })().Deno`,
    "globalThis of a function": `(() => globalThis.process)()`,
    "a constructor's this": `[].constructor.constructor("return Deno")()`,
    "mainModule": `require.main`,
    "a symbol": `globalThis[Symbol.for("Deno.internal")]`,
    "a template tag": `((s, f) => f.constructor("return process")())\`\${() => {}}\``,
  }),
  probe("environment, arguments and paths are not told", {
    env: `process.env.HOME || Deno.env.get("HOME")`,
    args: `Deno.args || process.argv`,
    cwd: `Deno.cwd() || process.cwd()`,
    host: `Deno.hostname()`,
    "time zone of the machine":
      `Intl.DateTimeFormat().resolvedOptions().timeZone !== "UTC" && Intl.DateTimeFormat().resolvedOptions().timeZone`,
  }),
  probe(
    "fetch reaches no address of this machine, however it is written",
    (scene) => loopback(scene.trapPort),
  ),
  probe("fetch knows no scheme but http and https", (scene) => otherSchemes(scene.trapPort, scene.folder)),
  probe("fetch with a method or header of its own making reaches nothing", (scene) => ({
    CONNECT: `fetch("http://127.0.0.1:${scene.trapPort}/", { method: "CONNECT" })`,
    TRACE: `fetch("http://127.0.0.1:${scene.trapPort}/", { method: "TRACE" })`,
    "a line feed in a header":
      `fetch("http://127.0.0.1:${scene.trapPort}/", { headers: { a: "b\\r\\nHost: x" } })`,
    "a line feed in a method":
      `fetch("http://127.0.0.1:${scene.trapPort}/", { method: "GET / HTTP/1.1\\r\\nX: y" })`,
    "host header": `fetch("http://127.0.0.1:${scene.trapPort}/", { headers: { host: "api.example.com" } })`,
  })),
]);
