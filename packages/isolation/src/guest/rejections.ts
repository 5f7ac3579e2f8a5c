/** Rejections that are described per round of the event loop; how many more there were is told as a number. */
const MAX_DESCRIBED = 10;

export interface Problem {
  message: string;
  stack: string;
}

/** Turns rejections that nobody handled into text, few at a time: a guest can make them by the thousand. */
export class Rejections {
  #seen = 0;

  constructor(
    private readonly host: {
      /** Answers with JSON of a Problem, or with nothing. */
      describe(promise: unknown, reason: unknown): string;
      /** Runs it in the event loop's next round. */
      later(action: () => void): void;
    },
  ) {}

  add(promise: unknown, reason: unknown, report: (problem: Problem) => void): void {
    this.#seen++;
    if (this.#seen === 1) this.host.later(() => this.#end(report));
    if (this.#seen > MAX_DESCRIBED) return;
    const text = this.host.describe(promise, reason);
    if (text !== "") report(asProblem(JSON.parse(text)));
  }

  #end(report: (problem: Problem) => void): void {
    const untold = this.#seen - MAX_DESCRIBED;
    this.#seen = 0;
    if (untold > 0) {
      report({ message: `${untold} more promises were rejected and nobody handled them`, stack: "" });
    }
  }
}

function asProblem(value: { message?: unknown; stack?: unknown }): Problem {
  return { message: String(value.message), stack: String(value.stack) };
}
