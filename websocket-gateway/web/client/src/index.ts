/** What users of the package see. */

export { type ClientConfig, WebSocketEventClient } from "./client.ts";
export { CommandError, type CommandFailure, type CommandOptions } from "./commands.ts";
export type { SocketLike } from "./connection.ts";
export type * from "./events.ts";
export {
  type ClientEvents,
  CloseCode,
  type CommandAnswer,
  type ConnectionEstablished,
  type ConnectionStatus,
  type EventMap,
  type EventName,
  type Message,
  type NoData,
  type Refusal,
  newId,
} from "./protocol.ts";
export type { SubscribeOptions } from "./subscriptions.ts";
