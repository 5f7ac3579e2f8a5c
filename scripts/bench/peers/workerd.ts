/** @module Guilds as dynamic workers of workerd, reached over HTTP as workerd is. */
import { memoryOf, MIB } from "../isolate/memory.ts";
import { pause, rounded, spread, timed } from "../isolate/samples.ts";

const BOOTS = 30;
const TRIPS = 2_000;
const WARM_UP = 500;
const SPAWNS = 60;
const DISPATCHES = 20;
const FEW = 50;
const MANY = 200;
const BOOT_MS = 10_000;
const event = JSON.stringify({ content: "ping", channelId: "200000000000000002" });
const source = new URL("./workerd/", import.meta.url);

/** A running workerd; each guild id it has not heard of becomes an isolate. */
class Workerd {
  #guilds = 0;

  private constructor(readonly child: Deno.ChildProcess, readonly address: string) {}

  /** `folder` holds small.js and large.js, and gets the rest. */
  static async start(program: string, folder: string): Promise<Workerd> {
    for (const name of ["config.capnp", "main.js"]) {
      await Deno.copyFile(new URL(name, source), `${folder}/${name}`);
    }
    const child = new Deno.Command(program, {
      args: ["serve", "--experimental", "--control-fd=1", `${folder}/config.capnp`],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const late = pause(BOOT_MS).then(() => ({ value: "" }));
    const { value = "" } = await Promise.race([reader.read(), late]);
    const port = /"port":(\d+)/.exec(value)?.[1];
    if (port === undefined) {
      child.kill("SIGKILL");
      throw new Error("Cannot start workerd: it does not listen");
    }
    return new Workerd(child, `http://127.0.0.1:${port}`);
  }

  newGuild(): string {
    return `${++this.#guilds}`;
  }

  async say(guild: string, size = "SMALL"): Promise<void> {
    const response = await fetch(`${this.address}/?guild=${guild}&size=${size}`, {
      method: "POST",
      body: event,
    });
    if (await response.text() !== "ok") {
      throw new Error(`Cannot measure workerd: it answers ${response.status}`);
    }
  }

  /** Memory that each of so many new guilds adds. */
  async memoryMib(count: number): Promise<number> {
    const before = memoryOf(this.child.pid);
    for (let n = 0; n < count; n++) {
      const guild = this.newGuild();
      await timed(DISPATCHES, () => this.say(guild));
    }
    return (memoryOf(this.child.pid) - before) / count / MIB;
  }
}

async function measure(workerd: Workerd) {
  await timed(WARM_UP, () => workerd.say("0"));
  const warmGuildMiB = rounded(await workerd.memoryMib(FEW));
  const [at200, cold, coldLarge] = [
    rounded(await workerd.memoryMib(MANY)),
    await timed(BOOTS, () => workerd.say(workerd.newGuild())),
    await timed(BOOTS, () => workerd.say(workerd.newGuild(), "LARGE")),
  ];
  const [spawnsMs] = await timed(
    1,
    () => Promise.all(Array.from({ length: SPAWNS }, () => workerd.say(workerd.newGuild()))),
  );
  return {
    ...spread("coldStartNoZygote", "Ms", cold),
    ...spread("coldStartNoZygote200Kb", "Ms", coldLarge),
    ...spread("dispatch", "Us", await timed(TRIPS, () => workerd.say("0"))),
    warmGuildMiB,
    warmGuildMiBAt200: at200,
    spawnPerSecond: rounded(SPAWNS / spawnsMs! * 1_000),
  };
}

export async function measureWorkerd(program: string, folder: string) {
  const workerd = await Workerd.start(program, folder);
  try {
    return await measure(workerd);
  } finally {
    workerd.child.kill("SIGKILL");
    await workerd.child.status;
  }
}
