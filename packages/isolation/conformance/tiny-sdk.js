// The smallest SDK script that keeps the bargain of GuestRuntime: on, op, setTimeout, state. For the isolation suite only.
(() => {
  "use strict";
  const handlers = {}, pending = new Map(), timers = new Map(), controllers = new Map();
  let outlet, current, nextId = 1, nextTimer = 1, secrets = {}, settings = {};
  const guard = (fail) => (error) => fail(String(error), String(error && error.stack));
  const post = (frame) => void (outlet.frames += JSON.stringify(frame) + ",");
  const setWake = () =>
    void (outlet.wakeAt = Math.min(Infinity, ...[...timers.values()].map(({ at }) => at)));
  globalThis.state = {};
  globalThis.secret = (name) => secrets[name];
  globalThis.setting = (key) => settings[key];
  globalThis.on = (event, handler) => void (handlers[event] ??= []).push(handler);
  globalThis.op = (name, args, options = {}) => {
    const id = options.oneWay ? 0 : nextId++;
    post({ t: "op", id, d: options.d ?? current, name, args: args ?? null });
    if (id === 0) return undefined;
    const d = current;
    return new Promise((resolve, reject) => pending.set(id, { resolve, reject, d }));
  };
  globalThis.setTimeout = (handler, ms = 0) => {
    timers.set(nextTimer, { at: Date.now() + ms, handler, d: current });
    setWake();
    return nextTimer++;
  };
  const dispatch = async ({ d, event, msg }) => {
    const ctx = { msg, ended: undefined };
    controllers.set(d, ctx);
    for (const handler of handlers[event] ?? []) await handler(ctx);
  };
  const turns = {
    init: (frame) => {
      secrets = frame.secrets;
      settings = frame.settings;
      Object.assign(globalThis.state, frame.state);
    },
    dispatch: (frame) => {
      current = frame.d;
      const threw = guard((message, stack) => post({ t: "threw", d: frame.d, message, stack }));
      dispatch(frame).then(() => post({ t: "done", d: frame.d }), threw);
    },
    end: (frame) => void controllers.get(frame.d)?.ended?.(frame.reason),
    reply: ({ id, ok, error }) => {
      const call = pending.get(id);
      pending.delete(id);
      if (!call) return;
      current = call.d;
      if (error) call.reject(Object.assign(new Error(error.message), { code: error.code }));
      else call.resolve(ok);
    },
    wake: () => {
      for (const [id, { at, handler, d }] of [...timers].sort(([, one], [, other]) => one.at - other.at)) {
        if (at > Date.now()) continue;
        timers.delete(id);
        current = d;
        handler();
      }
      setWake();
    },
    secrets: (frame) => void (secrets = frame.secrets),
    settings: (frame) => void (settings = frame.settings),
    freeze: () => post({ t: "frozen", state: globalThis.state }),
  };
  globalThis.__flora = {
    connect: (given) => void (outlet = given),
    turn: (text) => {
      const frame = JSON.parse(text);
      current = undefined;
      turns[frame.t](frame);
    },
    track: (loading) => {
      const manifest = () => ({ events: Object.keys(handlers), prefixCommands: [], commands: [], crons: [] });
      Promise.resolve(loading).then(
        () => post({ t: "loaded", manifest: manifest() }),
        guard((message, stack) => post({ t: "load-failed", message, stack })),
      );
    },
  };
})();
