import assert from "node:assert/strict";
import { join } from "node:path";
import { openStorage } from "../open.ts";
import { startRedis, whyNoRedis } from "../testing/redis-server.ts";

const missing = whyNoRedis() ?? whyNoOpenssl();

function whyNoOpenssl(): string | undefined {
  try {
    return new Deno.Command("openssl", { args: ["version"] }).outputSync().success
      ? undefined
      : "openssl fails";
  } catch {
    return "there is no openssl to make certificates with";
  }
}

/** A certificate for this machine that nobody else has signed. */
async function makeCertificate(folder: string): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "1",
      "-keyout",
      key,
      "-out",
      cert,
      ...subject,
    ],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return { cert, key };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

Deno.test({
  name: `rediss:// trusts whom the address names, and nobody it does not know${
    missing ? ` (skipped: ${missing})` : ""
  }`,
  ignore: missing !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "flora-tls-" });
    const { cert, key } = await makeCertificate(folder);
    const port = freePort();
    const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert];
    const server = await startRedis(["--tls-port", String(port), "--tls-auth-clients", "no", ...files]);
    try {
      const storage = await openStorage(`rediss://127.0.0.1:${port}/0?ca=${cert}`);
      await storage.meta.set("k", "v");
      assert.equal(await storage.meta.get("k"), "v");
      await storage.close();
      await assert.rejects(
        openStorage(`rediss://127.0.0.1:${port}/0`),
        /Cannot reach Redis at rediss:.*self-signed/,
      );
      const absent = join(folder, "absent.pem");
      await assert.rejects(openStorage(`rediss://127.0.0.1:${port}?ca=${absent}`), /its "ca": .*absent\.pem/);
      await assert.rejects(openStorage(`redis://127.0.0.1:${port}?ca=${cert}`), /of no use without rediss/);
    } finally {
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
