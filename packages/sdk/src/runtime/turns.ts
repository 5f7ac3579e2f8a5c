/** @module Turns: one frame of the host in, what follows from it, frames of the guest out. */
import type { GuestRuntime, HostFrame } from "@flora/protocol/guest-host";
import { buildManifest, closeRegistry } from "../script/registry.ts";
import { setPlaceholders } from "../script/secrets.ts";
import { setSettings } from "../script/settings.ts";
import { collectStates, restoreStates } from "../script/state.ts";
import { seedEntropy } from "../web/crypto.ts";
import { setClockAhead } from "./clock.ts";
import { describe } from "./describe.ts";
import { endDispatch, runDispatch } from "./dispatches.ts";
import { limitTimers, runDueTimers } from "./timers.ts";
import { connect, currentDispatch, enter, post, settle } from "./wall.ts";

const { parse } = JSON;

/** What the host evaluates the script for. */
export const runtime: GuestRuntime = {
  connect,
  turn(text) {
    enter(undefined);
    try {
      take(parse(text));
    } catch (error) {
      reportUnhandled(error);
    }
  },
  track(loading) {
    void finishLoading(loading);
  },
};

function take(frame: HostFrame): void {
  switch (frame.t) {
    case "init":
      seedEntropy(frame.entropy);
      limitTimers(frame.timers);
      setClockAhead(frame.aheadMs);
      setPlaceholders(frame.secrets);
      setSettings(frame.settings);
      return restoreStates(frame.state, frame.stateBytes);
    case "dispatch":
      setClockAhead(frame.aheadMs);
      return void runDispatch(frame);
    case "end":
      return endDispatch(frame.d, frame.reason);
    case "reply":
      return settle(frame);
    case "wake":
      return runDueTimers(reportUnhandled);
    case "secrets":
      return setPlaceholders(frame.secrets);
    case "settings":
      return setSettings(frame.settings);
    case "freeze":
      return post({ t: "frozen", state: collectStates(reportUnhandled) });
  }
}

async function finishLoading(loading: unknown): Promise<void> {
  try {
    await loading;
    const manifest = buildManifest();
    closeRegistry();
    post({ t: "loaded", manifest });
  } catch (error) {
    post({ t: "load-failed", ...describe(error) });
  }
}

function reportUnhandled(error: unknown): void {
  const d = currentDispatch();
  post({ t: "unhandled", ...(d === undefined ? {} : { d }), ...describe(error) });
}
