import { expect, test } from "vitest";
import { StreamParser } from "../src/sse.ts";
import { apiUrlOf } from "../src/stream-socket.ts";

const STREAM = '\uFEFF: hello\r\nid: p@1-1,q@1-2\r\nevent: a.b\r\ndata: {"x":\r\ndata: 1}\r\n\r\ndata:second\n\n: alive\n\nid\nretry: 10\ndata\rdata:\r\r';

const EVENTS = [
  { event: "a.b", data: '{"x":\n1}', id: "p@1-1,q@1-2" },
  { event: "message", data: "second", id: "p@1-1,q@1-2" },
  { event: "message", data: "\n", id: "" },
];

test("a stream is read the same however it is cut", () => {
  for (let size = 1; size <= STREAM.length; size++) {
    const parser = new StreamParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.feed(STREAM.slice(at, at + size)));
    // The last line end may be the half of one.
    events.push(...parser.feed("\n"));
    expect(events, `pieces of ${size}`).toEqual(EVENTS);
  }
});

test("the REST address stands beside the socket's", () => {
  expect(apiUrlOf("wss://host:8443/ws")).toBe("https://host:8443/api");
  expect(apiUrlOf("ws://host/base/ws/my-name?x=1")).toBe("http://host/base/api");
  expect(apiUrlOf("ws://host/ws/")).toBe("http://host/api");
});
