// Tells a channel what happens in your GitHub repositories: pushes, pull requests, issues, releases, failed builds.
import { createBot, embed, rest, settings, slash, webhook } from "@flora/sdk";

const config = settings({
  channel: { type: "channel", label: "Channel", description: "Where the news appear" },
  branches: {
    type: "string",
    label: "Branches",
    description: "Pushes to these are told, separated by commas; empty for all",
    default: "main, master",
  },
});

interface News {
  title: string;
  url: string;
  text?: string;
  color: number;
}

const COLOURS = { plain: 0x5865f2, good: 0x57f287, bad: 0xed4245, done: 0x9b59b6 };

const firstLine = (text: string) => text.split("\n")[0]!;

/** Names of branches whose pushes are told; none for all. */
const branches = () => config.value.branches.split(",").map((name) => name.trim()).filter(Boolean);

/** What to tell of a delivery; undefined for what nobody wants to read. `data` is described in GitHub's documentation. */
// deno-lint-ignore no-explicit-any -- every event has its own shape
function toNews(event: string | undefined, data: any): News | undefined {
  switch (event) {
    case "push":
      return pushed(data);
    case "pull_request": {
      const { title, number, html_url: url, merged, body } = data.pull_request;
      const what = data.action === "closed" && merged ? "merged" : data.action;
      if (!["opened", "merged", "closed", "reopened"].includes(what)) return undefined;
      const color = what === "merged" ? COLOURS.done : what === "closed" ? COLOURS.bad : COLOURS.good;
      return {
        title: `Pull request #${number} ${what}: ${title}`,
        url,
        text: what === "opened" ? body : "",
        color,
      };
    }
    case "issues": {
      const { title, number, html_url: url, body } = data.issue;
      if (!["opened", "closed", "reopened"].includes(data.action)) return undefined;
      const color = data.action === "closed" ? COLOURS.done : COLOURS.good;
      return {
        title: `Issue #${number} ${data.action}: ${title}`,
        url,
        text: data.action === "opened" ? body : "",
        color,
      };
    }
    case "release": {
      if (data.action !== "published") return undefined;
      const { name, tag_name: tag, html_url: url, body } = data.release;
      return { title: `Release ${name || tag}`, url, text: body, color: COLOURS.good };
    }
    case "workflow_run": {
      const { name, conclusion, html_url: url, head_branch: branch } = data.workflow_run;
      if (data.action !== "completed" || conclusion !== "failure") return undefined;
      return { title: `${name} failed on ${branch}`, url, color: COLOURS.bad };
    }
  }
}

// deno-lint-ignore no-explicit-any -- as GitHub sends it
function pushed({ ref, commits, compare }: any): News | undefined {
  const branch = String(ref).replace("refs/heads/", "");
  const wanted = branches();
  if (commits.length === 0 || (wanted.length > 0 && !wanted.includes(branch))) return undefined;
  const lines = (commits as { id: string; url: string; message: string; author: { name: string } }[])
    .slice(-5)
    .map(({ id, url, message, author }) => {
      return `[\`${id.slice(0, 7)}\`](${url}) ${firstLine(message).slice(0, 100)} (${author.name})`;
    });
  const count = commits.length === 1 ? "1 commit" : `${commits.length} commits`;
  return { title: `${count} to ${branch}`, url: compare, text: lines.join("\n"), color: COLOURS.plain };
}

// Only what GitHub signed with your secret comes here.
const github = webhook("github", async ({ msg }) => {
  const { channel } = config.value;
  if (!channel) return { status: 503, body: "No channel is set in the script's settings." };
  const data = msg.json();
  const news = toNews(msg.headers["x-github-event"], data);
  if (!news) return;
  const card = embed()
    .setTitle(news.title.slice(0, 256))
    .setUrl(news.url)
    .setColor(news.color)
    .setFooter(data.repository.full_name);
  if (news.text) card.setDescription(news.text.slice(0, 2000));
  if (data.sender) {
    card.setAuthor(data.sender.login, { url: data.sender.html_url, iconUrl: data.sender.avatar_url });
  }
  await rest.sendMessage({ channelId: channel, embeds: [card] });
}, { signature: "github", secret: "GITHUB_SECRET" });

const address = slash({
  name: "github",
  description: "What to enter in a repository's settings",
  defaultMemberPermissions: "536870912", // Manage Webhooks
  run: async (ctx) => {
    const lines = [
      "On GitHub: Settings → Webhooks → Add webhook.",
      `Payload URL: ||${await github.url()}||`,
      "Content type: `application/json`",
      "Secret: what you gave to `flora secrets set GITHUB_SECRET --nowhere`",
      config.value.channel
        ? `News appear in <#${config.value.channel}>.`
        : "Then choose a channel in this script's settings.",
    ];
    // Whoever knows the address may call it: only who asked sees it.
    await ctx.reply({ content: lines.join("\n"), ephemeral: true });
  },
});

createBot({ commands: [address] });
