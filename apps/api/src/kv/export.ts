import type { GuildId } from "@flora/model";
import type { KvStorage } from "@flora/storage";
import type { KvLine } from "@flora/protocol/api";

const PAGE_KEYS = 500;
const PAGE_BYTES = 1024 * 1024;

/**
 * The keys of a store as JSON lines, in the order of the keys. Read page by page as the receiver takes them, so that no
 * more than a page is in memory; what is written meanwhile behind the page that is read is in it.
 */
export function exportLines(
  kv: KvStorage,
  { guildId, store, prefix }: { guildId: GuildId; store: string; prefix?: string },
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  let cursor: string | undefined;
  return new ReadableStream({
    async pull(controller) {
      try {
        const page = await kv.items(guildId, store, {
          prefix,
          cursor,
          limit: PAGE_KEYS,
          maxBytes: PAGE_BYTES,
        });
        cursor = page.cursor;
        if (page.items.length > 0) {
          controller.enqueue(utf8.encode(page.items.map(({ version: _, ...item }) => lineOf(item)).join("")));
        }
        if (!page.complete) return;
        onEnd();
        controller.close();
      } catch (error) {
        onEnd();
        throw error;
      }
    },
    cancel: onEnd,
  }, { highWaterMark: 0 });
}

function lineOf({ name: key, value, metadata, expiration }: {
  name: string;
  value: string;
  metadata: unknown;
  expiration?: number;
}): string {
  const line: KvLine = {
    key,
    value,
    ...(metadata !== null && { metadata }),
    ...(expiration !== undefined && { expiration }),
  };
  return `${JSON.stringify(line)}\n`;
}
