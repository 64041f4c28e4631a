/** What is seen before anybody is inside. */

import { type TemplateResult, html } from "lit";
import { begin, isSetup } from "../entry.ts";
import { settings } from "../settings.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { type TextKey, t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { logo } from "./icons.ts";
import "./login.ts";
import "./settings-menu.ts";
import "./setup.ts";

/** Whether the page itself is not to be seen. */
export function doorShut(): boolean {
  return isSetup() || store.access.state !== "authenticated";
}

export function doorTitle(): TextKey {
  if (isSetup() || store.access.state === "setup_required") return "setup.title";
  if (store.access.state === "unknown_user") return "proxy.unknown";
  return store.access.state === "anonymous" ? "login.title" : "app.title";
}

class Door extends PageElement {
  constructor() {
    super();
    new Watch(this, store.access, settings);
  }

  override render(): TemplateResult {
    return html`<div class="door">
      <header class="door-head">
        <span class="brand">${logo}<span>${t("app.title")}</span></span>
        <aa-settings></aa-settings>
      </header>
      <main id="inhalt" class="card door-card" tabindex="-1">${this.#inner()}</main>
    </div>`;
  }

  #inner(): TemplateResult {
    if (isSetup()) return html`<aa-setup></aa-setup>`;
    switch (store.access.state) {
      case "setup_required":
        return setupRequired();
      case "unreachable":
        return html`<h1>${t("access.unreachable")}</h1>
          <p class="muted">${t("access.unreachable.hint")}</p>
          <button type="button" class="button" @click=${() => begin()}>${t("access.retry")}</button>`;
      case "unknown_user":
        return html`<h1>${t("proxy.unknown")}</h1>
          <p>${t("proxy.unknown.text", { name: store.access.user?.name ?? "" })}</p>
          <button type="button" class="button" @click=${() => begin()}>${t("access.retry")}</button>`;
      case "anonymous":
        return html`<h1>${t("login.title")}</h1>
          <aa-login></aa-login>`;
      default:
        return html`<p class="muted" role="status">${t("access.loading")}</p>`;
    }
  }
}

function setupRequired(): TemplateResult {
  return html`<h1>${t("setup.required")}</h1>
    <p>${t("setup.required.text")}</p>
    <dl class="hints">
      <dt>${t("setup.required.docker")}</dt>
      <dd><code>docker compose logs websocket-gateway | grep einrichten</code></dd>
      <dt>${t("setup.required.native")}</dt>
      <dd><code>cat setup-token</code></dd>
    </dl>
    <button type="button" class="button" @click=${() => begin()}>${t("setup.required.again")}</button>`;
}

define("aa-door", Door);
