import { createSocket } from "node:dgram";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Listens where an attacker would call out to: TCP and UDP on one port of 127.0.0.1, and a Unix socket. */
export class Trap {
  /** What arrived, most recent last. */
  readonly caught: string[] = [];

  private constructor(
    readonly port: number,
    readonly socketPath: string,
    private readonly stop: () => void,
  ) {}

  static async open(folder: string): Promise<Trap> {
    const tcp = createServer((socket) => {
      trap.caught.push("a TCP connection");
      socket.destroy();
    });
    await listening(tcp, { host: "127.0.0.1", port: 0 });
    const { port } = tcp.address() as AddressInfo;
    const socketPath = join(folder, "trap.sock");
    const unix = createServer((socket) => {
      trap.caught.push("a connection to the Unix socket");
      socket.destroy();
    });
    await listening(unix, { path: socketPath });
    const udp = createSocket("udp4");
    udp.on("message", () => trap.caught.push("a UDP packet"));
    await new Promise<void>((resolve) => udp.bind(port, "127.0.0.1", resolve));
    const trap = new Trap(port, socketPath, () => {
      tcp.close();
      unix.close();
      udp.close();
    });
    return trap;
  }

  close(): void {
    this.stop();
  }
}

function listening(server: Server, where: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, resolve);
  });
}
