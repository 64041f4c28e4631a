/** System: are all services there, and how much goes over the bus. */

import { type TemplateResult, html, nothing } from "lit";
import { session } from "../context.ts";
import * as format from "../format.ts";
import { store } from "../store/store.ts";
import type { BusFigures, Service, TypeCount } from "../store/system.ts";
import { Watch } from "../store/topic.ts";
import { serviceStatus, t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { icons } from "./icons.ts";
import { bar, empty } from "./pieces.ts";
import { systemTabs } from "./tabs.ts";

const ASK_EVERY_MS = 10_000;

/** A service beats every few seconds; one that was not heard for so long is silent. */
const SILENT_MS = 30_000;

class SystemView extends PageElement {
  #clock: ReturnType<typeof setInterval> | undefined;
  #ask: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Watch(this, store.system, store.link, store.access);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.requestUpdate(), 1_000);
    this.#ask = setInterval(() => {
      if (store.link.live && !document.hidden) void session.loadSystem();
    }, ASK_EVERY_MS);
    if (store.link.live) void session.loadSystem();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    clearInterval(this.#ask);
  }

  override render(): TemplateResult {
    const { services, bus, overallHealth } = store.system;
    return html`<h1 class="visually-hidden">${t("nav.system")}</h1>
      <div class="system">
        ${systemTabs("system")}
        <section class="card card-table" aria-labelledby="services-title">
          <div class="card-head">
            <h2 id="services-title">${t("system.services")}</h2>
            ${overallHealth === null
              ? nothing
              : html`<span class="muted small">${t("system.overall")} ${format.integer(overallHealth)} / 100</span>`}
            <span class="grow"></span>
            <button
              type="button"
              class="icon-button"
              aria-label=${t("system.refresh")}
              title=${t("system.refresh")}
              ?disabled=${!store.link.live}
              @click=${() => session.loadSystem()}
            >
              ${icons.refresh}
            </button>
          </div>
          ${services.length === 0 ? empty(t("system.none")) : servicesTable(services)}
        </section>
        <section class="card card-table" aria-labelledby="rates-title">
          <div class="card-head">
            <h2 id="rates-title">${t("system.rates")}</h2>
            <span class="muted small">${busSummary(bus)}</span>
          </div>
          ${bus.byType.length === 0
            ? empty(t("system.rates.none"))
            : countsTable(t("system.rates.caption"), bus.byType, true)}
        </section>
        <section class="card card-table" aria-labelledby="received-title">
          <div class="card-head">
            <h2 id="received-title">${t("system.received")}</h2>
            <span class="muted small">${t("system.received.caption")}</span>
          </div>
          ${store.system.conflated === 0
            ? nothing
            : html`<p class="muted small pad">${t("freshness.conflated", { n: format.integer(store.system.conflated) })}</p>`}
          ${countsTable(
            t("system.received"),
            [...store.system.received].map(([name, total]) => ({ name, total, p95: null })),
            false,
          )}
        </section>
      </div>`;
  }
}

function servicesTable(services: readonly Service[]): TemplateResult {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("system.services.caption")}>
    <table class="plain records">
      <caption class="visually-hidden">
        ${t("system.services.caption")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("system.service")}</th>
          <th scope="col">${t("system.state")}</th>
          <th scope="col" class="num">${t("system.health")}</th>
          <th scope="col" class="num">${t("system.response")}</th>
          <th scope="col" class="num">${t("system.errors")}</th>
          <th scope="col" class="num">${t("system.heard")}</th>
        </tr>
      </thead>
      <tbody>
        ${services.map(serviceRow)}
      </tbody>
    </table>
  </div>`;
}

function serviceRow(service: Service): TemplateResult {
  const heard = service.heardAt ?? (service.timestamp === null ? null : Date.parse(service.timestamp));
  const silentFor = heard === null || Number.isNaN(heard) ? null : Date.now() - heard;
  const status = service.status === "online" && silentFor !== null && silentFor > SILENT_MS ? "silent" : service.status;
  return html`<tr>
    <th scope="row">
      ${service.name}
      ${service.instance === null || service.instance === service.name
        ? nothing
        : html`<span class="muted small">${service.instance}</span>`}
    </th>
    <td data-label=${t("system.state")}>
      <span class="state state-${status}"><span class="dot" aria-hidden="true"></span>${serviceStatus(status)}</span>
    </td>
    <td class="num" data-label=${t("system.health")}>
      <span class="weight">${format.integer(service.health)}${bar(service.health, 100)}</span>
    </td>
    <td class="num" data-label=${t("system.response")}>
      ${service.responseMs === null ? format.NOTHING : `${format.decimal(service.responseMs, 1)} ms`}
    </td>
    <td class="num" data-label=${t("system.errors")}>${format.share(service.errorRate, 2)}</td>
    <td class="num muted" data-label=${t("system.heard")}>
      ${silentFor === null ? format.NOTHING : format.age(silentFor)}
    </td>
  </tr>`;
}

function busSummary({ perSecond, errorRate, p95 }: BusFigures): string {
  return perSecond === null
    ? ""
    : t("system.bus", {
        rate: format.decimal(perSecond, 1),
        p95: format.decimal(p95, 1),
        errors: format.share(errorRate, 2),
      });
}

function countsTable(caption: string, counts: readonly TypeCount[], withTimes: boolean): TemplateResult {
  return html`<div class="table-scroll">
    <table class="plain">
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("system.event")}</th>
          <th scope="col" class="num">${t("system.total")}</th>
          ${withTimes ? html`<th scope="col" class="num">${t("system.p95")}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${counts
          .toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0))
          .map(
            ({ name, total, p95 }) => html`<tr>
              <th scope="row" class="mono">${name}</th>
              <td class="num">${format.integer(total)}</td>
              ${withTimes ? html`<td class="num">${p95 === null ? format.NOTHING : `${format.decimal(p95, 1)} ms`}</td>` : nothing}
            </tr>`,
          )}
      </tbody>
    </table>
  </div>`;
}

define("aa-system", SystemView);
