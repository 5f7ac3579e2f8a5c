/** @module Entry of the guest's side: the same runner in a process of its own or on a thread. */
import { serveProcess } from "./serve-process.ts";
import { serveThread } from "./serve-thread.ts";

if ("WorkerGlobalScope" in globalThis) serveThread();
else await serveProcess();
