export const LOADING = "it is still loading its data";

/** What operators are told, by the first word of what Redis answered. */
const answers: Record<string, string> = {
  NOAUTH: "it wants a password, and the address has none",
  WRONGPASS: "it does not take this user name and password",
  NOPERM: "this user may not run the commands or use the keys that flora needs",
  READONLY: "it is a read-only replica; flora needs the primary",
  MASTERDOWN: "it is a replica that has lost its primary",
  LOADING,
  OOM: "its memory is full (maxmemory), so it takes no writes",
  MISCONF: "it cannot save to its own disk and therefore takes no writes",
  NOREPLICAS: "it takes no writes while so few replicas are connected",
  BUSY: "it is busy with a script that takes too long",
  NOTBUSY: "it was interrupted",
  MOVED: "it is a node of a cluster; flora needs a Redis that is none",
  CROSSSLOT: "it is a node of a cluster; flora needs a Redis that is none",
  WRONGTYPE: "another program keeps its own data under this prefix",
};

const UNKNOWN_OUTCOME = "whether the call took effect is not known";

/** Whether it is no use to wait: nobody but the operator can mend it. */
export function isFinal(problem: string): boolean {
  return [answers.NOAUTH, answers.WRONGPASS, answers.NOPERM].includes(problem);
}

/** Whether the client refused a call because its connection takes none any more. */
export function isUnsent({ message }: Error): boolean {
  return /isn't writeable/.test(message);
}

/** What went wrong, in words that show neither password nor stored data. */
export function replyProblem(error: Error): string {
  const { message } = error;
  if (/timed out/.test(message)) return `it did not answer in time; ${UNKNOWN_OUTCOME}`;
  if (isUnsent(error)) return "the connection was lost";
  if (error.name === "MaxRetriesPerRequestError" || /Connection is closed/.test(message)) {
    return `the connection was lost; ${UNKNOWN_OUTCOME}`;
  }
  const first = message.replace(/^ERR /, "").split(" ")[0]!.replace(/:$/, "");
  if (first === "invalid" && /password/.test(message)) return answers.WRONGPASS!;
  return Object.hasOwn(answers, first) ? answers[first]! : firstLine(message);
}

/** A connection that fails for several addresses says so in its parts alone. */
function firstLine(message: string): string {
  return message.split("\n")[0]!.slice(0, 200) || "the connection failed";
}
