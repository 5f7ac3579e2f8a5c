/** @module The thread that copies a database. */
import { copyInto, type CopyOrder } from "./copy.ts";
import { Database } from "./database.ts";

const port = self as unknown as {
  onmessage(event: MessageEvent<CopyOrder>): void;
  postMessage(answer: unknown): void;
};

port.onmessage = ({ data: { from, to } }) => {
  const database = new Database(from);
  const answer = copyInto(database, to);
  database.close();
  port.postMessage(answer);
};
