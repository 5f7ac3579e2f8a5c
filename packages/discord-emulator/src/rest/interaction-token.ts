import type { Interaction, InteractionState } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { refuse } from "./errors.ts";

/** How long a token works after the interaction, in milliseconds. */
const TOKEN_LIFE_MS = 15 * 60_000;

/** What became of an interaction so far, with an unanswered one past its deadline as `expired`. */
export function stateOf(
  world: World,
  interaction: Interaction,
): InteractionState {
  if (interaction.callback) return interaction.loading ? "deferred" : "responded";
  const deadline = world.interactionDeadlineMs;
  return deadline > 0 && world.clock.now() - interaction.createdAtMs > deadline ? "expired" : "pending";
}

/** The interaction a callback answers: 10062 when unknown or too late, 40060 when answered before. */
export function answerable(world: World, id: string, token: string): Interaction {
  const interaction = world.interactions.get(id);
  if (!interaction || interaction.token !== token) return refuse("unknownInteraction");
  if (interaction.callback) refuse("alreadyAcknowledged");
  return stateOf(world, interaction) === "expired" ? refuse("unknownInteraction") : interaction;
}

/** The interaction whose follow-up token this is; undefined when the token is no interaction's. */
export function byToken(world: World, token: string): Interaction | undefined {
  const interaction = [...world.interactions.values()].find((one) => one.token === token);
  if (!interaction) return undefined;
  if (world.clock.now() - interaction.createdAtMs > TOKEN_LIFE_MS) refuse("invalidWebhookToken");
  return interaction.callback ? interaction : refuse("unknownWebhook");
}
