import { WebSocketEventClient, type ClientConfig, type Message, type SocketLike } from "../src/index.ts";

/** The far end of a socket, played by the test. */
export class FakeSocket implements SocketLike {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: Message<Record<string, unknown>>[] = [];
  closedWith: number | undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.readyState = 3;
    this.closedWith = code;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.({} as never);
  }

  drop(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason } as never);
  }

  say(message: object | string): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.onmessage?.({ data } as never);
  }

  of(type: string, event?: string): Message<Record<string, unknown>>[] {
    return this.sent.filter((m) => m.type === type && (event === undefined || m.event === event));
  }
}

export class FakeServer {
  readonly sockets: FakeSocket[] = [];

  readonly open = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    return this.sockets.at(-1)!;
  }
}

/** A client and its server; waits of the back-off are as long as they can be. */
export function clientAndServer(config: ClientConfig = {}) {
  const server = new FakeServer();
  const client = new WebSocketEventClient("ws://gateway/ws", {
    openSocket: server.open,
    backoff: { random: () => 1 },
    fallback: false,
    ...config,
  });
  return { client, server };
}
