/** One row of the market table: its nodes are made once and then only their text changes. */

import * as format from "../format.ts";
import { marketHref } from "../route.ts";
import type { Analysis } from "../store/analyses.ts";
import { type Quote, STALE_MS } from "../store/quotes.ts";
import { t } from "../text/texts.ts";
import { Flash } from "./flash.ts";
import { drawSparkline } from "./sparkline.ts";

const TRAIL_WIDTH = 104;
const TRAIL_HEIGHT = 28;

const SVG = "http://www.w3.org/2000/svg";

export class QuoteRow {
  readonly element = document.createElement("tr");
  readonly symbol: string;
  /** On the screen, or near it. */
  visible = true;
  quote: Quote;
  analysis: Analysis | undefined;
  readonly #name = document.createTextNode("");
  readonly #price = document.createTextNode("");
  readonly #change = document.createTextNode("");
  readonly #score = document.createTextNode("");
  readonly #confidence = document.createTextNode("");
  readonly #age = document.createTextNode("");
  readonly #changeCell: HTMLElement;
  readonly #recommendation = document.createElement("span");
  readonly #canvas = document.createElement("canvas");
  readonly #scoreFill = document.createElementNS(SVG, "rect");
  readonly #flash: Flash;
  #stale = false;

  constructor(quote: Quote) {
    this.quote = quote;
    this.symbol = quote.symbol;
    const row = this.element;
    row.dataset["symbol"] = quote.symbol;
    this.#canvas.className = "trail";
    this.#canvas.setAttribute("aria-hidden", "true");
    cell(row, "col-symbol", this.#link(), "th").scope = "row";
    cell(row, "col-name", span("ellipsis", this.#name));
    cell(row, "col-trail", this.#canvas);
    this.#flash = new Flash(cell(row, "col-price num", span("live", this.#price)));
    this.#changeCell = span("change live", this.#change);
    cell(row, "col-change num", this.#changeCell);
    cell(row, "col-score num", span("score", this.#score, this.#scoreBar()));
    cell(row, "col-recommendation", this.#recommendation);
    cell(row, "col-confidence num", this.#confidence);
    cell(row, "col-age num muted", this.#age);
    this.paintAnalysis();
  }

  /** Writes what changed. Reads no layout. */
  paint(now: number): void {
    const { quote } = this;
    write(this.#name, quote.name ?? "");
    if (write(this.#price, format.price(quote.price))) this.#flash.play(quote.direction, now);
    if (write(this.#change, arrow(quote.changePercent) + format.signedPercent(quote.changePercent))) {
      this.#changeCell.dataset["tone"] = tone(quote.changePercent);
    }
    this.paintTrail();
    this.paintAge(now);
  }

  paintTrail(): void {
    drawSparkline(this.#canvas, this.quote.trail, TRAIL_WIDTH, TRAIL_HEIGHT);
  }

  paintAge(now: number): void {
    const ms = now - this.quote.receivedAt;
    write(this.#age, format.age(ms));
    const stale = ms > STALE_MS;
    if (stale === this.#stale) return;
    this.#stale = stale;
    this.element.classList.toggle("stale", stale);
  }

  paintAnalysis(): void {
    const { analysis } = this;
    write(this.#score, analysis?.score == null ? format.NOTHING : format.decimal(analysis.score, 1));
    write(this.#confidence, format.share(analysis?.confidence, 0));
    this.#scoreFill.setAttribute("width", String(((analysis?.score ?? 0) / 20) * 100));
    const recommended = analysis?.recommendation ?? null;
    this.#recommendation.className = recommended === null ? "" : `badge badge-${recommended}`;
    this.#recommendation.textContent = recommended === null ? format.NOTHING : t(`recommendation.${recommended}`);
  }

  #link(): HTMLElement {
    const link = document.createElement("a");
    link.href = marketHref(this.symbol);
    link.textContent = this.symbol;
    return link;
  }

  #scoreBar(): Element {
    const bar = document.createElementNS(SVG, "svg");
    bar.setAttribute("class", "bar bar-score");
    bar.setAttribute("viewBox", "0 0 100 4");
    bar.setAttribute("preserveAspectRatio", "none");
    bar.setAttribute("aria-hidden", "true");
    const track = document.createElementNS(SVG, "rect");
    track.setAttribute("class", "bar-track");
    track.setAttribute("width", "100");
    track.setAttribute("height", "4");
    this.#scoreFill.setAttribute("class", "bar-fill");
    this.#scoreFill.setAttribute("height", "4");
    bar.append(track, this.#scoreFill);
    return bar;
  }
}

function tone(value: number | null): string {
  return value === null || value === 0 ? "flat" : value > 0 ? "up" : "down";
}

/** Colour alone tells some people nothing. */
function arrow(value: number | null): string {
  return value === null || value === 0 ? "" : value > 0 ? "▲ " : "▼ ";
}

function write(node: Text, value: string): boolean {
  if (node.data === value) return false;
  node.data = value;
  return true;
}

function span(className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.append(...children);
  return element;
}

function cell(row: HTMLElement, className: string, child: Node, tag: "td" | "th" = "td"): HTMLTableCellElement {
  const element = document.createElement(tag);
  element.className = className;
  element.append(child);
  row.append(element);
  return element;
}
