import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { controlApp } from "./control/app.ts";
import { oauth2App } from "./oauth2/app.ts";
import { answer, DropConnection, type RestParts } from "./rest/app.ts";

/**
 * An idle connection is kept for longer than clients keep theirs, as Discord does: a request that meets its end fails
 * without an answer. Milliseconds.
 */
const KEPT_ALIVE_MS = 120_000;

/** The HTTP side: REST under `/api`, OAuth2, control under `/emulator/v1`, files under `/attachments`. */
export function createHttpServer(parts: RestParts): Server {
  const app = new Hono<{ Bindings: { incoming: { socket: { destroy(): void } } } }>();
  app.route("/emulator/v1", controlApp(parts));
  app.route("/", oauth2App(parts.world, parts.oauth2));
  app.all("/api/*", async (c) => {
    try {
      return await answer(parts, c.req.raw);
    } catch (error) {
      if (error instanceof DropConnection) c.env.incoming.socket.destroy();
      else throw error;
      return c.body(null, 500);
    }
  });
  app.get("/attachments/:channel/:id/:name", (c) => {
    const file = findFile(parts, c.req.param("channel"), c.req.param("id"));
    if (!file) return c.text("This content is no longer available.", 404);
    return c.body(new Uint8Array(file.bytes), 200, {
      "content-type": file.contentType ?? "application/octet-stream",
    });
  });
  app.get(
    "/",
    (c) => c.json({ name: "flora-discord-emulator", api: "/api/v10", control: "/emulator/v1/openapi.json" }),
  );
  app.notFound((c) => c.json({ message: "404: Not Found", code: 0 }, 404));
  app.onError((error, c) => c.json({ message: `500: ${error.message}`, code: 0 }, 500));
  // Whatever else runs in this process keeps its own Request and Response.
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.keepAliveTimeout = KEPT_ALIVE_MS;
  server.on("upgrade", (request, socket, head) => parts.gateway.upgrade(request, socket, head));
  return server;
}

/** Listens and resolves to the port; rejects when the port is taken. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Stops listening and cuts what is still open. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function findFile({ world }: RestParts, channelId: string, id: string) {
  const loose = world.loose.get(id);
  if (loose) return loose;
  return world.messagesOf(channelId).flatMap((message) => message.attachments).find((file) => file.id === id);
}
