/** @module A gateway between an emulated Discord and scripted workers, for tests. */
import { connect } from "node:net";
import {
  defaultLimits,
  emptyManifest,
  type GuildId,
  type Limits,
  type Manifest,
  type RevisionId,
} from "@flora/model";
import { until } from "@flora/model/until";
import { controlMethods, Link } from "@flora/protocol";
import { type Emulator, type EmulatorOptions, startEmulator } from "@flora/discord-emulator";
import { openStorage, type Storage } from "@flora/storage";
import { storeRevision } from "@flora/storage/testing/revision";
import { createLogger } from "@flora/telemetry";
import { GatewayIntentBits } from "discord-api-types/v10";
import { type Gateway, startGateway } from "../gateway.ts";
import { ownCommands } from "../inside/definitions.ts";
import { ScriptedWorker } from "./scripted-worker.ts";

export const SECRET = "a secret of this test";
const everyIntent = Object.keys(GatewayIntentBits).filter((name) => Number.isNaN(Number(name)));

export interface TestGuild {
  id: GuildId;
  channelId: string;
  userId: string;
}

type Control = Link<typeof controlMethods, Record<string, never>>;

export interface SetUp {
  emulator: Emulator;
  gateway: Gateway;
  storage: Storage;
  guilds: TestGuild[];
  workers: ScriptedWorker[];
  control: Control;
  /** Lines of the gateway's log, newest last. */
  logs: string[];
  join(name: string, run?: ScriptedWorker["run"]): Promise<ScriptedWorker>;
  /** Ends the gateway, and with it the links of its workers, and starts another one in its place. */
  restart(whileAway: () => Promise<unknown>): Promise<void>;
  /** Stores a revision and has the gateway put it live with this manifest. */
  deploy(guild: TestGuild, manifest: Partial<Manifest>): Promise<RevisionId>;
  /** The emulator's control surface. */
  act<T = Record<string, unknown>>(path: string, body: unknown): Promise<T>;
}

export interface Options {
  emulator?: EmulatorOptions;
  workers?: string[];
  expected?: number;
  intentsCeiling?: string[];
  limits?: Partial<Limits>;
}

/** Runs a test against a whole gateway and takes everything down after it. */
export async function withGateway(options: Options, test: (parts: SetUp) => Promise<void>): Promise<void> {
  const names = options.workers ?? ["worker-0"];
  const emulator = await startEmulator({ guilds: [{}], interactionDeadlineMs: 0, ...options.emulator });
  const storage = await openStorage("sqlite::memory:");
  const logs: string[] = [];
  const log = createLogger({ name: "gateway", level: "debug", write: (line) => logs.push(line) });
  const workers: ScriptedWorker[] = [];
  const manifests = new Map<RevisionId, Manifest>();
  let gateway: Gateway | undefined;
  let control: Control | undefined;
  try {
    const start = () =>
      startGateway({
        config: {
          discord: {
            token: emulator.token,
            apiUrl: emulator.apiUrl,
            shards: "auto",
            intentsCeiling: options.intentsCeiling ?? everyIntent,
          },
          limits: { ...defaultLimits, ...options.limits },
          workers: options.expected ?? names.length,
          logLinesKept: 100,
        },
        token: emulator.token,
        emulated: true,
        link: { host: "127.0.0.1", port: 0, secret: SECRET },
        storage,
        log,
      });
    gateway = await start();
    const join = async (name: string, run?: ScriptedWorker["run"]) => {
      const worker = await ScriptedWorker.join(name, { port: gateway!.linkPort, secret: SECRET, run });
      worker.manifest = (revisionId) => manifests.get(revisionId)!;
      workers.push(worker);
      return worker;
    };
    for (const name of names) await join(name);
    // Faults that a test asks for must not meet what the gateway does by itself.
    await until("flora's own commands", () => emulator.world.globalCommands.size === ownCommands.length);
    control = await openControl(gateway.linkPort, SECRET);
    const guilds = emulator.guildIds.map((id) => ({
      id: id as GuildId,
      channelId: [...emulator.world.channels.values()].find((one) =>
        one.guildId === id && one.type === 0
      )!.id,
      userId: emulator.world.guilds.get(id)!.ownerId,
    }));
    const link = control;
    await test({
      emulator,
      gateway,
      storage,
      guilds,
      workers,
      control,
      logs,
      join,
      async restart(whileAway) {
        control!.close();
        await gateway!.close();
        await whileAway();
        gateway = await start();
        control = await openControl(gateway.linkPort, SECRET);
      },
      async deploy(guild, manifest) {
        const id = await storeRevision(storage, guild.id);
        const whole = { ...emptyManifest, ...manifest };
        manifests.set(id, whole);
        await link.call("deploy", { guildId: guild.id, revisionId: id });
        return id;
      },
      act: (path, body) => act(emulator, path, body),
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\nThe gateway said:\n${logs.join("")}`, { cause: error });
  } finally {
    control?.close();
    for (const worker of workers) await worker.leave();
    await gateway?.close();
    await storage.close();
    await emulator.close();
  }
}

export async function openControl(port: number, secret: string): Promise<Control> {
  const socket = connect({ host: "127.0.0.1", port });
  const link: Control = new Link(socket, { outgoing: controlMethods, incoming: {}, handlers: {} });
  await link.call("hello", { secret, role: "control", name: "test", pid: Deno.pid });
  return link;
}

export async function act<T>(emulator: Emulator, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${emulator.url}/emulator/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}
