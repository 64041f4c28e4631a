/** Whether the prices are fresh, which a connection that is up does not say. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../format.ts";
import { STALE_MS } from "../store/quotes.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";

class Freshness extends PageElement {
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Watch(this, store.link);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.requestUpdate(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  /** Without a connection its own banner says enough. */
  override render(): TemplateResult | typeof nothing {
    const at = store.quotes.lastReceivedAt;
    const ms = at === null ? 0 : Date.now() - at;
    if (!store.link.live || ms <= STALE_MS) return nothing;
    return html`<span class="chip chip-stale" title=${t("freshness.stale.hint")}>
      ${t("freshness.stale", { age: format.age(ms) })}
    </span>`;
  }
}

define("aa-freshness", Freshness);
