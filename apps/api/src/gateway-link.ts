import { connect, type Socket } from "node:net";
import type { z } from "zod";
import { ControlError } from "@flora/model";
import { apiMethods, controlMethods, type Handlers, Link } from "@flora/protocol";

type Methods = typeof controlMethods;
type ControlLink = Link<Methods, typeof apiMethods>;
type Answers = Handlers<typeof apiMethods>;

/** The gateway is looked for again this long after it went. */
const AGAIN_MS = 500;

/** Longer than the gateway itself waits for a worker in what the API asks, deploys apart. */
const ANSWER_TIMEOUT_MS = 8_000;

export interface GatewayLinkOptions {
  host: string;
  port: number;
  secret: string;
}

/**
 * The API's line to the gateway, opened at first need and again after it broke: the API keeps serving what
 * storage alone can answer while a gateway restarts.
 */
export class GatewayLink {
  #link: Promise<ControlLink> | undefined;
  #socket: Socket | undefined;
  #answers: Answers | undefined;
  #closed = false;

  constructor(private readonly options: GatewayLinkOptions) {}

  /**
   * Asks the gateway. Rejects with its ControlError, or with UNAVAILABLE when there is no gateway or none that answers
   * within `timeoutMs` (0: however long it takes).
   */
  async call<K extends keyof Methods>(
    method: K,
    params: z.input<Methods[K]["params"]>,
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<z.output<Methods[K]["result"]>> {
    const answer = this.#open().then((link) => link.call(method, params));
    return await within(timeoutMs, answer);
  }

  /**
   * From now on the gateway's questions are answered: the line is opened at once, and again whenever it breaks. Resolves
   * after the first attempt.
   */
  async attend(answers: Answers): Promise<void> {
    this.#answers = answers;
    await this.#open().catch(() => undefined);
    void this.#keepOpen();
  }

  async #keepOpen(): Promise<void> {
    while (!this.#closed) {
      const link = await this.#open().catch(() => undefined);
      await link?.closed;
      if (!this.#closed) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  /** Whoever still waits gets UNAVAILABLE. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#socket?.destroy();
    const link = await this.#link?.catch(() => undefined);
    await link?.closed;
  }

  async #open(): Promise<ControlLink> {
    const opening = this.#link ??= this.#connect();
    try {
      return await opening;
    } catch (error) {
      if (this.#link === opening) this.#link = undefined;
      throw new ControlError("UNAVAILABLE", `Cannot reach the gateway: ${(error as Error).message}`);
    }
  }

  async #connect(): Promise<ControlLink> {
    const { host, port, secret } = this.options;
    const socket = this.#socket = connect({ host, port });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("the line was closed")));
    });
    const starting = ({ command }: { command: string }) => {
      const message = `Cannot do /flora ${command}: the API is still starting`;
      return Promise.reject(new ControlError("UNAVAILABLE", message));
    };
    const link: ControlLink = new Link(socket, {
      outgoing: controlMethods,
      incoming: apiMethods,
      handlers: {
        command: (asked) => this.#answers?.command(asked) ?? starting(asked),
        complete: (asked) => this.#answers?.complete(asked) ?? starting(asked),
      },
    });
    link.closed.then(() => {
      // The next one may be open already.
      if (this.#socket === socket) this.#link = undefined;
    });
    try {
      await link.call("hello", { secret, role: "control", name: "api", pid: Deno.pid });
      if (this.#answers) await link.call("attend", {});
    } catch (error) {
      link.close();
      throw error;
    }
    return link;
  }
}

async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  if (timeoutMs === 0) return await answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new ControlError("UNAVAILABLE", `Cannot reach the gateway: no answer within ${timeoutMs} ms`),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
