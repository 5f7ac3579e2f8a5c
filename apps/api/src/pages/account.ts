import { html } from "hono/html";
import type { Standing } from "../access/standing.ts";
import type { Markup } from "./page.ts";

/** Who is logged in, and what they may. */
export function accountBody(
  { operator, roles, uncertain }: Standing,
  guildNames: ReadonlyMap<string, string>,
): Markup {
  const rows = [...roles].map(([guildId, { role }]) =>
    html`<li>${guildNames.get(guildId) ?? guildId}: ${role}</li>`
  );
  return html`
    ${operator ? html`<p>You are an operator of this flora.</p>` : ""}
    ${uncertain === undefined ? "" : html`<p role="alert">${uncertain}: servers may be missing here.</p>`}
    ${rows.length === 0 ? html`<p>There is no server in which you have a role.</p>` : html`<ul>${rows}</ul>`}
    <form method="post" action="/api/auth/logout"><button>Log out</button></form>
  `;
}

/** For whoever is nobody yet. */
export function strangerBody(loginUrl: string, problem: string | undefined): Markup {
  return problem === undefined
    ? html`<p><a href="${loginUrl}">Log in with Discord</a></p>`
    : html`<p role="alert">${problem}</p>`;
}
