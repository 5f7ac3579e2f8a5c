/** @module The API beside a Discord to log in through: the emulator, with two guilds and people of every kind. */
import { PermissionFlagsBits } from "discord-api-types/v10";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import type { UserId } from "@flora/model";
import { configureLogin } from "../login/configure.ts";
import { Bench, type BenchOptions, HOME, OTHER } from "./bench.ts";
import { Browser, type Page } from "./browser.ts";

/** Of HOME: olive owns it, max manages it, ada is a member. Of OTHER: mallory owns it. */
export type Name = "olive" | "max" | "ada" | "mallory";

export class LoginBench implements AsyncDisposable {
  private constructor(readonly bench: Bench, readonly discord: Emulator) {}

  static async open(options: (discord: Emulator) => BenchOptions = () => ({})): Promise<LoginBench> {
    const discord = await startEmulator({
      rateLimits: "off",
      guilds: [
        { id: HOME, name: "Home", owner: "olive", members: ["max", "ada"] },
        { id: OTHER, name: "Other", owner: "mallory", members: [] },
      ],
    });
    const { applicationId: clientId, clientSecret, apiUrl } = discord;
    const login = configureLogin({ clientId, clientSecret, apiUrl });
    const setup = new LoginBench(await Bench.open({ login, ...options(discord) }), discord);
    setup.mayManage("max", true);
    return setup;
  }

  id(name: Name): UserId {
    return idOf(this.discord, name);
  }

  /** Gives somebody in HOME the permission Manage Server on Discord, or takes it away. */
  mayManage(name: Name, may: boolean): void {
    const guild = this.discord.world.guilds.get(HOME)!;
    const everyone = guild.roles.get(HOME)!;
    const role = [...guild.roles.values()].find((one) => one.name === "managers") ??
      {
        ...everyone,
        id: this.discord.world.ids.next(),
        name: "managers",
        permissions: PermissionFlagsBits.ManageGuild,
      };
    guild.roles.set(role.id, role);
    const member = guild.members.get(this.id(name))!;
    member.roles = member.roles.filter((id) => id !== role.id);
    if (may) member.roles.push(role.id);
  }

  /** Somebody takes flora's access away in Discord's settings; answers whether it had any. */
  async deauthorize(name: Name): Promise<boolean> {
    const path = `/emulator/v1/users/${this.id(name)}/deauthorize`;
    const response = await fetch(this.discord.url + path, { method: "POST" });
    return (await response.json()).changed;
  }

  /** Goes through the login in a browser as somebody; answers where it ends. */
  async logIn(browser: Browser, name: Name, next?: string): Promise<Page> {
    const query = next === undefined ? "" : `?${new URLSearchParams({ next })}`;
    const asked = await browser.get(`${this.bench.url}/api/auth/login${query}`);
    return await this.agree(browser, asked.url, name);
  }

  /** Agrees on Discord's page. */
  async agree(
    browser: Browser,
    authorizeUrl: string,
    name: Name,
    options: { until?: (url: string) => boolean } = {},
  ): Promise<Page> {
    return await browser.submit(authorizeUrl, { user_id: this.id(name), decision: "authorize" }, options);
  }

  /** A browser in which somebody is logged in. */
  async browserOf(name: Name): Promise<Browser> {
    const browser = new Browser();
    const page = await this.logIn(browser, name);
    if (page.status !== 200) throw new Error(`${page.url}: ${page.status} ${page.text}`);
    return browser;
  }

  /** What the API answers to a page's own script. */
  // deno-lint-ignore no-explicit-any -- what it holds is what the test is about
  async ask(browser: Browser, status: number, method: string, path: string, json?: unknown): Promise<any> {
    const response = await browser.fetch(this.bench.url + path, {
      method,
      ...(json === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(json) }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async [Symbol.asyncDispose]() {
    await this.bench[Symbol.asyncDispose]();
    await this.discord.close();
  }
}

export function idOf(discord: Emulator, name: Name): UserId {
  return [...discord.world.users.values()].find(({ username }) => username === name)!.id as UserId;
}
