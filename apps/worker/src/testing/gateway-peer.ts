import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { defaultLimits } from "@flora/model";
import { DiscordRequest, type DiscordResponse, FilesCall, StagedFiles } from "@flora/discord";
import { GuildReadRequest } from "@flora/discord/guild-reads/contract";
import { gatewayMethods, Link, workerMethods } from "@flora/protocol";

type WorkerLink = Link<typeof workerMethods, typeof gatewayMethods>;

/** The gateway's end of a worker's link: records what the worker asks of Discord and answers it. */
export class GatewayPeer {
  readonly asked: DiscordRequest[] = [];
  readonly secret = crypto.randomUUID();
  /** What Discord answers; a message of its own for everything by default. */
  answer: (request: DiscordRequest) => DiscordResponse | Promise<DiscordResponse> = () => ({
    ok: true,
    status: 200,
    body: { id: "300000000000000001" },
  });
  /** Lets the answer to a part of a file wait. */
  onFiles: (call: FilesCall) => Promise<void> = () => Promise.resolve();
  readonly read: GuildReadRequest[] = [];
  /** Kept as the gateway does. */
  readonly staged = new StagedFiles({
    fileBytes: defaultLimits.fileBytes,
    guildBytes: defaultLimits.uploadBytes,
    totalBytes: 4 * defaultLimits.uploadBytes,
    lifeMs: 3_600_000,
  });
  /** A worker said that it is about to stop. */
  left = false;
  /** What is read of a guild; nothing by default. */
  answerRead: (request: GuildReadRequest) => DiscordResponse = () => ({ ok: true, status: 200, body: null });
  #sockets = new Set<Socket>();
  #links: WorkerLink[] = [];

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<GatewayPeer> {
    const server = createServer();
    const peer = new GatewayPeer(server);
    server.on("connection", (socket) => peer.#accept(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The worker that connected last. */
  get worker(): WorkerLink {
    return this.#links.at(-1)!;
  }

  /** Breaks every link, as a gateway that dies does. */
  breakLinks(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.breakLinks();
    this.staged.close();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    this.#links.push(
      new Link(socket, {
        outgoing: workerMethods,
        incoming: gatewayMethods,
        handlers: {
          hello: ({ secret }) => {
            if (secret !== this.secret) throw new Error("Cannot greet: wrong secret");
            return Promise.resolve({
              applicationId: "900000000000000001",
              botUserId: "900000000000000002",
            });
          },
          leaving: () => {
            this.left = true;
            return Promise.resolve({ left: 0 });
          },
          discord: async (request) => {
            const parsed = DiscordRequest.parse(request);
            this.asked.push(parsed);
            return await this.answer(parsed);
          },
          files: async (call) => {
            const parsed = FilesCall.parse(call);
            const answer = this.staged.answer(parsed);
            await this.onFiles(parsed);
            return answer;
          },
          guild: async (request) => {
            const parsed = GuildReadRequest.parse(request);
            this.read.push(parsed);
            return this.answerRead(parsed);
          },
        },
      }),
    );
  }
}
