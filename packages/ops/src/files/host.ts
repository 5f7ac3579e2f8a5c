import type { HostHalf } from "../contract.ts";
import type { FilesOps } from "./schema.ts";

export const filesHost: HostHalf<FilesOps> = {
  begin: async ({ files }, { files: announced }, { dispatchId }) => ({
    ids: await files.begin(announced, dispatchId),
  }),
  async put({ files }, part) {
    await files.put(part);
    return {};
  },
  drop({ files }, { ids }) {
    files.drop(ids);
    return {};
  },
};
