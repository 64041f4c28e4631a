import { type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { WebSocketEventClient, type SocketLike } from "../src/index.ts";

test("it works in Node over a real socket", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((ready) => server.once("listening", ready));
  server.on("connection", (socket) => {
    socket.on("message", (raw) => {
      const message = JSON.parse(String(raw));
      if (message.type !== "user") return;
      const data = { status: "success", command: message.event, result: { cash: 100000.0 } };
      socket.send(
        JSON.stringify({ type: "command_response", event: "x", data, correlation_id: message.correlation_id }),
      );
    });
  });
  const { port } = server.address() as AddressInfo;
  const client = new WebSocketEventClient(`ws://127.0.0.1:${port}/ws`, {
    openSocket: (url) => new WebSocket(url) as unknown as SocketLike,
  });
  await client.connect();
  const answer = await client.sendUserCommand<{ cash: number }>("get_portfolio");
  expect(answer).toMatchObject({ status: "success", result: { cash: 100000 } });
  client.disconnect();
  server.close();
});
