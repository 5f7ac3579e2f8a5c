// `POST /?guild=…&size=SMALL`: hands the body to that guild's isolate, which is loaded where it is not awake.
import { WorkerEntrypoint } from "cloudflare:workers";

const guild = `
import "./bundle.js";
export default {
  async fetch(request, env) {
    globalThis.answer = (args) => env.HOST.answer(args);
    await globalThis.handle(await request.json());
    return new Response("ok");
  },
};`;

/** What a guild may ask of its host. */
export class Host extends WorkerEntrypoint {
  answer() {
    return { id: "3" };
  }
}

export default {
  async fetch(request, env, ctx) {
    const { searchParams } = new URL(request.url);
    const isolate = env.LOADER.get(searchParams.get("guild"), () => ({
      compatibilityDate: "2026-01-01",
      mainModule: "main.js",
      modules: { "main.js": guild, "bundle.js": env[searchParams.get("size")] },
      env: { HOST: ctx.exports.Host({}) },
      globalOutbound: null,
    }));
    return await isolate.getEntrypoint().fetch("http://guild/", { method: "POST", body: request.body });
  },
};
