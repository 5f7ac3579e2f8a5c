/** @module As much of a browser as logging in takes: cookies as they are meant, redirects, and where a request comes from. */

export interface Page {
  status: number;
  /** Where it ended up. */
  url: string;
  text: string;
  headers: Headers;
  /** Every redirect on the way. */
  via: string[];
}

interface Cookie {
  value: string;
  secure: boolean;
  attributes: string[];
}

const MOST_REDIRECTS = 10;

export class Browser {
  /** By host, whatever its port, and name. */
  readonly #jar = new Map<string, Map<string, Cookie>>();

  /** Follows a link or a typed address; stops at an address for which `until` is true. */
  async get(url: string, { until }: { until?: (url: string) => boolean } = {}): Promise<Page> {
    return await this.#follow(url, { method: "GET", headers: { "sec-fetch-site": "none" } }, until);
  }

  /** Sends a form that a page of `from` holds; its own page by default. */
  async submit(
    url: string,
    form: Record<string, string>,
    { from = new URL(url).origin, until }: { from?: string; until?: (url: string) => boolean } = {},
  ): Promise<Page> {
    const headers = { origin: from, "sec-fetch-site": siteOf(from, url) };
    return await this.#follow(url, { method: "POST", headers, body: new URLSearchParams(form) }, until);
  }

  /** What a script of a page of `from` asks for; cookies go along as SameSite=Lax lets them. */
  async fetch(url: string, init: RequestInit & { from?: string } = {}): Promise<Response> {
    const from = init.from ?? new URL(url).origin;
    const site = siteOf(from, url);
    const headers = new Headers({ "sec-fetch-site": site, origin: from });
    if (site !== "cross-site") headers.set("cookie", this.#cookiesFor(url));
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    this.#keep(url, response);
    return response;
  }

  cookie(url: string, name: string): Cookie | undefined {
    return this.#jar.get(new URL(url).hostname)?.get(name);
  }

  plant(url: string, name: string, value: string): void {
    this.#of(url).set(name, { value, secure: false, attributes: [] });
  }

  forget(url: string, name: string): void {
    this.#of(url).delete(name);
  }

  async #follow(url: string, init: RequestInit, until?: (url: string) => boolean): Promise<Page> {
    const via: string[] = [];
    let next = { url, init };
    for (let count = 0; count <= MOST_REDIRECTS; count++) {
      const headers = new Headers(next.init.headers);
      headers.set("cookie", this.#cookiesFor(next.url));
      const response = await fetch(next.url, { ...next.init, headers, redirect: "manual" });
      this.#keep(next.url, response);
      const text = await response.text();
      const location = response.headers.get("location");
      const target = location === null ? undefined : new URL(location, next.url).href;
      if (target === undefined || until?.(target)) {
        const end = target === undefined ? next.url : target;
        return { status: response.status, url: end, text, headers: response.headers, via };
      }
      via.push(target);
      next = { url: target, init: { method: "GET", headers: { "sec-fetch-site": "cross-site" } } };
    }
    throw new Error(`too many redirects: ${via.join(" ")}`);
  }

  #of(url: string): Map<string, Cookie> {
    const { hostname } = new URL(url);
    const known = this.#jar.get(hostname) ?? new Map<string, Cookie>();
    this.#jar.set(hostname, known);
    return known;
  }

  #cookiesFor(url: string): string {
    const plain = !url.startsWith("https:");
    return [...this.#of(url)].filter(([, { secure }]) => !(secure && plain))
      .map(([name, { value }]) => `${name}=${value}`).join("; ");
  }

  #keep(url: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(/; */);
      const [name, ...rest] = pair!.split("=");
      const secure = attributes.some((one) => /^secure$/i.test(one));
      if (attributes.some((one) => /^max-age=0$/i.test(one))) this.#of(url).delete(name!);
      else this.#of(url).set(name!, { value: rest.join("="), secure, attributes });
    }
  }
}

function siteOf(from: string, url: string): string {
  const [one, other] = [new URL(from), new URL(url)];
  if (one.origin === other.origin) return "same-origin";
  return one.hostname === other.hostname && one.protocol === other.protocol ? "same-site" : "cross-site";
}
