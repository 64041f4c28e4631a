/** Reads a `text/event-stream` as it comes, in pieces cut anywhere. */

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  /** The newest id so far; empty when there was none. */
  readonly id: string;
}

export class StreamParser {
  #rest = "";
  #data: string[] = [];
  #event = "";
  #id = "";
  #first = true;

  /** The events that the piece completes. */
  feed(piece: string): StreamEvent[] {
    let text = this.#rest + piece;
    if (this.#first && text !== "") {
      this.#first = false;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    const events: StreamEvent[] = [];
    let start = 0;
    for (;;) {
      const end = lineEnd(text, start);
      if (end === null) break;
      const event = this.#line(text.slice(start, end.at));
      if (event !== null) events.push(event);
      start = end.next;
    }
    this.#rest = text.slice(start);
    return events;
  }

  #line(line: string): StreamEvent | null {
    if (line === "") return this.#complete();
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#event = value;
    else if (field === "id" && !value.includes("\0")) this.#id = value;
    return null;
  }

  #complete(): StreamEvent | null {
    const event = { event: this.#event || "message", data: this.#data.join("\n"), id: this.#id };
    const empty = this.#data.length === 0;
    this.#data = [];
    this.#event = "";
    return empty ? null : event;
  }
}

/** A carriage return at the very end waits: its line feed may be in the next piece. */
function lineEnd(text: string, from: number): { at: number; next: number } | null {
  for (let i = from; i < text.length; i++) {
    const character = text[i];
    if (character === "\n") return { at: i, next: i + 1 };
    if (character === "\r") {
      if (i + 1 === text.length) return null;
      return { at: i, next: text[i + 1] === "\n" ? i + 2 : i + 1 };
    }
  }
  return null;
}
