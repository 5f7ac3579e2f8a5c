/** Times, in milliseconds, and bounds of how events travel to workers. */
export interface RouterOptions {
  /** Time after which Discord has given an interaction up. */
  interactionMs: number;
  /** Its user is told this long before that, where the worker that has it does not answer anything. */
  busyAnswerMs: number;
  /** Interactions wait this long for a worker. */
  interactionWaitMs: number;
  /** Everything else waits this long. */
  eventWaitMs: number;
  /** Events of one guild that may wait. */
  waiting: number;
  /** Events of one guild that may be sent and not answered; enough to keep its worker supplied. */
  window: number;
  /** Memory for the events of all guilds that are not answered yet. */
  heldBytes: number;
  /** How often one event is given to workers: one that kills its worker must not kill them all. */
  deliveries: number;
  /** A worker must let go of a guild within this time. */
  stopTimeoutMs: number;
  /** A move waits this long for running handlers; 0 for as long as they may run. */
  freezeMs: number;
  /** A guild whose lease could not be taken is placed again after this long. */
  placeAgainMs: number;
  /** After a failed move the guild stays where it is for this long, after each further one for twice as long… */
  moveAgainMs: number;
  /** …up to this. */
  longestStayMs: number;
}

export const defaultRouterOptions: RouterOptions = {
  interactionMs: 3_000,
  busyAnswerMs: 500,
  interactionWaitMs: 2_000,
  eventWaitMs: 60_000,
  waiting: 1_000,
  window: 64,
  heldBytes: 256 * 1024 * 1024,
  deliveries: 4,
  stopTimeoutMs: 5_000,
  freezeMs: 500,
  placeAgainMs: 250,
  moveAgainMs: 60_000,
  longestStayMs: 3_600_000,
};
