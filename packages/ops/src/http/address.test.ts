import assert from "node:assert/strict";
import { isIP } from "node:net";
import { defaultLimits } from "@flora/model";
import { isPublicAddress } from "./address.ts";
import { privateHosts } from "../testing/private-hosts.ts";
import { createHttpEgress } from "./egress.ts";
import { createSecretVault } from "../secrets/vault.ts";
import { OWN_GUILD, refusalOf } from "../testing/loopback.ts";

Deno.test("createHttpEgress() refuses every spelling of an address that is not public", async () => {
  const egress = createHttpEgress({ limits: { ...defaultLimits, fetchesPerSecond: 1_000 } });
  const vault = createSecretVault([], { guildId: OWN_GUILD });
  assert.ok(privateHosts.length >= 60);
  for (const host of privateHosts) {
    const url = `http://${host}/latest/meta-data/`;
    const { hostname } = new URL(url);
    assert.ok(
      isIP(hostname.replace(/[[\]]/g, "")) || /^localhost\.?$/.test(hostname),
      `${host} is an address`,
    );
    const refused = await refusalOf(
      egress.fetch({ id: host, url, method: "GET", headers: [], redirect: "follow" }, vault),
    );
    assert.equal(refused.code, "HTTP_FORBIDDEN", host);
  }
});

Deno.test("isPublicAddress() takes addresses of the internet only", () => {
  const open = [
    "8.8.8.8",
    "1.1.1.1",
    "104.16.0.1",
    "2606:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450::1",
  ];
  for (const address of open) assert.equal(isPublicAddress(address), true, address);
  for (const address of ["", "example.com", "fe80::1%eth0", "2606:4700::1111%1", "8.8.8.8/32", "08.8.8.8"]) {
    assert.equal(isPublicAddress(address), false, address);
  }
});
