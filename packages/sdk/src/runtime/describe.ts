/** Message and stack of anything that was thrown, in the shape frames carry; never throws. */
export function describe(thrown: unknown): { message: string; stack: string } {
  try {
    if (thrown instanceof Error) {
      return { message: text(thrown.message), stack: text(thrown.stack ?? String(thrown)) };
    }
    const message = typeof thrown === "object" && thrown !== null ? JSON.stringify(thrown) : String(thrown);
    return { message: text(message), stack: "" };
  } catch {
    return { message: "something that cannot be shown was thrown", stack: "" };
  }
}

const text = (value: unknown) => String(value).slice(0, 8_000);
