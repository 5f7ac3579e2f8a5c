import assert from "node:assert/strict";
import { FloraClient } from "./client.ts";
import { ApiError } from "./transport.ts";

/** What a client makes of a server that answers everything so. */
async function madeOf(
  answer: (request: Request) => Response | Promise<Response>,
  ask: (client: FloraClient) => Promise<unknown> = (client) => client.guilds(),
  patienceMs?: number,
): Promise<ApiError> {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, answer);
  const baseUrl = `http://127.0.0.1:${server.addr.port}`;
  const client = new FloraClient({ baseUrl, token: "flora_secret", patienceMs });
  const error = await ask(client).then(() => undefined, (error) => error);
  assert.ok(error instanceof ApiError, String(error));
  return error;
}

const html = (status: number) => () =>
  new Response("<html></html>", { status, headers: { "content-type": "text/html; charset=utf-8" } });

Deno.test("FloraClient says of what is no flora what it answered, in one line", async () => {
  for (const status of [404, 500, 502]) {
    const { status: known, message } = await madeOf(html(status));
    assert.equal(known, 0);
    assert.match(
      message,
      new RegExp(`^Cannot read the answer of /api/guilds at http://127[^\\n]*\\(${status} text/html\\)$`),
    );
  }
  assert.match((await madeOf(html(200))).message, /\(text\/html\)$/);
  assert.match((await madeOf(() => new Response(null, { status: 418 }))).message, /\(418 no content\)$/);
});

Deno.test("FloraClient names what of an answer is of another version", async () => {
  const { status, message } = await madeOf(() => Response.json({ guilds: [{ guildId: "1" }] }));
  assert.equal(status, 0);
  assert.match(message, /another version: guilds\.0\.guildId: [^\n]+\)$/);
});

Deno.test("FloraClient follows nobody to another address, with what it sends", async () => {
  let followed = 0;
  await using elsewhere = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
    followed++;
    return Response.json({ guilds: [] });
  });
  const location = `http://127.0.0.1:${elsewhere.addr.port}/`;
  for (const status of [301, 302, 307, 308]) {
    const away = () => new Response(null, { status, headers: { location } });
    assert.match((await madeOf(away)).message, new RegExp(`${status} to ${location}`));
    const secret = { value: "v", allowedHosts: [] };
    await madeOf(away, (client) => client.putSecret("123456789012345678", "KEY", secret));
  }
  assert.equal(followed, 0);
});

Deno.test("FloraClient waits for a question as long as it has patience, and for a change as long as it takes", async () => {
  const never = ({ signal }: Request) =>
    new Promise<Response>((end) => signal.addEventListener("abort", () => end(new Response())));
  const error = await madeOf(never, (client) => client.guilds(), 200);
  assert.equal(error.status, 0);
  assert.match(error.message, /^Cannot reach http:\/\/127\.0\.0\.1:\d+: no answer within 0\.2 s$/);
  const slow = () => new Promise<Response>((resolve) => setTimeout(() => resolve(html(404)()), 400));
  const changed = await madeOf(slow, (client) => client.pause("123456789012345678"), 200);
  assert.match(changed.message, /404 text/);
});

Deno.test("FloraClient passes a problem on as it is", async () => {
  const problem = { type: "x", title: "x", status: 409, detail: "not now", code: "CONFLICT", requestId: "r" };
  const error = await madeOf(() =>
    new Response(JSON.stringify(problem), {
      status: 409,
      headers: { "content-type": "application/problem+json" },
    })
  );
  assert.deepEqual([error.status, error.message, error.problem.requestId], [409, "not now", "r"]);
});
