import type { Attack, Scene } from "./contract.ts";
import { tries } from "./scripts.ts";

type Attempts = Record<string, string>;

/** Stands for a scene where only the number of attempts matters. */
const nowhere: Scene = {
  trapPort: 1,
  trapSocket: "",
  folder: "",
  workerPid: 1,
  neighbour: { guildId: "", channelId: "", handle: "", placeholder: "", cursor: "" },
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
