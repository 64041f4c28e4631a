/** A short glow behind a value that moved. */

const EVERY_MS = 500;
const DURATION_MS = 450;

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** A layer of its own whose opacity fades: the browser's compositor does that without painting the cell again. */
export class Flash {
  readonly #layer = document.createElement("i");
  #last = 0;

  /** The cell must be positioned. */
  constructor(cell: HTMLElement) {
    cell.prepend(this.#layer);
  }

  /** At most twice a second, far below what could harm; not at all for who asked for less motion. */
  play(direction: number, now: number): void {
    if (direction === 0 || still.matches || now - this.#last < EVERY_MS) return;
    this.#last = now;
    this.#layer.className = direction > 0 ? "glow glow-up" : "glow glow-down";
    this.#layer.animate([{ opacity: 0.75 }, { opacity: 0 }], { duration: DURATION_MS, easing: "ease-out" });
  }
}
