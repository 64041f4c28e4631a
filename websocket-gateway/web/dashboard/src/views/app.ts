/** The frame of the page: head, navigation, the view that the address names, notices. */

import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import * as format from "../format.ts";
import { type View, VIEWS, router } from "../route.ts";
import { settings } from "../settings.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t } from "../text/texts.ts";
import { doorShut, doorTitle } from "./door.ts";
import { PageElement, define } from "./element.ts";
import { icons, logo } from "./icons.ts";
import "./connection.ts";
import "./depot.ts";
import "./freshness.ts";
import "./markets.ts";
import "./notices.ts";
import "./orders.ts";
import "./recommendations.ts";
import "./settings-menu.ts";
import "./system.ts";

const NAMES = {
  maerkte: "nav.markets",
  depot: "nav.depot",
  orders: "nav.orders",
  empfehlungen: "nav.recommendations",
  system: "nav.system",
  bus: "bus.title",
  einstellungen: "nav.account",
} as const;

/** Few need them, and not at once: they come when they are asked for. */
async function loadOwnerPages(view: View): Promise<void> {
  if (view === "bus") await import("./bus/page.ts");
  if (view === "einstellungen") await import("./owner/page.ts");
}

class App extends PageElement {
  #marketLabel = "";
  #endSink = () => {};
  #shown: View | null = null;

  constructor() {
    super();
    new Watch(this, router, settings, store.access);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#endSink = store.quotes.sink({ paint: () => this.#marketDay() });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endSink();
  }

  override render(): TemplateResult {
    if (doorShut()) return html`<aa-door></aa-door>`;
    const { view } = router.route;
    return html`
      <a class="skip" href="#inhalt" @click=${this.#skip}>${t("app.skip")}</a>
      <header class="head">
        <a class="brand" href="#/maerkte" aria-label=${t("app.title")}>${logo}<span>${t("app.title")}</span></a>
        <nav class="nav" aria-label=${t("nav.label")}>
          ${VIEWS.map(
            (name) => html`<a href="#/${name}" aria-current=${name === view || (name === "system" && view === "bus") ? "page" : nothing}>
              ${icons[name]}<span>${t(NAMES[name])}</span>
            </a>`,
          )}
        </nav>
        <div class="head-state">
          ${this.#marketLabel === ""
            ? nothing
            : html`<span class="chip chip-date" title=${t("date.replay.hint")}>${this.#marketLabel}</span>`}
          <span class="chip chip-paper" title=${t("app.paper.hint")}>${t("app.paper")}</span>
          <aa-freshness></aa-freshness>
          <aa-connection></aa-connection>
          <aa-notices></aa-notices>
          <aa-settings></aa-settings>
        </div>
      </header>
      ${store.access.insecureLan ? html`<p class="banner">${t("insecure.lan")}</p>` : nothing}
      <aa-banner></aa-banner>
      <aa-login-again></aa-login-again>
      <main id="inhalt" tabindex="-1">
        ${keyed(settings.choices.language + settings.choices.locale, this.#view(view))}
      </main>
    `;
  }

  #view(view: View): TemplateResult {
    switch (view) {
      case "maerkte":
        return html`<aa-markets></aa-markets>`;
      case "depot":
        return html`<aa-depot></aa-depot>`;
      case "orders":
        return html`<aa-orders></aa-orders>`;
      case "empfehlungen":
        return html`<aa-recommendations></aa-recommendations>`;
      case "system":
        return html`<aa-system></aa-system>`;
      case "bus":
        return html`<aa-bus-page></aa-bus-page>`;
      case "einstellungen":
        return html`<aa-owner-page></aa-owner-page>`;
    }
  }

  protected override updated(_changes: PropertyValues): void {
    const { view } = router.route;
    if (!doorShut()) void loadOwnerPages(view);
    document.title = `${t(doorShut() ? doorTitle() : NAMES[view])} · ${t("app.title")}`;
    if (this.#shown !== null && this.#shown !== view) scrollTo({ top: 0 });
    this.#shown = view;
  }

  /** Replay must never be taken for live, so the day stands in the head. */
  #marketDay(): void {
    const { marketTime, source } = store.quotes;
    if (marketTime === null) return;
    const day = format.closeDay(marketTime);
    const kind =
      source === "replay" || source === "simulation" || source === "csv" ? (`date.${source}` as const) : "date.market";
    const label = t(kind, { day });
    if (label === this.#marketLabel) return;
    this.#marketLabel = label;
    this.requestUpdate();
  }

  /** The address is taken by the views, so the link moves the focus itself. */
  #skip(event: Event): void {
    event.preventDefault();
    document.getElementById("inhalt")?.focus();
  }
}

define("aa-app", App);
