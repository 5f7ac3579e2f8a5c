import type { Field } from "./field.ts";
import type { Random } from "./random.ts";

/** What a kind of trouble does to events on their way. */
export type Shakes = "nothing" | "workers" | "gateway";

export interface Trouble {
  name: string;
  weight: number;
  shakes: Shakes;
  make(field: Field, random: Random): Promise<unknown>;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const worker = async (field: Field, random: Random) => random.pick(await field.pids(/^worker-/));

function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** Moves a guild to another worker. */
async function migrate(field: Field, random: Random): Promise<void> {
  const { placements } = await field.client.placements();
  const { workers } = await field.client.workers();
  if (placements.length === 0) return;
  const one = random.pick(placements);
  await field.client.migrate(one.guildId, random.pick(workers).name);
}

/** Everything that goes wrong, and what goes on all the time. A refusal, such as a worker that is just gone, is no failure. */
export const troubles: readonly Trouble[] = [
  { name: "migrate", weight: 60, shakes: "nothing", make: migrate },
  {
    name: "deploy",
    weight: 6,
    shakes: "nothing",
    make: (field, random) => field.deploy(random.pick(field.guilds)),
  },
  {
    name: "drain and restart",
    weight: 1,
    shakes: "nothing",
    make: async (field, random) => await field.client.drain((await worker(field, random)).name, true),
  },
  {
    name: "kill a worker",
    weight: 2,
    shakes: "workers",
    make: async (field, random) => signal((await worker(field, random)).pid, "SIGKILL"),
  },
  {
    name: "kill a worker while a guild moves",
    weight: 4,
    shakes: "workers",
    async make(field, random) {
      const { pid } = await worker(field, random);
      const moves = Array.from({ length: 6 }, () => migrate(field, random).catch(() => {}));
      await pause(random.below(25));
      signal(pid, "SIGKILL");
      await Promise.all(moves);
    },
  },
  {
    name: "stop a worker for a while",
    weight: 1,
    shakes: "workers",
    async make(field, random) {
      const { pid } = await worker(field, random);
      signal(pid, "SIGSTOP");
      await pause(random.below(2) === 0 ? 1_500 : 14_000);
      signal(pid, "SIGCONT");
    },
  },
  {
    name: "kill the gateway",
    weight: 1,
    shakes: "gateway",
    async make(field) {
      const [gateway] = await field.pids(/^gateway$/);
      if (gateway) signal(gateway.pid, "SIGKILL");
    },
  },
  {
    name: "Discord asks to reconnect",
    weight: 1,
    shakes: "nothing",
    make: (field) =>
      fetch(`${field.emulator.url}/emulator/v1/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ kind: "reconnect" }),
      }).then((response) => response.text()),
  },
  {
    name: "the store is busy",
    weight: 2,
    shakes: "nothing",
    make: (field, random) => field.keepStoreBusy(random.below(400)),
  },
];

export function pickTrouble(random: Random): Trouble {
  let left = random.next() * troubles.reduce((sum, { weight }) => sum + weight, 0);
  return troubles.find(({ weight }) => (left -= weight) < 0) ?? troubles[0]!;
}
