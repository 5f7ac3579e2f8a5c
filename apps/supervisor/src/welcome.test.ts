import assert from "node:assert/strict";
import pc from "picocolors";
import { welcome } from "./welcome.ts";

const plain = pc.createColors(false);

Deno.test("welcome() shows a line to paste for somebody in the demo guild", () => {
  const text = welcome(
    {
      apiUrl: "http://127.0.0.1:3000",
      emulatorUrl: "http://127.0.0.1:4000",
      guildId: "100",
      demo: { channelId: "200", memberId: "300", memberName: "olive" },
      deployedDemo: true,
    },
    "/data",
    plain,
  );
  const pasted = text.replaceAll("\\\n", " ");
  assert.match(
    pasted,
    /^ +curl -X POST http:\/\/127\.0\.0\.1:4000\/emulator\/v1\/channels\/200\/messages +-H 'content-type: application\/json' -d '\{"userId": "300", "content": "!ping"\}'$/m,
  );
  assert.match(text, /with a sample script deployed/);
  assert.doesNotMatch(text, /<|undefined/);
});

Deno.test("welcome() asks for a guild where Discord itself is connected", () => {
  const text = welcome({ apiUrl: "http://127.0.0.1:3000", deployedDemo: false }, "/data", plain);
  assert.match(text, /npx flora deploy my-bot\.ts --guild <id>/);
  assert.doesNotMatch(text, /emulator|curl/);
});
