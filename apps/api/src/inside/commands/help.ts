import type { Command } from "../ask.ts";

const text = `This server has a script of its own, and you may manage it:
\`/flora deploy\` with a .ts, .js or .zip file, the link of a message, or **Apps → Deploy with flora** in a message's menu
\`/flora status\` what runs · \`/flora logs\` what it said · \`/flora why\` what became of a message or command
\`/flora rollback\` an earlier revision · \`/flora pause\` and \`/flora resume\`
\`/flora settings\` of the script · \`/flora kv get\` what it keeps
A first script:
\`\`\`ts
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "ping") await ctx.reply("pong");
});
\`\`\`
The same from a command line: \`flora deploy\`, \`flora logs --follow\` and more.`;

export const help: Command = () => Promise.resolve(text);
