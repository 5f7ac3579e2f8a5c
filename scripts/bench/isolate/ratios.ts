import { rounded } from "./samples.ts";

/** What the figures come to beside the bare substrate; these hold on any machine, unlike the figures. */
const parts = {
  coldStartNoZygotePerSubstrateBoot: ["coldStartNoZygoteP50Ms", "substrateBootP50Ms"],
  dispatchPerSubstrateRoundTrip: ["dispatchP50Us", "substrateRoundTripP50Us"],
  warmGuildPerSubstrateMemory: ["warmGuildMiB", "substrateMiB"],
  neighbourAttackPerQuiet: ["neighbourAttackP99Us", "neighbourQuietP99Us"],
  crowdedNeighbourAttackPerQuiet: ["crowdedNeighbourAttackP99Us", "crowdedNeighbourQuietP99Us"],
} as const;

export function ratios(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(parts).filter(([, [part]]) => part in figures).map((
      [name, [part, whole]],
    ) => [name, rounded(figures[part]! / figures[whole]!)]),
  );
}
