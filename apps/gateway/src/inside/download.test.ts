import assert from "node:assert/strict";
import { ControlError } from "@flora/model";
import { download, isDiscordFile } from "./download.ts";

const DISCORD = "https://discord.com/api";

Deno.test("isDiscordFile() knows where Discord keeps files, and nothing that looks like it", () => {
  const good = [
    "https://cdn.discordapp.com/ephemeral-attachments/1/2/a.ts?ex=1",
    "https://media.discordapp.net/attachments/1/2/a.ts",
  ];
  for (const url of good) assert.ok(isDiscordFile(url, DISCORD, false), url);
  const bad = [
    "http://cdn.discordapp.com/a.ts",
    "https://cdn.discordapp.com:8443/a.ts",
    "https://cdn.discordapp.com.example.com/a.ts",
    "https://cdn.discordapp.com@example.com/a.ts",
    "https://user@cdn.discordapp.com/a.ts",
    "https://example.com/cdn.discordapp.com/a.ts",
    "http://127.0.0.1:3000/api",
    "http://169.254.169.254/latest",
    "file:///etc/passwd",
    "a.ts",
    "",
  ];
  for (const url of bad) assert.ok(!isDiscordFile(url, DISCORD, false), url);
  const emulator = "http://127.0.0.1:4000/api";
  assert.ok(isDiscordFile("http://127.0.0.1:4000/attachments/1/2/a.ts", emulator, true));
  for (const url of ["http://127.0.0.1:4001/a.ts", "http://localhost:4000/a.ts", good[0]!]) {
    assert.ok(!isDiscordFile(url, emulator, true), url);
  }
});

Deno.test("download() takes no more than it may, follows no redirect, and says what went wrong", async () => {
  const MIB = 1024 * 1024;
  let sent = 0;
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request): Response => {
      const { pathname } = new URL(request.url);
      if (pathname === "/gone") return new Response("", { status: 404 });
      if (pathname === "/away") return Response.redirect(`http://127.0.0.1:${server.addr.port}/ok`, 302);
      if (pathname === "/ok") return new Response("script");
      return new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            sent += MIB;
            if (sent > 500 * MIB) controller.close();
            else controller.enqueue(new Uint8Array(MIB));
          },
        }),
      );
    },
  );
  const url = (path: string) => `http://127.0.0.1:${server.addr.port}${path}`;
  const refuses = (path: string, code: string, message: RegExp) =>
    assert.rejects(download(url(path), 2 * MIB), (error: ControlError) => {
      assert.match(error.message, message);
      return error.code === code;
    });
  try {
    assert.equal(await download(url("/ok")), btoa("script"));
    await refuses("/gone", "UNAVAILABLE", /answered 404/);
    await refuses("/away", "UNAVAILABLE", /does not answer/);
    await refuses("/endless", "TOO_LARGE", /larger than 2 MiB/);
    assert.ok(sent < 100 * MIB, `${sent} bytes were made`);
  } finally {
    await server.shutdown();
  }
});
