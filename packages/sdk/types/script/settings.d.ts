interface SettingBase {
    /** What the form calls it. */
    label: string;
    description?: string;
    /** Whether it must be filled in; it is `undefined` until somebody does. */
    required?: boolean;
}
/** A text. */
export interface TextSetting extends SettingBase {
    type: "string";
    default?: string;
    /** Least and most characters; at most 1000. */
    min?: number;
    max?: number;
}
/** A number, `min` to `max`. */
export interface NumberSetting extends SettingBase {
    type: "number";
    default?: number;
    min?: number;
    max?: number;
}
/** Yes or no. */
export interface BooleanSetting extends SettingBase {
    type: "boolean";
    default?: boolean;
}
/** The id of a channel, role or member of this server. */
export interface IdSetting extends SettingBase {
    type: "channel" | "role" | "user";
    default?: string;
}
/** One of several values. */
export interface ChoiceSetting extends SettingBase {
    type: "choice";
    /** 1 to 25 values, each with a label of its own or shown as it is. */
    choices: readonly (string | {
        label: string;
        value: string;
    })[];
    default?: string;
}
/** One field of the form that {@link settings} defines. */
export type Setting = TextSetting | NumberSetting | BooleanSetting | IdSetting | ChoiceSetting;
type ChoiceOf<C> = C extends readonly (infer Item)[] ? Item extends {
    value: infer Value;
} ? Value : Item : never;
type TypeOf<S> = S extends {
    type: "number";
} ? number : S extends {
    type: "boolean";
} ? boolean : S extends {
    type: "choice";
    choices: infer C;
} ? ChoiceOf<C> : string;
/** What is set, by key: `undefined` only where there is neither a value nor a default. */
export type SettingValues<S> = {
    readonly [Key in keyof S]: S[Key] extends {
        default: string | number | boolean;
    } ? TypeOf<S[Key]> : TypeOf<S[Key]> | undefined;
};
/** What {@link settings} gives. */
export interface Settings<S> {
    /** What is set now; it is replaced as soon as somebody changes something. */
    readonly value: SettingValues<S>;
}
/** What the guild's people have set, whether it fits or not. */
export declare function setSettings(values: Record<string, unknown>): void;
/**
 * Defines the form by which the people of this server set up the script, with `flora settings` or, in Discord, with
 * `/flora settings`; the result's `value` is what they set. Values stay over redeploys where they still fit. Once per
 * script, at most 25.
 *
 * @example
 * const config = settings({
 *   greeting: { type: "string", label: "What to say", default: "Hello", max: 200 },
 *   channel: { type: "channel", label: "Where to say it" },
 * });
 * on("guildMemberAdd", async (ctx) => {
 *   const { channel, greeting } = config.value;
 *   if (channel) await rest.sendMessage({ channelId: channel, content: `${greeting} <@${ctx.msg.user.id}>` });
 * });
 */
export declare function settings<const S extends Record<string, Setting>>(schema: S): Settings<S>;
export {};
