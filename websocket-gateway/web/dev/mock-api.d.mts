// Types for the tests, which hand in requests of their own making.

export function mockApi(options?: { state?: string; role?: string }): {
  say(next: string): void;
  serve(request: never, response: never): Promise<boolean>;
};
