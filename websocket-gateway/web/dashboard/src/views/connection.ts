/** Whether what is seen is live: a pill that is always there, and a banner when it is not. */

import { type TemplateResult, html, nothing } from "lit";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { openLogin } from "./login.ts";

/** A short break is repaired before anybody needs to know. */
const BANNER_AFTER_MS = 2_000;

class ConnectionPill extends PageElement {
  constructor() {
    super();
    new Watch(this, store.link);
  }

  override render(): TemplateResult {
    const { status, transport } = store.link;
    const around = status === "connected" && transport === "sse";
    return html`<span class="chip chip-link" data-status=${status} title=${around ? t("link.sse.hint") : nothing}>
      <span class="dot" aria-hidden="true"></span><span class="chip-text">${t(around ? "link.sse" : `link.${status}`)}</span>
    </span>`;
  }
}

class Banner extends PageElement {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Watch(this, store.link);
  }

  override render(): TemplateResult {
    const { status, live, since } = store.link;
    const wait = since + BANNER_AFTER_MS - Date.now();
    clearTimeout(this.#timer);
    if (!live && wait > 0) this.#timer = setTimeout(() => this.requestUpdate(), wait + 10);
    const shown = status !== "connected" && wait <= 0 ? status : null;
    // The region stands there before its text does, or nobody reads it out.
    return html`<div role="status" class="banner-region">
      ${shown === null
        ? nothing
        : html`<p class="banner" data-status=${shown}>
            <span>${t(`link.banner.${shown}`)}</span>
            ${shown === "session_expired"
              ? html`<button type="button" class="button" @click=${openLogin}>
                  ${t("link.banner.login")}
                </button>`
              : nothing}
          </p>`}
    </div>`;
  }
}

define("aa-connection", ConnectionPill);
define("aa-banner", Banner);
