import { connect, type Socket } from "node:net";
import { type DiscordPort, DiscordResponse, type FilePort, type FilesAnswer } from "@flora/discord";
import type { GuildReads } from "@flora/discord/guild-reads/contract";
import { storeProblem } from "@flora/storage";
import { here, type Logger } from "@flora/telemetry";
import { gatewayMethods, type Handlers, Link, LinkClosedError, workerMethods } from "@flora/protocol";

export interface GatewayAddress {
  host: string;
  port: number;
  secret: string;
  /** This worker's name. */
  name: string;
}

export interface GatewayConnection {
  readonly discord: DiscordPort;
  readonly files: FilePort;
  readonly guildReads: GuildReads;
  readonly closed: Promise<void>;
  /** Says who this worker is; dispatches may come from then on. */
  hello(): Promise<void>;
  /** Says that this worker is about to stop; resolves when its guilds have gone elsewhere, or cannot. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** A gateway that is not there yet is waited for, and looked for this often. Milliseconds. */
const GATEWAY_STARTS_MS = 8_000;
const AGAIN_MS = 100;

/**
 * Connects to the gateway once, which may still be starting: when the link closes, the worker has nobody to work for and
 * stops.
 */
export async function connectGateway(
  { host, port, secret, name }: GatewayAddress,
  handlers: Handlers<typeof workerMethods>,
  log: Logger,
  patienceMs = GATEWAY_STARTS_MS,
): Promise<GatewayConnection> {
  const deadline = performance.now() + patienceMs;
  let socket: Socket | undefined;
  while (!socket) {
    socket = await open(host, port).catch(async (error) => {
      if (performance.now() < deadline) return void await new Promise((again) => setTimeout(again, AGAIN_MS));
      throw new Error(`Cannot reach the gateway at ${host}:${port}: ${error.message}`, { cause: error });
    });
  }
  socket.setTimeout(0);
  const explain = (error: unknown) => {
    const problem = storeProblem(error);
    if (problem) log.error({ err: error }, "Cannot use the store for what the gateway asked");
    return problem;
  };
  const link = new Link(socket, { outgoing: gatewayMethods, incoming: workerMethods, handlers, explain });
  return {
    closed: link.closed,
    discord: { request: (request) => ask(() => link.call("discord", { ...request, ...here() })) },
    files: {
      ask: (call) => link.call("files", call).then((answer) => answer as FilesAnswer, noAnswer),
    },
    guildReads: { read: (request) => ask(() => link.call("guild", request)) },
    async hello() {
      await link.call("hello", { secret, role: "worker", name, pid: Deno.pid });
    },
    async leave() {
      await link.call("leaving", {}).catch(() => undefined);
    },
    async close() {
      link.close();
      await link.closed;
    },
  };
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
    socket.once("timeout", () => socket.destroy(new Error(`no answer within ${CONNECT_TIMEOUT_MS} ms`)));
  });
  return socket;
}

/** Without the gateway no file gets anywhere. */
function noAnswer(): FilesAnswer {
  return {
    ok: false,
    error: { code: "DISCORD_ERROR", message: "Cannot upload: no answer from flora's gateway" },
  };
}

/** A gateway that cannot answer counts as no answer from Discord. */
async function ask(call: () => Promise<unknown>): Promise<DiscordResponse> {
  try {
    return DiscordResponse.parse(await call());
  } catch (error) {
    const why = error instanceof LinkClosedError ? "flora is restarting" : "flora failed";
    return { ok: false, kind: "network", message: `Cannot ask Discord: ${why}` };
  }
}
