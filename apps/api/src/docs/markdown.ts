import type { Operation, Reference, TypedText } from "./reference.ts";

const HEAD = `# API

Generated from the description that every flora serves at \`/api/openapi.json\`; it serves this reference too, at
\`/api/docs\`. Send \`Authorization: Bearer <token>\`; bodies and answers are JSON. \`packages/api-client\` has a typed call for
each route.

Every error is a problem (RFC 9457, \`application/problem+json\`): \`code\` is one of those at the end, \`field\` the dotted path of
what is wrong, \`requestId\` what an operator finds in the log, also as \`X-Request-Id\`. Lists come in pages: send the
\`cursor\` of a page to get the next. \`RateLimit\` says in every answer how many requests are left to the token; requests
without a token, or with one that is none, are counted by the address they come from. After a 429 wait for \`Retry-After\`:
that many seconds. Every route that takes a token can answer \`INVALID_REQUEST\`, \`UNAUTHORIZED\`, \`FORBIDDEN\`,
\`RATE_LIMITED\` and \`INTERNAL\`; what else it can is said with it.
`;

/** The reference as a document. */
export function renderMarkdown({ sections, types, errors }: Reference): string {
  const parts = sections.map(({ title, about, operations }) =>
    [`## ${title}`, about, ...operations.map(operationOf)].join("\n\n")
  );
  const named = types.map(({ name, text }) => `### ${name}\n\n${block(text)}`);
  const codes = errors.map(({ code, status, title }) => `| \`${code}\` | ${status} | ${title} |`);
  return [
    HEAD,
    ...parts.flatMap((part) => [part, ""]),
    ["## Types", ...named].join("\n\n"),
    "",
    ["## Errors", "", "| code | status | |", "| --- | --- | --- |", ...codes].join("\n"),
    "",
  ].join("\n");
}

function operationOf(operation: Operation): string {
  const { method, path, summary, description, needs, parameters, bodies, answers, errors } = operation;
  const rows = parameters.map(({ name, in: place, required, type, note }) =>
    `| \`${name}\` | ${place}${required ? "" : ", optional"} | ${cell(`\`${type}\``)} | ${cell(note)} |`
  );
  return [
    `### ${method} ${path}`,
    `${summary}.${description === "" ? "" : ` ${description}`} Needs: ${needs}.`,
    ...(rows.length > 0
      ? [["| parameter | in | type | |", "| --- | --- | --- | --- |", ...rows].join("\n")]
      : []),
    ...bodies.map((body) => `Body${typeOf(body)}:\n\n${block(body.text)}`),
    ...answers.map(({ status, description, bodies }) => answerOf(status, description, bodies)),
    ...(errors.length > 0
      ? [`Errors: ${errors.map((error) => error.replace(/^[A-Z_]+$/, "`$&`")).join(", ")}.`]
      : []),
  ].join("\n\n");
}

function answerOf(status: string, description: string, bodies: TypedText[]): string {
  const [first] = bodies;
  if (!first) return `Answers ${status}: ${description}.`;
  return `Answers ${status}${typeOf(first)}: ${description}.\n\n${block(first.text)}`;
}

function typeOf({ type }: TypedText): string {
  return type === "application/json" ? "" : ` (\`${type}\`)`;
}

function block(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
