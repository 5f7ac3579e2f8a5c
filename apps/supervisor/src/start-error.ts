/** flora cannot start for a reason that its operator can do something about; the message says which. */
export class StartError extends Error {}
