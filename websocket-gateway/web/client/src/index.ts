/** What users of the package see. */

export { type ClientConfig, type CommandData, WebSocketEventClient } from "./client.ts";
export { CommandError, type CommandFailure, type CommandOptions } from "./commands.ts";
export type { SocketLike } from "./connection.ts";
export type * from "./events.ts";
export {
  type ClientEvents,
  CloseCode,
  type CommandAnswer,
  type Conflated,
  type ConnectionEstablished,
  type ConnectionStatus,
  type EventMap,
  type EventName,
  type Gap,
  type GapReason,
  type Message,
  type NoData,
  type ObjectSnapshot,
  type Pong,
  type Refusal,
  type Resumed,
  type SubscriptionCancelled,
  type SubscriptionConfirmed,
  type Transport,
  newId,
} from "./protocol.ts";
export { SubscriptionError } from "./requests.ts";
export { Revisions } from "./revisions.ts";
export type { FallbackOptions } from "./stream-socket.ts";
export type { SubscribeOptions } from "./subscriptions.ts";
