import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { compareIds } from "../../snowflake.ts";
import { messageChanged } from "../../state/messages.ts";
import { answersOf, isOver } from "../../state/polls.ts";
import { userWire } from "../../wire/user.ts";
import { refuse, refuseField } from "../errors.ts";
import { integer, model, snowflake } from "../form.ts";
import { channelOr404, messageOr404 } from "../lookup.ts";
import { readable } from "../post-message.ts";
import { route } from "../route.ts";

const page = model({ after: snowflake().optional(), limit: integer(1, 100).optional() });

/** Who voted in a poll, and its end. */
export const pollRoutes = [
  route(
    "GET",
    "/channels/:channel_id/polls/:message_id/answers/:answer",
    { query: page },
    ({ world, params, query }) => {
      const channel = channelOr404(world, params.channel_id, P.ReadMessageHistory);
      const message = messageOr404(world, channel, params.message_id);
      if (!message.poll || !answersOf(message).includes(Number(params.answer))) {
        refuseField(["answer_id"], "POLL_ANSWER_INVALID", "Unknown poll answer");
      }
      const voters = [...message.pollVotes.get(Number(params.answer)) ?? []].sort(compareIds)
        .filter((id) => !query.after || compareIds(id, query.after) > 0);
      return { users: voters.slice(0, query.limit ?? 25).map((id) => userWire(world.user(id))) };
    },
  ),
  route("POST", "/channels/:channel_id/polls/:message_id/expire", {}, ({ world, params }) => {
    const channel = channelOr404(world, params.channel_id);
    const message = messageOr404(world, channel, params.message_id);
    if (!message.poll) refuse("notAPoll");
    if (message.authorId !== world.botId) refuse("notOwnMessage");
    if (isOver(world, message)) refuse("pollExpired");
    message.poll = { ...message.poll, expiry: world.clock.iso(), results: { is_finalized: true } };
    messageChanged(world, message);
    return readable(world, message);
  }),
];
