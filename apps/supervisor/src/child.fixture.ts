/** @module A process for the tests of its keeper; its name chooses how it behaves. */
const behaviour = Deno.env.get("FLORA_NAME");

if (behaviour === "fails") {
  console.log("no luck");
  Deno.exit(3);
}
if (behaviour === "stubborn") Deno.addSignalListener("SIGTERM", () => console.log("no"));
if (behaviour === "leaves") Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
if (behaviour !== "silent") {
  console.log("hello");
  console.log(`FLORA_READY ${JSON.stringify({ pid: Deno.pid })}`);
}
// As long as whoever started it lives.
for await (const _ of Deno.stdin.readable) continue;
