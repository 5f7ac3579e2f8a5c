import { connect } from "node:net";
import { ControlError } from "@flora/model";
import { controlMethods, Link } from "@flora/protocol";

type ControlLink = Link<typeof controlMethods, Record<string, never>>;

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

  constructor(private readonly options: GatewayLinkOptions) {}

  /** Rejects with ControlError UNAVAILABLE when there is no gateway. */
  async open(): Promise<ControlLink> {
    const opening = this.#link ??= this.#connect();
    try {
      return await opening;
    } catch (error) {
      if (this.#link === opening) this.#link = undefined;
      throw new ControlError("UNAVAILABLE", `Cannot reach the gateway: ${(error as Error).message}`);
    }
  }

  async close(): Promise<void> {
    const link = await this.#link?.catch(() => undefined);
    link?.close();
    await link?.closed;
  }

  async #connect(): Promise<ControlLink> {
    const { host, port, secret } = this.options;
    const socket = connect({ host, port });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    const link: ControlLink = new Link(socket, { outgoing: controlMethods, incoming: {}, handlers: {} });
    link.closed.then(() => this.#link = undefined);
    await link.call("hello", { secret, role: "control", name: "api", pid: Deno.pid });
    return link;
  }
}
