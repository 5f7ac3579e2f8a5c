/** @module What code can do that has left its context: it is the guest process then, and only the process holds it. Threads promise nothing here. */
import { type Attack, inCategory, type Scene } from "./contract.ts";
import { OUTSIDE } from "./stolen-runner-marker.ts";

type Stolen = Omit<Attack, "category">;

const text = (value: string) => JSON.stringify(value);
const threads =
  "a thread that has left its context is the worker's own process: threads are for trusted scripts";
const INSIDE = `on("messageCreate", async (ctx) => { await kv.store("a").get("k"); });`;
const ends = [
  "ok",
  "lost: crashed",
  "lost: memory-limit",
  "lost: cpu-limit",
  "timed-out",
  "lost: dispatch-timeout",
];

/** Code of the runner itself, from when the script is loaded on. */
const outside = (
  name: string,
  body: string | ((scene: Scene) => string),
  more: Partial<Attack> = {},
): Stolen => ({
  name,
  stage: "stolen",
  script: (scene) => `${INSIDE}${OUTSIDE}${typeof body === "string" ? body : body(scene)}`,
  must: { go: "ok", again: "ok" },
  embedded: { cannot: threads },
  ...more,
});

/** Each attempt must come to nothing; notes how many were made. */
const attempts = (name: string, count: number, list: (scene: Scene) => Record<string, string>): Stolen =>
  outside(name, (scene) => {
    const lines = Object.entries(list(scene)).map(([what, code]) =>
      `[${JSON.stringify(what)}, async () => { ${code} }]`
    );
    return `let tried = 0;
      for (const [name, attempt] of [${lines.join(",\n")}]) {
        tried++;
        let got;
        try { got = await attempt(); } catch { continue; }
        if (got) outside.win(name, got);
      }
      outside.note("tried", tried);`;
  }, { must: { go: "ok", again: "ok", notes: { tried: count } } });

/** A single attempt that may cost the guest its life. */
const attempt = (name: string, code: (scene: Scene) => string): Stolen =>
  outside(name, (scene) => `
    let got;
    try { got = await (async () => { ${code(scene)} })(); } catch {}
    if (got) outside.win(${text(name)}, got);`, { must: { go: ends, again: ends } });

/** Something that is fatal to the guest at the latest when an event comes; the one after finds a new guest. */
const fatal = (name: string, body: string | ((scene: Scene) => string)): Stolen =>
  outside(name, body, {
    async drive(field) {
      await field.until("the end of the guest", async () => {
        const outcome = await field.say("go");
        if (!ends.some((end) => outcome.startsWith(end))) throw new Error(`ended with ${outcome}`);
        return (await field.logs()).some((line) => /Script was ended/.test(line));
      });
    },
    must: {},
  });

/** Ways to send something, by name. */
const packets: Record<string, (scene: Scene) => string> = {
  TCP: (scene) => `return await Deno.connect({ hostname: "127.0.0.1", port: ${scene.trapPort} });`,
  "node:net": (scene) =>
    `return await new Promise(async (go, no) => { const s = (await import("node:net")).connect(${scene.trapPort}, "127.0.0.1"); s.on("connect", go); s.on("error", no); });`,
  UDP: (scene) =>
    `return await new Promise(async (go, no) => { const s = (await import("node:dgram")).createSocket("udp4"); s.on("error", no); s.send("x", ${scene.trapPort}, "127.0.0.1", (e) => e ? no(e) : go(1)); });`,
  "a Unix socket": (scene) =>
    `return await Deno.connect({ transport: "unix", path: ${text(scene.trapSocket)} });`,
  fetch: (scene) => `return (await fetch("http://127.0.0.1:${scene.trapPort}/")).status;`,
  WebSocket: (scene) =>
    `return await new Promise((go, no) => { const s = new WebSocket("ws://127.0.0.1:${scene.trapPort}/"); s.onopen = go; s.onerror = (e) => { e.preventDefault?.(); no(1); }; });`,
  "a remote import": (scene) => `return await import("https://127.0.0.1:${scene.trapPort}/x.js");`,
  "an import from a known host": () => `return await import("https://deno.land/std/version.ts");`,
  "a name to resolve": () => `return (await Deno.resolveDns("example.invalid", "A")).length;`,
  listening: () => `return Deno.listen({ hostname: "127.0.0.1", port: 0 });`,
};

export const stolen = inCategory("stolen runner", [
  attempts("the process reads no file", 8, ({ folder, workerPid }) => ({
    Deno: `return Deno.readTextFileSync(${text(`${folder}/bait.txt`)});`,
    "node:fs": `return (await import("node:fs")).readFileSync(${text(`${folder}/bait.txt`)}, "utf8");`,
    "a built-in module": `return process.getBuiltinModule("fs").readFileSync("/etc/hostname", "utf8");`,
    "a folder": `return [...Deno.readDirSync("/")].length;`,
    "an import": `return (await import(${
      text(`file://${folder}/bait.txt`)
    }, { with: { type: "text" } })).default;`,
    fetch: `return await (await fetch(${text(`file://${folder}/bait.txt`)})).text();`,
    "the worker's environment": `return Deno.readTextFileSync("/proc/${workerPid}/environ");`,
    "the worker's memory": `return Deno.openSync("/proc/${workerPid}/mem");`,
  })),
  attempts("the process writes no file", 4, ({ folder }) => ({
    Deno: `Deno.writeTextFileSync(${text(`${folder}/written`)}, "x"); return 1;`,
    "node:fs": `(await import("node:fs")).writeFileSync(${text(`${folder}/written`)}, "x"); return 1;`,
    "a temporary file": `return Deno.makeTempFileSync();`,
    "a link": `Deno.symlinkSync("/etc/passwd", ${text(`${folder}/link`)}); return 1;`,
  })),
  ...Object.entries(packets).map(([how, code]) => attempt(`a packet by ${how} is not sent`, code)),
  attempts("the process starts no other and ends no other", 10, ({ workerPid }) => ({
    command: `return new Deno.Command("/bin/true").outputSync().code === 0;`,
    "node:child_process":
      `return (await import("node:child_process")).execFileSync("/bin/true").length === 0;`,
    "itself with more power":
      `return new Deno.Command(Deno.execPath(), { args: ["eval", "1"] }).outputSync().code === 0;`,
    "killing the worker": `Deno.kill(${workerPid}, "SIGKILL"); return 1;`,
    "killing the parent": `process.kill(process.ppid, "SIGKILL"); return 1;`,
    "killing the process group": `Deno.kill(0, "SIGKILL"); return 1;`,
    "killing its own group": `Deno.kill(-Deno.pid, "SIGKILL"); return 1;`,
    "killing all": `process.kill(-1, "SIGKILL"); return 1;`,
    "native code": `return Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } });`,
    "a native addon": `process.dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6"); return 1;`,
  })),
  attempts("the process is told nothing of its surroundings", 7, () => ({
    environment: `return Object.keys(Deno.env.toObject()).join();`,
    "node's environment":
      `return Object.keys(process.env).filter((key) => /FLORA|HOME|PATH|TMP/.test(key)).join();`,
    "one variable": `return process.env.FLORA_MASTER_KEY;`,
    host: `return Deno.hostname();`,
    "network interfaces": `return Deno.networkInterfaces().length;`,
    "arguments": `return Deno.args.length;`,
    "folder": `return Deno.cwd() !== "/";`,
  })),
  attempts("the process is granted nothing it asks for", 8, () =>
    Object.fromEntries(
      ["read", "write", "net", "env", "run", "sys", "ffi", "import"].map((name) => [
        name,
        `return (await Deno.permissions.request({ name: ${text(name)} })).state === "granted";`,
      ]),
    )),
  attempt(
    "an inspector of the process listens nowhere",
    () => `const { open, url } = await import("node:inspector"); open(0, "127.0.0.1"); return url();`,
  ),
  attempt(
    "a heap snapshot of the process is written nowhere",
    () => `return (await import("node:v8")).writeHeapSnapshot();`,
  ),
  attempt("local storage of the process keeps nothing", () => `localStorage.setItem("a", "b"); return 1;`),
  attempt(
    "a cache of the process keeps nothing",
    () => `await (await caches.open("a")).put("http://a/", new Response("b")); return 1;`,
  ),
  attempt("a KV database of the process keeps nothing", () => `return await Deno.openKv();`),
  attempt(
    "a database of the process reads no store",
    ({ folder }) =>
      `return new (await import("node:sqlite")).DatabaseSync(${text(`${folder}/../flora.db`)});`,
  ),
  attempt(
    "a database of the process writes no file",
    ({ folder }) => `return new (await import("node:sqlite")).DatabaseSync(${text(`${folder}/written.db`)});`,
  ),
  attempt("a thread of the process reads no file", () => `
    const { promise, resolve } = Promise.withResolvers();
    const w = new Worker("data:text/javascript," + encodeURIComponent("postMessage(Deno.readTextFileSync('/etc/hostname'))"), { type: "module" });
    w.onmessage = (e) => resolve(e.data); w.onerror = (e) => { e.preventDefault(); resolve(""); };
    return await promise;`),
  attempt("a thread of the process is granted nothing more", () => `
    const { promise, resolve } = Promise.withResolvers();
    const code = "postMessage(Deno.permissions.querySync({ name: 'read' }).state)";
    const w = new Worker("data:text/javascript," + encodeURIComponent(code), { type: "module", deno: { permissions: { read: true } } });
    w.onmessage = (e) => resolve(e.data === "granted"); w.onerror = (e) => { e.preventDefault(); resolve(0); };
    return await promise;`),
  attempt("a thread of node's reads no file", ({ folder }) => `
    const { Worker: W } = await import("node:worker_threads");
    const code = "require('fs').readFileSync(" + ${text(text(`${folder}/bait.txt`))} + ")";
    return await new Promise((go) => { const w = new W(code, { eval: true }); w.on("error", () => go(0)); w.on("exit", (code) => go(code === 0)); });`),
  outside(
    "every open file is adopted and written to",
    `
    const { Pipe } = process.binding("pipe_wrap");
    for (let fd = 3; fd < 64; fd++) try {
      const pipe = new Pipe(0); if (pipe.open(fd) === 0) { const r = {}; pipe.writeUtf8String?.(r, "MARK"); }
    } catch {}
    outside.note("done", 1);`,
    { must: { go: ends, again: ends } },
  ),
  outside(
    "insides of Deno are called",
    `
    const { core } = Deno[Deno.internal];
    for (const name of Object.keys(core.ops)) {
      if (/read|open|spawn|connect|env|fetch|write_file|mkdir|kv/.test(name)) try {
        const got = core.ops[name]("/etc/hostname", "/etc/hostname", {}, {});
        if (typeof got === "string" && got.length > 0 && !/^(ext|node|https?|file|data):/.test(got)) outside.note("op " + name, got.slice(0, 50));
      } catch {}
    }
    outside.note("done", 1);`,
    { must: { go: ends, again: ends } },
  ),
  outside(
    "messages to every BroadcastChannel",
    `
    const channel = new BroadcastChannel("flora"); for (let i = 0; i < 1000; i++) channel.postMessage("x".repeat(1000)); channel.close();`,
  ),
  outside(
    "flags of the engine",
    `
    const v8 = await import("node:v8");
    for (const flag of ["--max-old-space-size=4000", "--allow-natives-syntax", "--no-flush-bytecode", "--stack-size=60000"]) try { v8.setFlagsFromString(flag); } catch {}`,
    {
      must: { go: ends, again: ends },
    },
  ),
  fatal(
    "a heap bomb with the heap's limit lifted",
    `
    (await import("node:v8")).setFlagsFromString("--max-old-space-size=4000");
    const all = []; for (;;) all.push(new Array(1e5).fill(1.5));`,
  ),
  fatal(
    "a heap bomb on threads of its own",
    `
    const code = "const all = []; for (;;) all.push(new Array(1e5).fill(1.5));";
    for (let i = 0; i < 20; i++) new Worker("data:text/javascript," + encodeURIComponent(code), { type: "module" });`,
  ),
  outside(
    "shared and WebAssembly memory",
    `
    const all = [];
    for (;;) {
      all.push(new WebAssembly.Memory({ initial: 1000 }), new SharedArrayBuffer(2 ** 24));
      new Uint8Array(all.at(-1)).fill(1);
      new Uint8Array(all.at(-2).buffer).fill(1);
    }`,
    { must: { go: ends, again: ends } },
  ),
  fatal(
    "threads without an end",
    `for (;;) new Worker("data:text/javascript,for(;;);", { type: "module" });`,
  ),
  fatal(
    "CPU time on threads of its own",
    `
    for (let i = 0; i < 3; i++) new Worker("data:text/javascript,for(;;);", { type: "module" });`,
  ),
  fatal("an endless loop outside of any timeout", `for (;;);`),
  fatal("a wait outside of any timeout", `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`),
  fatal("an exit", `Deno.exit(0);`),
  fatal("an abort", `process.abort();`),
  // Where system calls are filtered it may not even do that.
  fatal("its own kill", `try { Deno.kill(Deno.pid, "SIGKILL"); } finally { Deno.exit(0); }`),
  fatal("an uncaught error", `setTimeout(() => { throw new Error("x"); });`),
  fatal(
    "a packet that announces four gibibytes",
    `outside.raw(new Uint8Array([0xff, 0xff, 0xff, 0xff, 2]));`,
  ),
  fatal("a packet without a kind", `outside.raw(new Uint8Array([0, 0, 0, 0]));`),
  fatal("a packet of a kind that is none", `outside.send(99, "x");`),
  fatal("a code cache for the others", `outside.send(outside.Kind.cache, new Uint8Array(1000));`),
  fatal("an SDK for the others", `outside.send(outside.Kind.sdk, "globalThis.x = 1");`),
  fatal("control words that are no JSON", `outside.send(outside.Kind.control, "{");`),
  fatal("a control word that is null", `outside.send(outside.Kind.control, "null");`),
  fatal("a control word that is none", `outside.send(outside.Kind.control, '{"t":"__proto__"}');`),
  fatal("a greeting out of turn", `outside.send(outside.Kind.control, '{"t":"hello","permissions":{}}');`),
  fatal(
    "the word that it is broken",
    `outside.send(outside.Kind.control, '{"t":"broken","message":{"toString":1}}');`,
  ),
  fatal("a frame of no text", `outside.send(outside.Kind.frames, new Uint8Array([0xff, 0xfe, 0x80]));`),
  fatal(
    "half a packet, and then silence",
    `outside.raw(new Uint8Array([0, 1, 0, 0, 2, 91])); for (;;) await new Promise((go) => setTimeout(go, 1e6));`,
  ),
  fatal("its output closed", `Deno.stdout.close();`),
  outside(
    "answers to questions that nobody asked",
    `
    for (let i = 0; i < 20000; i++) outside.send(outside.Kind.control, JSON.stringify({ t: "pong", n: i }));`,
    {
      must: { go: ends, again: ends },
    },
  ),
  outside(
    "cut-off turns of others",
    `
    for (let i = 0; i < 2000; i++) outside.send(outside.Kind.control, JSON.stringify({ t: "turn-timeout", d: "event-" + i }));`,
    {
      must: { go: ends, again: ends },
    },
  ),
  outside(
    "rejections that are no text",
    `
    for (let i = 0; i < 50; i++) outside.send(outside.Kind.control, JSON.stringify({ t: "unhandled", message: { a: [i] }, stack: ["x".repeat(1e6)] }));`,
    {
      must: { go: ends, again: ends },
    },
  ),
  outside(
    "empty packets by the hundred thousand",
    `
    for (let i = 0; i < 1e5; i++) outside.send(outside.Kind.frames, "[]");`,
    { must: { go: ends, again: ends } },
  ),
  outside(
    "a flood of error output",
    `
    const line = new TextEncoder().encode("x".repeat(65535) + "\\n"); for (let i = 0; i < 500; i++) Deno.stderr.writeSync(line);`,
    {
      must: { go: ends, again: ends },
    },
  ),
  outside(
    "endless error output",
    `
    const line = new TextEncoder().encode("Fatal JavaScript out of memory\\n"); for (;;) { Deno.stderr.writeSync(line); await null; }`,
    {
      must: { go: ends, again: ends },
    },
  ),
]);
