import type { Context } from "hono";
import { html, raw } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { newSecret } from "../access/proofs.ts";

const commonStyle = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; }
  code, output { font: 1.25rem/1.5 ui-monospace, monospace; letter-spacing: .1em; }
  input, button { font: inherit; padding: .5rem .75rem; margin: .25rem .25rem .25rem 0; }
  label { display: block; margin: 1rem 0 .25rem; }
  dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
  [role=alert] { border-left: .25rem solid #c22; padding-left: .75rem; }
`;

/** Markup whose values are escaped. */
export type Markup = ReturnType<typeof html>;

export interface PageParts {
  title: string;
  body: Markup;
  status?: ContentfulStatusCode;
  /** What this page's looks have besides those of all. */
  style?: string;
}

/** A page of flora's own: without scripts, never in a frame, never stored. */
export async function page(
  c: Context,
  { title, body, status = 200, style = "" }: PageParts,
): Promise<Response> {
  const nonce = newSecret();
  c.header(
    "content-security-policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  );
  c.header("cache-control", "no-store");
  return c.html(
    await html`
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>${title} · flora</title>
          <style nonce="${nonce}">${raw(commonStyle + style)}</style>
        </head>
        <body>
          <main><h1>${title}</h1>${body}</main>
        </body>
      </html>
    `,
    status,
  );
}

/** Tells a person what went wrong and what to do. */
export function failurePage(
  c: Context,
  { status, message, retry }: { status: ContentfulStatusCode; message: string; retry?: string },
): Promise<Response> {
  const again = retry === undefined ? "" : html`<p><a href="${retry}">Try again</a></p>`;
  return page(c, {
    title: "You are not logged in",
    status,
    body: html`<p role="alert">${message}</p>${again}`,
  });
}
