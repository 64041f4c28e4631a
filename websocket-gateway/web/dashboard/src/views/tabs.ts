/** Pages within a page: plain links, so that each has an address and the back button works. */

import { type TemplateResult, html, nothing } from "lit";
import type { View } from "../route.ts";
import { store } from "../store/store.ts";
import { t } from "../text/texts.ts";

export interface Tab {
  readonly name: string;
  readonly label: string;
}

export function tabs(view: View, label: string, all: readonly Tab[], current: string): TemplateResult {
  return html`<nav class="tabs" aria-label=${label}>
    ${all.map(
      ({ name, label: title }) =>
        html`<a href="#/${view}/${name}" aria-current=${name === current ? "page" : nothing}>${title}</a>`,
    )}
  </nav>`;
}

/** System and bus belong together; only the owner sees the second. */
export function systemTabs(current: "system" | "bus"): TemplateResult | typeof nothing {
  if (!store.access.isOwner) return nothing;
  return html`<nav class="tabs" aria-label=${t("nav.system")}>
    <a href="#/system" aria-current=${current === "system" ? "page" : nothing}>${t("system.services")}</a>
    <a href="#/bus" aria-current=${current === "bus" ? "page" : nothing}>${t("bus.title")}</a>
  </nav>`;
}
