/** @module Listens for workers and for the API. Nothing is answered before a hello with the right secret. */
import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { ControlError } from "@flora/model";
import {
  apiMethods,
  controlMethods,
  gatewayMethods,
  type Handlers,
  Link,
  type LinkHello,
  type Methods,
  workerMethods,
} from "@flora/protocol";
import { storeProblem } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { z } from "zod";
import { Office } from "./inside/office.ts";
import { WorkerLink } from "./pool/worker-link.ts";

type Hello = z.output<typeof LinkHello>;
type Role = Hello["role"];
type FromWorkers = Omit<typeof gatewayMethods, "hello">;

/** What workers ask; each handler is told who asks. */
export type WorkerHandlers = {
  [K in keyof FromWorkers]: (
    params: z.output<FromWorkers[K]["params"]>,
    from: WorkerLink,
  ) => Promise<z.input<FromWorkers[K]["result"]>>;
};

export interface LinkServerOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  secret: string;
  /** Who the bot is, told to everybody who says hello. */
  identity: { applicationId: string; botUserId: string };
  worker: WorkerHandlers;
  control: Omit<Handlers<typeof controlMethods>, "hello" | "attend">;
  onWorker(link: WorkerLink): void;
  /** An API is there to answer people. */
  onOffice(office: Office): void;
  log: Logger;
}

type Answers = Record<string, (params: never, from: WorkerLink | undefined) => Promise<unknown>>;

/** Whoever has not said hello by then is cut off. Milliseconds. */
const HELLO_TIMEOUT_MS = 5_000;

/** Which methods each role may call, besides hello. */
const methodsOf: Record<Role, Methods> = {
  worker: withoutHello(gatewayMethods),
  control: withoutHello(controlMethods),
};

export class LinkServer {
  readonly #server: Server;
  readonly #links = new Set<{ close(): void }>();

  private constructor(private readonly options: LinkServerOptions) {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Rejects with the system's error when it cannot listen. */
  static listen(options: LinkServerOptions): Promise<LinkServer> {
    const server = new LinkServer(options);
    return new Promise((resolve, reject) => {
      server.#server.once("error", reject);
      server.#server.listen(options.port, options.host, () => resolve(server));
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const link of this.#links) link.close();
    await closed;
  }

  #accept(socket: Socket): void {
    let role: Role | undefined;
    let worker: WorkerLink | undefined;
    const { log } = this.options;
    const late = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);
    const handlers: Record<string, (params: never) => Promise<unknown>> = {
      hello: (params: Hello) => {
        clearTimeout(late);
        if (role !== undefined || !sameSecret(params.secret, this.options.secret)) {
          log.warn(`Refused a link: wrong secret from "${params.name.slice(0, 64)}"`);
          setTimeout(() => link.close());
          throw new ControlError("UNAUTHORIZED", "Cannot link: the secret is wrong");
        }
        role = params.role;
        if (role === "worker") {
          worker = new WorkerLink(params.name, params.pid, link);
          this.#welcomeLater(worker);
        }
        return Promise.resolve(this.options.identity);
      },
    };
    const attend = () => {
      this.options.onOffice(new Office(link));
      return Promise.resolve({});
    };
    const answers = { worker: this.options.worker, control: { ...this.options.control, attend } };
    for (const [owner, table] of Object.entries(methodsOf) as [Role, Methods][]) {
      for (const method of Object.keys(table)) {
        handlers[method] = (params) => {
          if (role === owner) return (answers[owner] as Answers)[method]!(params, worker);
          if (role === undefined) setTimeout(() => link.close());
          throw new ControlError("UNAUTHORIZED", `Cannot answer ${method}: not for this link`);
        };
      }
    }
    const link: Link<typeof workerMethods & typeof apiMethods, Methods> = new Link(socket, {
      outgoing: { ...workerMethods, ...apiMethods },
      incoming: { hello: gatewayMethods.hello, ...methodsOf.worker, ...methodsOf.control },
      handlers: handlers as Handlers<Methods>,
      explain: (error) => this.#explain(error),
    });
    this.#links.add(link);
    link.closed.then(() => {
      clearTimeout(late);
      this.#links.delete(link);
    });
  }

  /** Tells whoever asked to try again where the store is the trouble; the cause goes to the log only. */
  #explain(error: unknown): ControlError | undefined {
    const problem = storeProblem(error);
    if (problem) this.options.log.error({ err: error }, "Cannot use the store for what was asked");
    return problem;
  }

  /** After the hello is answered: a worker must know who it is before its first event. */
  #welcomeLater(worker: WorkerLink): void {
    setTimeout(() => this.options.onWorker(worker));
  }
}

function withoutHello(methods: Methods): Methods {
  const { hello: _hello, ...rest } = methods;
  return rest;
}

/** Takes the same time whatever differs, the length included. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
