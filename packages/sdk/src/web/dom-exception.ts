const CODES: Record<string, number> = {
  InvalidCharacterError: 5,
  NotSupportedError: 9,
  InvalidAccessError: 15,
  AbortError: 20,
  TimeoutError: 23,
  DataCloneError: 25,
  QuotaExceededError: 22,
};

/** An error of the web platform, told apart by `name`. */
export class DOMException extends Error {
  readonly code: number;

  constructor(message = "", name = "Error") {
    super(message);
    Object.defineProperty(this, "name", { value: name, configurable: true });
    this.code = CODES[name] ?? 0;
  }
}
