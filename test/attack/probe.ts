import type { Attack, Scene } from "./contract.ts";
import { onGo, tries } from "./scripts.ts";

type Attempts = Record<string, string>;

/** Stands for a scene where only the number of attempts matters. */
const nowhere: Scene = {
  trapPort: 1,
  trapSocket: "",
  folder: "",
  workerPid: 1,
  neighbour: { guildId: "", channelId: "", handle: "", placeholder: "", cursor: "", file: "" },
};

/** An attack of many attempts, each of which must come to nothing; the guest lives on. */
export function probe(
  name: string,
  attempts: Attempts | ((scene: Scene) => Attempts),
  more: Partial<Omit<Attack, "script" | "category">> & { setUp?: string } = {},
): Omit<Attack, "category"> {
  const { setUp = "", ...rest } = more;
  const at = (scene: Scene) => typeof attempts === "function" ? attempts(scene) : attempts;
  return {
    name,
    script: (scene) => tries(at(scene), setUp),
    must: { notes: { tried: Object.keys(at(nowhere)).length }, again: "ok" },
    ...rest,
  };
}

/** Two calls must be refused in the very same words: what exists elsewhere is not told apart from what does not exist. */
export const alike = (
  name: string,
  calls: (scene: Scene) => [string, string],
): Omit<Attack, "category"> => ({
  name,
  script: (scene) => {
    const [one, other] = calls(scene);
    return onGo(`
      const shape = (call) => call().then(() => "came through", ({ code, message, path }) => [code, message, path ?? null]);
      const seen = [await shape(async () => ${one}), await shape(async () => ${other})];
      if (seen.includes("came through")) await win("came through", seen);
      if (JSON.stringify(seen[0]) !== JSON.stringify(seen[1])) await win("told apart", JSON.stringify(seen));
      await note("codes", seen.map(([code]) => typeof code));`);
  },
  must: { notes: { codes: ["string", "string"] }, again: "ok" },
});
