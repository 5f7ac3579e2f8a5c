import assert from "node:assert/strict";
import { isIP } from "node:net";
import { defaultLimits } from "@flora/model";
import { isPublicAddress } from "./address.ts";
import { createHttpEgress } from "./egress.ts";
import { createSecretVault } from "../secrets/vault.ts";
import { OWN_GUILD, refusalOf } from "../testing/loopback.ts";

/** Hosts that are no public address, however they are spelt. */
const spellings = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0x7f.1",
  "0177.0.0.1",
  "017700000001",
  "0177.0.0.01",
  "127.0.0.1.",
  "1２7.0.0.1",
  "１２７。０。０。１",
  "①②⑦.⓪.⓪.①",
  "%31%32%37.0.0.1",
  "0",
  "0.0.0.0",
  "0x0",
  "0.1.2.3",
  "10.0.0.1",
  "10.1",
  "167772161",
  "0x0a000001",
  "012.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.257",
  "3232235521",
  "169.254.169.254",
  "2852039166",
  "0xa9fea9fe",
  "0xa9.0xfe.0xa9.0xfe",
  "0251.0376.0251.0376",
  "169.254.43518",
  "100.64.0.1",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.9",
  "192.88.99.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "4294967295",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[::127.0.0.1]",
  "[::7f00:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:ffff:10.0.0.1]",
  "[::ffff:169.254.169.254]",
  "[::ffff:a9fe:a9fe]",
  "[::ffff:8.8.8.8]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::8.8.8.8]",
  "[64:ff9b:1::10.0.0.1]",
  "[2002:7f00:1::]",
  "[2002:a9fe:a9fe::1]",
  "[2001::1]",
  "[2001:db8::1]",
  "[2001:2::1]",
  "[2001:20::1]",
  "[3fff::1]",
  "[5f00::1]",
  "[100::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[febf::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[4000::1]",
  "localhost",
  "LOCALHOST",
  "localhost.",
];

Deno.test("createHttpEgress() refuses every spelling of an address that is not public", async () => {
  const egress = createHttpEgress({ limits: defaultLimits });
  const vault = createSecretVault([], { guildId: OWN_GUILD });
  assert.ok(spellings.length >= 60);
  for (const host of spellings) {
    const url = `http://${host}/latest/meta-data/`;
    const { hostname } = new URL(url);
    assert.ok(
      isIP(hostname.replace(/[[\]]/g, "")) || /^localhost\.?$/.test(hostname),
      `${host} is an address`,
    );
    const refused = await refusalOf(
      egress.fetch({ url, method: "GET", headers: [], redirect: "follow" }, vault),
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
