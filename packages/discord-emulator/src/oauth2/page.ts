import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { html } from "hono/html";
import { basePermissions } from "../state/permissions.ts";
import type { User } from "../state/types.ts";
import type { World } from "../state/world.ts";
import type { AuthorizeRequest } from "./authorize-request.ts";

/** As many people as a page can list; others are named by their id. */
const LISTED = 50;

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
  fieldset { border: 1px solid #767676; border-radius: .5rem; margin: 1rem 0; }
  label { display: block; padding: .25rem 0; }
  button { font: inherit; padding: .5rem 1rem; margin-right: .5rem; }
  @media (prefers-color-scheme: dark) { body { background: #1b1b1f; color: #eee; } }
`;

function page(title: string, body: unknown) {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>${title}</title>
        <style>${style}</style>
      </head>
      <body>
        <main><h1>${title}</h1>${body}</main>
      </body>
    </html>
  `;
}

/** Asks who you are and whether you agree; works without a script and without a mouse. */
export function authorizePage(world: World, request: AuthorizeRequest, query: string) {
  const people = [...world.users.values()].filter(({ bot }) => !bot).slice(0, LISTED);
  const application = world.user(world.botId).username;
  return page(
    `Let ${application} know who you are?`,
    html`
      <p>This is the Discord emulator: be whoever you like. ${application} asks for:
        ${request.scopes.join(", ")}.</p>
      <form method="post" action="/oauth2/authorize?${query}">
        <fieldset>
          <legend>You are</legend>
          ${people.map((user, index) =>
            html`<label>
              <input type="radio" name="user_id" value="${user.id}" ${index === 0 ? "checked" : ""}>
              ${user.username}: ${standing(world, user)}
            </label>`
          )}
          <label>or the user with this id:
            <input name="other_id" inputmode="numeric" autocomplete="off" pattern="[0-9]{17,20}">
          </label>
        </fieldset>
        <button name="decision" value="authorize">Authorize</button>
        <button name="decision" value="cancel">Cancel</button>
      </form>
    `,
  );
}

/** What is wrong with the request, for the person it stranded. */
export function refusalPage(message: string) {
  return page("This authorization cannot be", html`<p>${message}</p>`);
}

/** What somebody is in the guilds, in words. */
function standing(world: World, user: User): string {
  const guilds = [...world.guilds.values()].flatMap((guild) => {
    const member = guild.members.get(user.id);
    if (!member) return [];
    if (guild.ownerId === user.id) return [`owner of ${guild.name}`];
    const manages = basePermissions(guild, member) & (P.ManageGuild | P.Administrator);
    return [`${manages ? "manages" : "member of"} ${guild.name}`];
  });
  return guilds.join(", ") || "in no server";
}
