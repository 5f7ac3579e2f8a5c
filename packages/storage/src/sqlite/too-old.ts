import type { DeploymentsKept } from "../contract.ts";

/** A deployment and how much of the store it takes. */
export interface StoredDeployment {
  number: number;
  revisionId: string;
  bytes: number;
}

/** Which of a guild's deployments, newest first, and of their revisions nobody goes back to. */
export function tooOld(
  deployments: readonly StoredDeployment[],
  bytesOf: (revisionId: string) => number,
  keep: DeploymentsKept,
): { numbers: number[]; revisionIds: string[] } {
  const numbers: number[] = [];
  const kept = new Set<string>();
  let told = 0;
  for (const [index, { number, revisionId, bytes }] of deployments.entries()) {
    told += bytes;
    const neededAnyway = kept.size === 0 || (kept.size === 1 && !kept.has(revisionId));
    if (index < keep.deployments && (neededAnyway || told <= keep.deploymentBytes)) kept.add(revisionId);
    else numbers.push(number);
  }
  const revisionIds = deployments.map(({ revisionId }) => revisionId).filter((id) => !kept.has(id));
  let taken = 0;
  for (const [index, id] of [...kept].entries()) {
    taken += bytesOf(id);
    if (index >= keep.revisions || (index >= 2 && taken > keep.revisionBytes)) revisionIds.push(id);
  }
  return { numbers, revisionIds: [...new Set(revisionIds)] };
}
