/** Einstellungen: tokens, users and the audit log, for the owner. */

import { type TemplateResult, html } from "lit";
import { router } from "../../route.ts";
import { store } from "../../store/store.ts";
import { Watch } from "../../store/topic.ts";
import { t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { type Tab, tabs } from "../tabs.ts";
import "./audit.ts";
import "./tokens.ts";
import "./users.ts";

class OwnerPage extends PageElement {
  constructor() {
    super();
    new Watch(this, router, store.access);
  }

  override render(): TemplateResult {
    if (!store.access.isOwner) return html`<section class="card">${empty(t("remote.forbidden"), t("remote.forbidden.hint"))}</section>`;
    const all: readonly Tab[] = [
      { name: "tokens", label: t("tokens.title") },
      { name: "benutzer", label: t("users.title") },
      { name: "protokoll", label: t("audit.title") },
    ];
    const current = all.find(({ name }) => name === router.route.symbol)?.name ?? "tokens";
    return html`<h1 class="visually-hidden">${t("nav.account")}</h1>
      <div class="pages">${tabs("einstellungen", t("nav.account"), all, current)} ${body(current)}</div>`;
  }
}

function body(tab: string): TemplateResult {
  if (tab === "benutzer") return html`<aa-users></aa-users>`;
  return tab === "protokoll" ? html`<aa-audit></aa-audit>` : html`<aa-tokens></aa-tokens>`;
}

define("aa-owner-page", OwnerPage);
