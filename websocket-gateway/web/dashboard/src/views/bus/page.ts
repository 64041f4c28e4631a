/** Bus: for the owner, what goes on between the services. */

import { type TemplateResult, html } from "lit";
import { router } from "../../route.ts";
import { store } from "../../store/store.ts";
import { Watch } from "../../store/topic.ts";
import { type TextKey, t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { systemTabs, tabs } from "../tabs.ts";
import "../confirm.ts";
import "./dead-letters.ts";
import "./figures.ts";
import "./journal.ts";
import "./records.ts";
import "./replays.ts";
import "./routing.ts";
import "./schemas.ts";

const PAGES: Readonly<Record<string, readonly [TextKey, () => TemplateResult]>> = {
  unzustellbar: ["dead.title", () => html`<aa-dead-letters></aa-dead-letters>`],
  journal: ["journal.title", () => html`<aa-journal></aa-journal>`],
  routing: ["routing.title", () => html`<aa-routing></aa-routing>`],
  auswertung: ["analytics.title", () => html`<aa-analytics></aa-analytics>`],
  topologie: ["topology.title", () => html`<aa-topology></aa-topology>`],
  zustaende: ["history.title", () => html`<aa-health-history></aa-health-history>`],
  quarantaene: ["quarantine.title", () => html`<aa-quarantine></aa-quarantine>`],
  katalog: ["catalogue.title", () => html`<aa-catalogue></aa-catalogue>`],
  schemas: ["schemas.title", () => html`<aa-schemas></aa-schemas>`],
  wiederholungen: ["replays.title", () => html`<aa-replays></aa-replays>`],
  verbindungen: ["connections.title", () => html`<aa-connections></aa-connections>`],
};

const FIRST = "unzustellbar";

class BusPage extends PageElement {
  constructor() {
    super();
    new Watch(this, router, store.access);
  }

  override render(): TemplateResult {
    if (!store.access.isOwner) return html`<section class="card">${empty(t("remote.forbidden"), t("remote.forbidden.hint"))}</section>`;
    const asked = router.route.symbol ?? FIRST;
    const current = Object.hasOwn(PAGES, asked) ? asked : FIRST;
    const all = Object.entries(PAGES).map(([name, [label]]) => ({ name, label: t(label) }));
    return html`<h1 class="visually-hidden">${t("bus.title")}</h1>
      <div class="pages">${systemTabs("bus")} ${tabs("bus", t("bus.title"), all, current)} ${PAGES[current]![1]()}</div>`;
  }
}

define("aa-bus-page", BusPage);
