import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Heartbeat } from "../src/heartbeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function heartbeat(intervalMs = 10_000) {
  const ping = vi.fn<() => void>();
  const dead = vi.fn<() => void>();
  const beat = new Heartbeat({ intervalMs, ping, dead });
  beat.start();
  return { beat, ping, dead };
}

test("pings once per interval", () => {
  const { ping, beat } = heartbeat();
  const alive = setInterval(() => beat.heard(), 1000);
  vi.advanceTimersByTime(60_000);
  clearInterval(alive);
  expect(ping).toHaveBeenCalledTimes(6);
});

test("a server that is silent for two and a half intervals is dead, not before", () => {
  const { dead } = heartbeat();
  vi.advanceTimersByTime(24_999);
  expect(dead).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(dead).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(100_000);
  expect(dead).toHaveBeenCalledOnce();
});

test("any message is a sign of life, not only a pong", () => {
  const { beat, dead } = heartbeat();
  for (let i = 0; i < 20; i++) {
    vi.advanceTimersByTime(20_000);
    beat.heard();
  }
  expect(dead).not.toHaveBeenCalled();
});

test("after a long sleep the server is asked before it is judged", () => {
  const { beat, ping, dead } = heartbeat();
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(dead).not.toHaveBeenCalled();
  expect(ping).toHaveBeenCalledOnce();
  beat.heard();
  vi.advanceTimersByTime(5_000);
  expect(dead).not.toHaveBeenCalled();
});

test("a server that slept through our sleep is noticed within seconds", () => {
  const { dead } = heartbeat(60_000);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(30_000);
  vi.advanceTimersByTime(5_000);
  expect(dead).toHaveBeenCalledOnce();
});

test.each([
  ["back", -3_600_000],
  ["forward", 3_600_000],
])("a clock that is put %s harms neither pings nor the notice of death", (_, step) => {
  const { beat, ping, dead } = heartbeat();
  vi.advanceTimersByTime(10_000);
  vi.setSystemTime(Date.now() + step);
  beat.heard();
  ping.mockClear();
  const alive = setInterval(() => beat.heard(), 1_000);
  vi.advanceTimersByTime(30_000);
  clearInterval(alive);
  expect(ping.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(ping.mock.calls.length).toBeLessThanOrEqual(4);
  expect(dead).not.toHaveBeenCalled();
  vi.advanceTimersByTime(26_000);
  expect(dead).toHaveBeenCalledOnce();
});

test("after the clock was put back, whoever asks out of turn still notices a silent server", () => {
  const { beat, dead } = heartbeat(60_000);
  vi.advanceTimersByTime(1_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  beat.probe();
  vi.advanceTimersByTime(5_000);
  expect(dead).toHaveBeenCalledOnce();
});
