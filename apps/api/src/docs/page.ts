import { html } from "hono/html";
import type { Markup } from "../pages/page.ts";
import type { Operation, Reference, TypedText } from "./reference.ts";

export const docsStyle = `
  body { max-width: 60rem; }
  pre { overflow-x: auto; padding: .75rem; border: thin solid color-mix(in srgb, currentColor 25%, transparent); }
  pre, td code, p code, h3 code { font-size: .875rem; letter-spacing: 0; }
  table { border-collapse: collapse; } td, th { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; }
  h3 { margin-top: 2.5rem; } nav ul { columns: 2; }
`;

const anchorOf = (title: string) => title.toLowerCase().replaceAll(/\W+/g, "-");

/** The reference as the body of a page: no script, nothing from elsewhere. */
export function docsBody({ sections, types, errors }: Reference): Markup {
  return html`
    <p>
      Send <code>Authorization: Bearer &lt;token&gt;</code>; bodies and answers are JSON. The same as a document for
      programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.
    </p>
    <nav>
      <ul>${sections.map(({ title }) => html`<li><a href="#${anchorOf(title)}">${title}</a></li>`)}
      <li><a href="#types">Types</a></li><li><a href="#errors">Errors</a></li></ul>
    </nav>
    ${sections.map(({ title, about, operations }) =>
      html`
        <section id="${anchorOf(title)}"><h2>${title}</h2><p>${about}</p>${operations.map(
          operationOf,
        )}</section>
      `
    )}
    <section id="types"><h2>Types</h2>
      ${types.map(({ name, text }) =>
        html`
          <h3 id="type-${name}">${name}</h3>
          <pre>${text}</pre>
        `
      )}
    </section>
    <section id="errors">
      <h2>Errors</h2>
      <p>
        Every error is a problem (RFC 9457) with one of these codes. Every route that takes a token can answer
        INVALID_REQUEST, UNAUTHORIZED, FORBIDDEN, RATE_LIMITED and INTERNAL. Requests without a token, or with one that
        is none, are counted by the address they come from; after RATE_LIMITED wait as many seconds as Retry-After says.
      </p>
      <table>${errors.map(({ code, status, title }) =>
        html`
          <tr id="${code}">
            <td><code>${code}</code></td>
            <td>${status}</td>
            <td>${title}</td>
          </tr>
        `
      )}
      </table>
    </section>
  `;
}

function operationOf(operation: Operation): Markup {
  const { id, method, path, summary, description, needs, parameters, bodies, answers, errors } = operation;
  return html`
    <h3 id="${id}"><code>${method} ${path}</code></h3>
    <p>${summary}. ${description} Needs: ${needs}.</p>
    ${parameters.length === 0 ? "" : html`<table>${
      parameters.map((one) =>
        html`
          <tr>
            <td><code>${one.name}</code></td>
            <td>${one.in}${one.required ? "" : ", optional"}</td>
            <td><code>${one.type}</code></td>
            <td>${one.note}</td>
          </tr>
        `
      )
    }</table>`}
    ${bodies.map((body) =>
      html`
        <p>Body${typeOf(body)}:</p>
        <pre>${body.text}</pre>
      `
    )}
    ${answers.map(({ status, description, bodies }) =>
      html`
        <p>Answers ${status}${bodies[0] ? typeOf(bodies[0]) : ""}: ${description}.</p>
        ${bodies[0] ? html`<pre>${bodies[0].text}</pre>` : ""}
      `
    )}
    ${errors.length === 0 ? "" : html`<p>Errors: ${errors.join(", ")}.</p>`}
  `;
}

function typeOf({ type }: TypedText): string {
  return type === "application/json" ? "" : ` (${type})`;
}
