import type * as esbuild from "esbuild";

const namespace = "discord-constants";

/**
 * Discord's constants as one module of plain values, of which a bundle keeps those it uses. The package's own modules
 * are of a kind that is bundled whole, six times the size of the rest.
 */
export const discordConstants: esbuild.Plugin = {
  name: namespace,
  setup(build) {
    build.onResolve({ filter: /^discord-api-types\/v10$/ }, ({ path }) => ({ path, namespace }));
    build.onLoad({ filter: /./, namespace }, async () => {
      const constants = Object.entries(await import("discord-api-types/v10")).filter(([, value]) =>
        isPlain(value)
      );
      return {
        contents: constants.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join(
          "\n",
        ),
      };
    });
  },
};

function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    Object.values(value).every((item) => typeof item === "string" || typeof item === "number");
}
