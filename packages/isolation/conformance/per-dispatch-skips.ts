/** What the mode of a fresh guest for every dispatch does not promise, on any adapter. */
export const perDispatchSkips = [
  {
    reason: "state is always what the isolate was created with",
    tests: [
      "freeze() waits for running dispatches, takes no new ones and hands out state; thaw() goes on",
      "freeze() does not wait longer than told",
    ],
  },
  {
    reason: "timers end with the dispatch or top level that set them",
    tests: [
      "timers run, also when no dispatch does",
      "an endless loop in a timer is cut off and reported",
      "an endless loop in a timer is reported also where its host hears late that the script is loaded",
      "CPU time of timers outside any dispatch is bounded",
    ],
  },
  {
    reason: "fresh guests get their dispatches in order, but each runs at its own pace from there",
    tests: ["dispatch() starts in order"],
  },
];
