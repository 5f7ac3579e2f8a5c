import { z } from "zod";
import { SettingDefinition, SettingValue } from "@flora/model";

export const SettingInfo = SettingDefinition.extend({
  value: SettingValue.optional().describe(
    "What the script works with; absent where there is neither value nor default",
  ),
  set: z.boolean().describe("Whether somebody set it; otherwise it is the default"),
});
export type SettingInfo = z.infer<typeof SettingInfo>;

/** In the order in which the script defines them. */
export const SettingList = z.object({ settings: z.array(SettingInfo) });
export type SettingList = z.infer<typeof SettingList>;

export const SettingsPut = z.object({
  values: z.record(z.string(), SettingValue.nullable()).describe(
    "By key; null goes back to the default. Settings left out stay as they are",
  ),
});
export type SettingsPut = z.input<typeof SettingsPut>;
