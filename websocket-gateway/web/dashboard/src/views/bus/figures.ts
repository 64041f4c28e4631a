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
      ${tile("p50", ms(times?.["p50"]))} ${tile("p95", ms(times?.["p95"]))} ${tile("p99", ms(times?.["p99"]))}
      ${tile("max", ms(times?.["max"]))}
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
          percentile("max"),
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

/** What was declared beside what was seen: where both differ, somebody forgot a line or is a stranger. */
function topology(data: Json): TemplateResult {
  const declared = objects(data["declared"]);
  if (declared.length === 0) return empty(t("topology.none"));
  const since = text(data["since"]);
  return html`${records(
      t("topology.title"),
      [
        { head: t("system.service"), cell: (row) => text(row["service"]) ?? format.NOTHING },
        { head: t("topology.says"), mono: true, cell: (row) => declaredBy(row, "says") },
        { head: t("topology.hears"), mono: true, cell: (row) => declaredBy(row, "hears") },
      ],
      declared,
    )}
    ${since === null ? nothing : html`<p class="muted small pad">${t("topology.since", { time: format.dateTime(since) })}</p>`}
    ${differences("topology.neverSaid", data["never_said"], ["who", "event_type"])}
    ${differences("topology.unexpectedlySaid", data["unexpectedly_said"], ["who", "event_type"])}
    ${differences("topology.absentReaders", data["absent_readers"], ["group", "family"])}
    ${differences("topology.unexpectedReaders", data["unexpected_readers"], ["group", "family"])}`;
}

/** A service's groups declare steps `hears → says`, and what they say of themselves. */
function declaredBy(service: Json, what: "says" | "hears"): string {
  const names = objects(service["groups"]).flatMap((group) => [
    ...objects(group["steps"]).flatMap((step) => oneOrMore(step[what])),
    ...(what === "says" ? strings(group["spontaneous"]) : []),
  ]);
  return [...new Set(names)].join(", ") || format.NOTHING;
}

function oneOrMore(value: unknown): string[] {
  return typeof value === "string" ? [value] : strings(value);
}

function differences(title: TextKey, value: unknown, [who, what]: readonly [string, string]): TemplateResult {
  const rows = objects(value);
  return html`<div class="pad">
    <h3>${t(title)}</h3>
    ${rows.length === 0
      ? html`<p class="muted small">${t("topology.nothing")}</p>`
      : html`<ul>
          ${rows.map((row) => html`<li>${text(row[who]) ?? ""} <span class="mono">${text(row[what]) ?? ""}</span></li>`)}
        </ul>`}
  </div>`;
}

class Connections extends PageElement {
  readonly #connections = new Remote(this, () => "/api/connections", 5_000);

  override render(): TemplateResult {
    const table = () =>
      records(
        t("connections.title"),
        [
          { head: t("connections.client"), mono: true, cell: (row) => text(connection(row)["display_name"]) ?? text(connection(row)["client_id"]) ?? format.NOTHING },
          { head: t("users.name"), cell: (row) => text(connection(row)["user"]) || format.NOTHING },
          { head: t("audit.address"), mono: true, cell: (row) => text(connection(row)["address"]) ?? format.NOTHING },
          { head: t("connections.since"), cell: (row) => connectedAt(number(connection(row)["seconds"])) },
          { head: t("connections.subscriptions"), mono: true, cell: (row) => strings(row["event_types"]).join(", ") || format.NOTHING },
          { head: t("connections.queue"), num: true, cell: (row) => format.integer(number(connection(row)["waiting"])) },
          { head: t("connections.sent"), num: true, cell: (row) => format.integer(number(connection(row)["delivered"])) },
          { head: t("connections.conflated"), num: true, cell: (row) => format.integer(number(connection(row)["conflated"])) },
        ],
        this.#connections.rows,
      );
    return card(t("connections.title"), this.#connections, this.#connections.show(table, empty(t("connections.none"))));
  }
}

/** What the gateway tells of the connection itself, beside what it subscribed to. */
function connection(row: Json): Json {
  return object(row["connection"]) ?? {};
}

function connectedAt(seconds: number | null): string {
  return seconds === null ? format.NOTHING : format.dateTime(new Date(Date.now() - seconds * 1000).toISOString());
}

define("aa-analytics", Analytics);
define("aa-topology", Topology);
define("aa-connections", Connections);
