/** @module The process's own walls, tried by code that has left the context behind: it runs in the runner's place. */
import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import { guestCommand, runnerUrl } from "./command.ts";
import { detectLayers, type Layer } from "./layers.ts";

const encode = (text: string) => runnerUrl(new TextEncoder().encode(text));
const denoPath = Deno.execPath();

async function run(code: string, layers: Layer[]): Promise<{ out: string; err: string; code: number }> {
  const child = guestCommand({ denoPath, runner: encode(code), layers, limits: defaultLimits }).spawn();
  await child.stdin.close();
  const { stdout, stderr, code: exit } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { out: text(stdout), err: text(stderr), code: exit };
}

const layers = await detectLayers(async (chain) => {
  assert.equal((await run(`console.log("up")`, chain)).out, "up\n");
});

/** Runs each attempt in a guest process; the name of the error that each ended in, or "done". */
async function attempts(tries: Record<string, string>): Promise<Record<string, string>> {
  const code = `const results = {};
    ${
    Object.entries(tries).map(([name, body]) => `
    try { await (async () => { ${body} })(); results[${JSON.stringify(name)}] = "done"; }
    catch (error) { results[${JSON.stringify(name)}] = error.name; }`).join("\n")
  }
    console.log(JSON.stringify(results));`;
  const { out, err } = await run(code, layers);
  assert.ok(out.startsWith("{"), err);
  return JSON.parse(out);
}

const marker = `/tmp/flora-wall-${crypto.randomUUID()}`;

Deno.test("guestCommand() gives the process no authority", async () => {
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = server.addr as Deno.NetAddr;
  const accepted: Deno.Conn[] = [];
  const accepting = server.accept().then((connection) => void accepted.push(connection)).catch(() => {});
  const results = await attempts({
    read: `Deno.readTextFileSync("/etc/hostname");`,
    "read through node": `(await import("node:fs")).readFileSync("/etc/hostname");`,
    write: `Deno.writeTextFileSync(${JSON.stringify(marker)}, "x");`,
    connect: `await Deno.connect({ hostname: "127.0.0.1", port: ${port} });`,
    fetch: `await fetch("http://127.0.0.1:${port}/");`,
    "import remote": `await import("https://deno.land/std/version.ts");`,
    "import file": `await import("file:///etc/hostname");`,
    run: `new Deno.Command("/bin/true").outputSync();`,
    environment: `Deno.env.toObject();`,
    system: `Deno.hostname();`,
    "kill the worker": `Deno.kill(Deno.ppid, "SIGTERM");`,
    "native code": `Deno.dlopen("libc.so.6", {});`,
    request:
      `if ((await Deno.permissions.request({ name: "read" })).state !== "granted") throw new TypeError("no");`,
    storage: `localStorage.setItem("a", "b");`,
    caches: `const cache = await caches.open("a"); await cache.put("http://a/", new Response("b"));`,
    eval: `(0, eval)("1");`,
  });
  server.close();
  await accepting;
  assert.deepEqual(Object.entries(results).filter(([, result]) => result === "done"), []);
  assert.equal(accepted.length, 0);
  assert.throws(() => Deno.statSync(marker), Deno.errors.NotFound);
});

/** Looks at a guest process from outside while its code waits. */
async function inspect(look: (pid: number) => void): Promise<void> {
  const waiting = encode(`console.log("up"); await Deno.stdin.read(new Uint8Array(1));`);
  const child = guestCommand({ denoPath, runner: waiting, layers, limits: defaultLimits }).spawn();
  const reader = child.stdout.getReader();
  try {
    await reader.read();
    look(child.pid);
  } finally {
    child.kill("SIGKILL");
    await Promise.allSettled([child.stdin.abort(), reader.cancel(), child.stderr.cancel(), child.status]);
  }
}

/** What a process has open, by the kernel's names. */
function openFiles(pid: number): string[] {
  return Array.from(Deno.readDirSync(`/proc/${pid}/fd`), ({ name }) => {
    try {
      return Number(name) > 2 ? Deno.readLinkSync(`/proc/${pid}/fd/${name}`) : "";
    } catch {
      return "";
    }
  }).filter((target) => target !== "" && !target.startsWith("anon_inode:"));
}

const linux = Deno.build.os === "linux";

Deno.test("guestCommand() hands no open file over but those of stdio", { ignore: !linux }, async () => {
  const file = await Deno.open("/etc/hostname");
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await inspect((pid) => {
    const own = new Set(openFiles(Deno.pid));
    assert.ok(own.has("/etc/hostname"));
    const stdio = new Set([0, 1, 2].map((fd) => Deno.readLinkSync(`/proc/${pid}/fd/${fd}`)));
    const shared = openFiles(pid).filter((target) => own.has(target) && !stdio.has(target));
    assert.deepEqual(shared.filter((target) => target !== "/dev/null"), []);
  });
  server.close();
  file.close();
});

Deno.test("guestCommand() hands no environment over", { ignore: !linux }, async () => {
  Deno.env.set("FLORA_WALL_SECRET", "abc");
  try {
    await inspect((pid) => {
      assert.doesNotMatch(Deno.readTextFileSync(`/proc/${pid}/environ`), /FLORA_WALL_SECRET|HOME=|PATH=/);
    });
  } finally {
    Deno.env.delete("FLORA_WALL_SECRET");
  }
});

Deno.test("the layers hold", { ignore: !linux }, async () => {
  const names = layers.map(({ name }) => name).join(" ");
  await inspect((pid) => {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const of = (key: string) => new RegExp(`^${key}:[ \\t]*(.*)$`, "m").exec(status)?.[1] ?? "";
    if (names.includes("no-new-privileges")) assert.equal(of("NoNewPrivs"), "1");
    if (names.includes("own-user")) {
      assert.ok(of("Uid").split("\t").every((uid) => Number(uid) >= 2 ** 30), of("Uid"));
      assert.equal(of("Groups").trim(), "");
    }
    assert.match(of("CapEff"), /^0+$/);
    const limits = Deno.readTextFileSync(`/proc/${pid}/limits`);
    if (names.includes("rlimits")) assert.match(limits, /Max file size\s+0 /);
    const namespace = (id: number | "self") => Deno.readLinkSync(`/proc/${id}/ns/net`);
    if (names.includes("seccomp")) assert.equal(of("Seccomp"), "2");
    if (names.includes("namespaces")) assert.notEqual(namespace(pid), namespace("self"));
  });
});

Deno.test("detectLayers() takes what works and leaves out what does not", async () => {
  const chosen = await detectLayers(async (chain) => {
    if (chain.some(({ name }) => /own-user|namespaces/.test(name))) throw new Error("not here");
  });
  assert.ok(chosen.every(({ name }) => !/own-user|namespaces/.test(name)));
  if (linux) assert.ok(chosen.some(({ name }) => name.includes("parent-death")));
});

Deno.test("detectLayers() blames no layer for a guest that does not start anyway", async () => {
  await assert.rejects(detectLayers(() => Promise.reject(new Error("broken"))), /broken/);
});

Deno.test(
  "a guest in an endless loop dies with its worker",
  { ignore: !layers.some(({ name }) => name.includes("parent-death")) },
  async () => {
    const parent = `
      import { guestCommand, runnerUrl } from ${JSON.stringify(import.meta.resolve("./command.ts"))};
      import { detectLayers } from ${JSON.stringify(import.meta.resolve("./layers.ts"))};
      const layers = await detectLayers(() => Promise.resolve());
      const runner = runnerUrl(new TextEncoder().encode("console.log(1); for (;;);"));
      const limits = { heapBytes: 2 ** 26, residentBytes: 2 ** 27 };
      const child = guestCommand({ denoPath: ${JSON.stringify(denoPath)}, runner, layers, limits }).spawn();
      await child.stdout.getReader().read();
      console.log(child.pid);
      await new Promise(() => setInterval(() => {}, 1000));`;
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/parent.ts`, parent);
    const worker = new Deno.Command(denoPath, {
      args: ["run", "-A", "--no-config", "--no-lock", `${folder}/parent.ts`],
      stdout: "piped",
      stdin: "null",
      stderr: "inherit",
    }).spawn();
    const reader = worker.stdout.getReader();
    const { value } = await reader.read();
    const pid = Number(new TextDecoder().decode(value));
    assert.ok(pid > 0);
    worker.kill("SIGKILL");
    await worker.status;
    await reader.cancel();
    const end = performance.now() + 10_000;
    const alive = () => {
      try {
        return !/^\d+ \(.*\) Z/.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
      } catch {
        return false;
      }
    };
    while (alive()) {
      assert.ok(performance.now() < end, `process ${pid} still runs`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await Deno.remove(folder, { recursive: true });
  },
);
