/** Small pieces that several views show. */

import { type TemplateResult, html, nothing, svg } from "lit";
import * as format from "../format.ts";
import type { Recommendation } from "../store/model.ts";
import { t } from "../text/texts.ts";

/** Colour of a change; the sign in the text says the same without colour. */
export function tone(value: number | null | undefined): "up" | "down" | "flat" {
  if (value == null || value === 0 || !Number.isFinite(value)) return "flat";
  return value > 0 ? "up" : "down";
}

export function badge(recommendation: Recommendation | null): TemplateResult | typeof nothing {
  return recommendation === null
    ? nothing
    : html`<span class="badge badge-${recommendation}">${t(`recommendation.${recommendation}`)}</span>`;
}

/** A bar of a part in a whole, beside a figure that says the same. */
export function bar(part: number | null, whole: number, kind = ""): TemplateResult {
  const width = part === null || whole <= 0 ? 0 : Math.max(0, Math.min(1, part / whole)) * 100;
  return html`<svg class="bar ${kind}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="bar-track" width="100" height="4" /><rect class="bar-fill" width=${width} height="4" />`}
  </svg>`;
}

export function empty(title: string, hint = ""): TemplateResult {
  return html`<div class="empty">
    <p class="empty-title">${title}</p>
    ${hint === "" ? nothing : html`<p class="muted">${hint}</p>`}
  </div>`;
}

/** A figure that matters, with its name above. */
export function tile(
  name: string,
  value: string,
  more: TemplateResult | typeof nothing = nothing,
  kind = "",
): TemplateResult {
  return html`<div class="tile ${kind}">
    <dt>${name}</dt>
    <dd><span class="tile-value amount">${value}</span>${more}</dd>
  </div>`;
}

export function change(amount: number | null, percent: number | null, currency: string | null): TemplateResult {
  return html`<span class="change ${tone(amount ?? percent)}"
    ><span class="amount">${format.signedMoney(amount, currency)}</span>
    ${percent === null ? nothing : html`<span class="pill ${tone(percent)}">${format.signedPercent(percent)}</span>`}</span
  >`;
}
