// The bare substrate: the same binary, flags and channel, and nothing but an echo. Frames are four bytes of length and text.
const chunk = new Uint8Array(65_536);
Deno.stdout.writeSync(Uint8Array.of(0, 0, 0, 1, 0x21));
for (;;) {
  const bytes = await Deno.stdin.read(chunk);
  if (bytes === null) Deno.exit(0);
  for (let sent = 0; sent < bytes;) sent += Deno.stdout.writeSync(chunk.subarray(sent, bytes));
}
