const { apply } = Reflect;
const { slice } = String.prototype;
const { stringify } = JSON;
const asText = String;
const AnyError = Error;

/** Message and stack of anything that was thrown, in the shape frames carry; never throws. */
export function describe(thrown: unknown): { message: string; stack: string } {
  try {
    if (thrown instanceof AnyError) {
      return { message: text(thrown.message), stack: text(thrown.stack ?? asText(thrown)) };
    }
    const message = typeof thrown === "object" && thrown !== null ? stringify(thrown) : asText(thrown);
    return { message: text(message), stack: "" };
  } catch {
    return { message: "something that cannot be shown was thrown", stack: "" };
  }
}

const text = (value: unknown) => apply(slice, asText(value), [0, 8_000]);
