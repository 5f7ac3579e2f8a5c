import type { AddressInfo, Server } from "node:net";
import { until } from "@flora/model/until";

/**
 * Listens on loopback and answers the port. One that another listener had a moment ago is waited for: a program that is
 * just being started has all files of its parent for a moment, that listener among them.
 */
export async function listenAgain(server: Server, port = 0): Promise<number> {
  await until(`port ${port} to be free`, () =>
    new Promise<boolean>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) =>
        error.code === "EADDRINUSE" ? resolve(false) : reject(error);
      server.once("error", failed);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", failed);
        resolve(true);
      });
    }));
  return (server.address() as AddressInfo).port;
}
