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
import "./freshness.ts";
import "./markets.ts";
import "./notices.ts";
import "./password.ts";
import "./settings-menu.ts";

const NAMES = {
  maerkte: "nav.markets",
  depot: "nav.depot",
  orders: "nav.orders",
  empfehlungen: "nav.recommendations",
  system: "nav.system",
  bus: "bus.title",
  einstellungen: "nav.account",
} as const;

/** All but the table of prices comes when it is asked for. */
const CODE: Readonly<Record<View, () => Promise<unknown>>> = {
  maerkte: () => import("./stock-pane.ts"),
  depot: () => import("./depot.ts"),
  orders: () => import("./orders.ts"),
  empfehlungen: () => import("./recommendations.ts"),
  system: () => import("./system.ts"),
  bus: () => import("./bus/page.ts"),
  einstellungen: () => import("./owner/page.ts"),
};

/** Long enough for the first prices; then a click on a view waits for nothing. */
const FETCH_AHEAD_MS = 2_000;

class App extends PageElement {
  #marketLabel = "";
  #endSink = () => {};
  #shown: View | null = null;
  #missing: View | null = null;
  #aheadTimer: ReturnType<typeof setTimeout> | undefined;

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
    clearTimeout(this.#aheadTimer);
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
    if (this.#missing === view) return this.#notLoaded(view);
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
    if (!doorShut()) void this.#load(view);
    document.title = `${t(doorShut() ? doorTitle() : NAMES[view])} · ${t("app.title")}`;
    if (this.#shown !== null && this.#shown !== view) scrollTo({ top: 0 });
    this.#shown = view;
  }

  async #load(view: View): Promise<void> {
    this.#aheadTimer ??= setTimeout(() => {
      // What fails here is asked for again, and told, when it is wanted.
      for (const name of VIEWS) void CODE[name]().catch(() => {});
    }, FETCH_AHEAD_MS);
    if (this.#missing === view) return;
    try {
      await CODE[view]();
    } catch {
      this.#missing = view;
      this.requestUpdate();
    }
  }

  /** No connection, or the gateway serves a newer page meanwhile. A browser does not fetch a failed module again. */
  #notLoaded(view: View): TemplateResult {
    return html`<section class="card empty" role="alert">
      <p class="empty-title">${t("app.notLoaded", { view: t(NAMES[view]) })}</p>
      <button type="button" class="button" @click=${() => location.reload()}>${t("app.reload")}</button>
    </section>`;
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

/** To be called when the texts are there. */
export function showApp(): void {
  define("aa-app", App);
}
