import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("server-stats counts, keeps the channel's name, and reports the week on Monday", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({
    script,
    members: ["ada", "ben"],
    channels: [{ name: "general" }, { name: "garden" }, { name: "Members: ?", type: 2 }, { name: "report" }],
    settings: { counter: "Members: ?", report: "report" },
  });
  // To Monday noon: the days that follow are then in one week.
  await flora.clock.skip(untilMonday(flora.clock.now()));
  const before = (await guild.messages("report")).length;
  const [ada, ben] = [await guild.member("ada"), await guild.member("ben")];
  for (let count = 0; count < 3; count++) await ada.says("hello", { channel: "garden" });
  await ben.says("hi");
  await (await guild.joins("cleo")).leaves();
  await guild.joins("dora");

  const fields = async () => (await ada.runs("stats")).embeds[0]!.fields!.map(({ value }) => value);
  await guild.eventually("the counts", async () => {
    const [members, messages] = await fields();
    return members === "5 (+2 −1)" && messages!.startsWith("4\n");
  });
  const garden = await guild.channelId("garden");
  const general = await guild.channelId("general");
  assert.deepEqual(await fields(), ["5 (+2 −1)", "4\n`▁▁▁▁▁▁█`", `<#${garden}> 3\n<#${general}> 1`]);

  await flora.clock.advance("10m");
  await guild.channelId("Members: 5");
  // The night before the report, then its hour.
  await flora.clock.skip("6d 20h");
  await flora.clock.advance("1h");
  const reports = (await guild.messages("report")).slice(before);
  assert.equal(reports.length, 1);
  const [report] = reports[0]!.embeds;
  assert.equal(report!.title, "Last week");
  assert.deepEqual(report!.fields!.map(({ value }) => value), [
    "5 (+2 −1)",
    "4\n`█▁▁▁▁▁▁`",
    `<#${garden}> 3\n<#${general}> 1`,
  ]);
});

/** Milliseconds to the next Monday, 12:00 UTC. */
function untilMonday(now: number): number {
  const noon = new Date(now).setUTCHours(12, 0, 0, 0);
  const days = (8 - new Date(now).getUTCDay()) % 7;
  return noon + days * 86_400_000 - now + (noon + days * 86_400_000 <= now ? 7 * 86_400_000 : 0);
}
