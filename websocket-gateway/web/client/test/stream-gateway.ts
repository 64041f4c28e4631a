import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { type ClientConfig, type SocketLike, WebSocketEventClient } from "../src/index.ts";
import { FakeSocket } from "./fakes.ts";

/** A subscription as the stream is asked for it. */
export type Asked = { readonly correlation_id: string; readonly event_types: string[] } & Record<string, unknown>;

/** A gateway whose streams and REST work, and whose WebSockets are swallowed until `letThrough`. */
export class Gateway {
  readonly streams: {
    asked: readonly Asked[];
    positions: readonly string[];
    headers: IncomingMessage["headers"];
    response: ServerResponse;
  }[] = [];
  readonly commands: { name: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  readonly sockets: FakeSocket[] = [];
  letThrough = false;
  streamStatus = 200;
  streamHeaders: Record<string, string> = {};
  streamProblem: (asked: readonly Asked[]) => { status: number; body: object } | null = () => null;
  answer: (name: string) => { status: number; body: object } = (command) => ({
    status: 200,
    body: { status: "success", command, result: { cash: 5 } },
  });
  readonly #http: Server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<this> {
    await new Promise<void>((ready) => this.#http.listen(0, "127.0.0.1", ready));
    return this;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/ws`;
  }

  readonly open = (): SocketLike => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    setTimeout(() => (this.letThrough ? socket.accept() : socket.drop()));
    return socket;
  };

  say(message: object, id = ""): void {
    const text = `${id === "" ? "" : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`;
    this.streams.at(-1)!.response.write(text);
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }

  #stream(request: IncomingMessage, response: ServerResponse, asked: { subscriptions: Asked[]; positions: string[] }): void {
    this.streams.push({ asked: asked.subscriptions, positions: asked.positions, headers: request.headers, response });
    const problem = this.streamProblem(asked.subscriptions);
    if (problem !== null) {
      response.writeHead(problem.status, { "content-type": "application/json" }).end(JSON.stringify(problem.body));
      return;
    }
    response.writeHead(this.streamStatus, { "content-type": "text/event-stream", ...this.streamHeaders });
    if (this.streamStatus !== 200) response.end();
    else response.write(": hello\n\n");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, "http://x");
    let body = "";
    for await (const piece of request) body += String(piece);
    if (url.pathname === "/api/events/stream") {
      this.#stream(request, response, JSON.parse(body) as { subscriptions: Asked[]; positions: string[] });
      return;
    }
    const name = url.pathname.split("/").at(-1)!;
    this.commands.push({ name, headers: request.headers, body });
    const answer = this.answer(name);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  }
}

export const ends: (() => void)[] = [];

export async function clientBehindAFirewall(config: ClientConfig = {}) {
  const gateway = await new Gateway().start();
  const client = new WebSocketEventClient(gateway.url, {
    openSocket: gateway.open,
    backoff: { random: () => 0 },
    fallback: { headers: { Authorization: "Bearer t" } },
    ...config,
  });
  ends.push(() => {
    client.disconnect();
    gateway.stop();
  });
  return { client, gateway };
}

afterEach(() => {
  for (const end of ends.splice(0)) end();
});
