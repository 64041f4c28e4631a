/** How much goes over the bus and how fast; who speaks to whom; who is connected. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, number, object, objects, text } from "../../store/model.ts";
import { type TextKey, t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty, tile } from "../pieces.ts";
import { Remote, card, records, strings } from "../remote.ts";

class Analytics extends PageElement {
  readonly #analytics = new Remote(this, () => "/api/bus/analytics", 10_000);

  override render(): TemplateResult {
    return card(t("analytics.title"), this.#analytics, this.#analytics.show(() => figures(this.#analytics.data ?? {})));
  }
}

function figures(data: Json): TemplateResult {
  const times = object(data["processing_time"]);
  return html`<dl class="tiles pad">
      ${tile(t("analytics.total"), format.integer(number(data["total_events"])))}
      ${tile(t("analytics.rate"), `${format.decimal(number(data["throughput"]), 1)} /s`)}
      ${tile(t("system.errors"), format.share(number(data["error_rate"]), 2))}
      ${tile(t("analytics.average"), ms(data["avg_processing_time"]))}
      ${tile("p95", ms(times?.["p95"]))} ${tile("p99", ms(times?.["p99"]))}
    </dl>
    ${text(data["since"]) === null ? nothing : html`<p class="muted small pad">${t("analytics.since", { time: format.dateTime(text(data["since"])) })}</p>`}
    ${counts("bus.eventType", data["events_by_type"], data["processing_time_by_type"])}
    ${counts("journal.source", data["events_by_source"], data["processing_time_by_source"])}`;
}

function counts(head: TextKey, totals: unknown, times: unknown): TemplateResult {
  const of = object(times) ?? {};
  const rows = Object.entries(object(totals) ?? {})
    .map(([name, total]) => ({ name, total, ...object(of[name]) }) as Json)
    .toSorted((a, b) => (number(b["total"]) ?? 0) - (number(a["total"]) ?? 0));
  const percentile = (name: string) => ({ head: name, num: true, cell: (row: Json) => ms(row[name]) });
  return rows.length === 0
    ? empty(t("system.rates.none"))
    : records(
        t(head),
        [
          { head: t(head), mono: true, cell: (row) => text(row["name"]) ?? "" },
          { head: t("system.total"), num: true, cell: (row) => format.integer(number(row["total"])) },
          percentile("p50"),
          percentile("p95"),
          percentile("p99"),
        ],
        rows,
      );
}

function ms(value: unknown): string {
  const known = number(value);
  return known === null ? format.NOTHING : `${format.decimal(known, 1)} ms`;
}

class Topology extends PageElement {
  readonly #topology = new Remote(this, () => "/api/bus/topology", 15_000);

  override render(): TemplateResult {
    return card(t("topology.title"), this.#topology, this.#topology.show(() => topology(this.#topology.data ?? {})));
  }
}

function topology(data: Json): TemplateResult {
  const services = objects(data["services"] ?? data["nodes"]);
  const edges = objects(data["edges"] ?? data["links"]);
  const name = (row: Json) => text(row["service"]) ?? text(row["name"]) ?? text(row["id"]) ?? format.NOTHING;
  if (services.length === 0 && edges.length === 0) return empty(t("topology.none"));
  return html`${services.length === 0
    ? nothing
    : records(
        t("topology.title"),
        [
          { head: t("system.service"), cell: name },
          { head: t("topology.says"), mono: true, cell: (row) => strings(row["says"] ?? row["publishes"]).join(", ") || format.NOTHING },
          { head: t("topology.hears"), mono: true, cell: (row) => strings(row["hears"] ?? row["consumes"]).join(", ") || format.NOTHING },
        ],
        services,
      )}
  ${edges.length === 0
    ? nothing
    : records(
        t("topology.edges"),
        [
          { head: t("topology.from"), cell: (row) => text(row["from"]) ?? text(row["source"]) ?? format.NOTHING },
          { head: t("bus.eventType"), mono: true, cell: (row) => text(row["event_type"]) ?? text(row["type"]) ?? (strings(row["event_types"]).join(", ") || format.NOTHING) },
          { head: t("topology.to"), cell: (row) => text(row["to"]) ?? text(row["target"]) ?? format.NOTHING },
          { head: t("system.total"), num: true, cell: (row) => format.integer(number(row["count"]) ?? number(row["events"]) ?? number(row["total"])) },
        ],
        edges,
      )}`;
}

class Connections extends PageElement {
  readonly #connections = new Remote(this, () => "/api/connections", 5_000);

  override render(): TemplateResult {
    const table = () =>
      records(
        t("connections.title"),
        [
          { head: t("connections.client"), mono: true, cell: (row) => text(row["display_name"]) ?? text(row["client_id"]) ?? format.NOTHING },
          { head: t("users.name"), cell: (row) => text(row["user"]) ?? text(row["user_name"]) ?? format.NOTHING },
          { head: t("audit.address"), mono: true, cell: (row) => text(row["address"]) ?? text(row["remote_address"]) ?? format.NOTHING },
          { head: t("connections.since"), cell: (row) => format.dateTime(text(row["connected_at"]) ?? text(row["since"])) },
          { head: t("connections.subscriptions"), mono: true, cell: subscriptions },
          { head: t("connections.queue"), num: true, cell: (row) => format.integer(number(row["queue_depth"]) ?? number(row["queued"])) },
          { head: t("connections.sent"), num: true, cell: (row) => format.integer(number(row["sent"])) },
          { head: t("connections.conflated"), num: true, cell: (row) => format.integer(number(row["conflated"])) },
        ],
        this.#connections.rows,
      );
    return card(t("connections.title"), this.#connections, this.#connections.show(table, empty(t("connections.none"))));
  }
}

function subscriptions(row: Json): string {
  const said = row["subscriptions"];
  if (typeof said === "number") return format.integer(said);
  return strings(said).join(", ") || format.NOTHING;
}

define("aa-analytics", Analytics);
define("aa-topology", Topology);
define("aa-connections", Connections);
