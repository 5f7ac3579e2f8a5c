/** @module Holds what a guest did against what must be true of it. */
import { isDeepStrictEqual } from "node:util";
import type { Attack, Must } from "./contract.ts";
import type { Field } from "./field.ts";

/** Notes and log lines may be under way for this long after the dispatch that led to them. */
const PATIENCE_MS = 20_000;

/** Runs the attack's events; how the guest ended, and what it achieved that it must not. */
export async function runGuest(field: Field, attack: Attack, must: Must) {
  const problems: string[] = [];
  const script = typeof attack.script === "string" ? attack.script : attack.script(field.scene);
  let outcome = "";
  try {
    await field.deploy(script);
    if (must.refused) problems.push("was not refused");
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!must.refused?.test(message)) problems.push(`deploy: ${message.slice(0, 300)}`);
    return { outcome: "refused", problems };
  }
  if (attack.drive) {
    await attack.drive(field).catch((error) =>
      problems.push(error instanceof Error ? error.message : String(error))
    );
    outcome = "driven";
  } else {
    outcome = await field.say("go");
    problems.push(...judgeOutcome("go", outcome, must.go ?? "ok"));
    if (must.again !== undefined) {
      problems.push(...judgeOutcome("again", await sayAgain(field, outcome), must.again));
    }
  }
  return { outcome, problems: [...problems, ...await judgeTraces(field, must)] };
}

/** What a guest that threw has left in its memory may end it together with the next event; the one after that counts then. */
async function sayAgain(field: Field, before: string): Promise<string> {
  const outcome = await field.say("again");
  const leftTooMuch = before.startsWith("threw") && outcome === "lost: memory-limit";
  return leftTooMuch ? await field.say("again") : outcome;
}

function judgeOutcome(what: string, outcome: string, allowed: string | string[]): string[] {
  const right = [allowed].flat().some((text) => outcome === text || outcome.startsWith(`${text}:`));
  return right ? [] : [`"${what}" ended with ${outcome}, not ${[allowed].flat().join(" or ")}`];
}

async function judgeTraces(field: Field, must: Must): Promise<string[]> {
  const problems: string[] = [];
  const wanted = must.notes ?? {};
  const noted = async () => {
    const names = Object.keys(wanted);
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await field.note(name)])));
  };
  if (!await soon(async () => isDeepStrictEqual(await noted(), wanted))) {
    problems.push(`noted ${JSON.stringify(await noted()).slice(0, 300)}, not ${JSON.stringify(wanted)}`);
  }
  const { told } = must;
  if (told && !await soon(async () => (await field.logs()).some((line) => told.test(line)))) {
    const lines = (await field.logs()).slice(-3).map((line) => line.slice(0, 100));
    problems.push(`its owner is not told ${told}, but ${JSON.stringify(lines)}`);
  }
  for (const [name, got] of Object.entries(await field.loot())) {
    if (name.startsWith("win ")) problems.push(`${name}: ${got}`);
  }
  return problems;
}

async function soon(condition: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!await condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
