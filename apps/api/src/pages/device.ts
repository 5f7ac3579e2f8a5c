import { html } from "hono/html";
import type { DeviceLogin } from "@flora/storage";
import type { Markup } from "./page.ts";

/** Asks for the code that a command line shows. */
export function codeForm(problem?: string): Markup {
  return html`
    ${problem === undefined ? "" : html`<p role="alert" id="problem">${problem}</p>`}
    <form method="get" action="/device">
      <label for="code">The code that your command line shows</label>
      <input id="code" name="user_code" required autofocus autocomplete="off" autocapitalize="characters"
        spellcheck="false" maxlength="16" ${problem === undefined ? "" : html`aria-describedby="problem"`}>
      <button>Go on</button>
    </form>
  `;
}

/** Asks a person whether a command line is theirs. */
export function decisionForm(
  name: string,
  { userCode, name: device, address, createdAt }: DeviceLogin,
): Markup {
  return html`
    <p>A command line wants to act as you, <strong>${name}</strong>, wherever you may.</p>
    <dl>
      <dt>Code</dt>
      <dd><output>${userCode}</output></dd>
      <dt>Calls itself</dt>
      <dd>${device}</dd>
      <dt>Asked from</dt>
      <dd>${address}</dd>
      <dt>At</dt>
      <dd>${new Date(createdAt).toISOString().slice(0, 19).replace("T", " ")} UTC</dd>
    </dl>
    <p>Allow it only if you have just run <code>flora login</code> yourself and it shows this code.</p>
    <form method="post" action="/device">
      <input type="hidden" name="user_code" value="${userCode}">
      <button name="decision" value="allow">Allow</button>
      <button name="decision" value="deny">Deny</button>
    </form>
  `;
}
