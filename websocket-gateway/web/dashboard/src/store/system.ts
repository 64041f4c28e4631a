/** How the suite itself is: heartbeats of the services, rates of the events. */

import { type Json, number, object, objects, text } from "./model.ts";
import { Topic } from "./topic.ts";

export interface Service {
  readonly name: string;
  readonly instance: string | null;
  /** `online`, `degraded`, `offline`. */
  readonly status: string;
  readonly health: number | null;
  readonly responseMs: number | null;
  readonly errorRate: number | null;
  /** Wall clock of this browser, ms; null when it comes from an answer only. */
  readonly heardAt: number | null;
  readonly timestamp: string | null;
}

export interface Rate {
  readonly name: string;
  readonly total: number | null;
  readonly perSecond: number | null;
}

export class System extends Topic {
  readonly #services = new Map<string, Service>();
  readonly #counts = new Map<string, number>();
  #rates: readonly Rate[] = [];
  #overallHealth: number | null = null;
  #totals: Json = {};

  get services(): Service[] {
    return [...this.#services.values()].toSorted((a, b) =>
      (a.name + (a.instance ?? "")).localeCompare(b.name + (b.instance ?? "")),
    );
  }

  get rates(): readonly Rate[] {
    return this.#rates;
  }

  get overallHealth(): number | null {
    return this.#overallHealth;
  }

  /** Plain figures of the answer, as they are named there. */
  get totals(): Json {
    return this.#totals;
  }

  /** How many events of each name this page got since it was opened. */
  get received(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  count(event: string): void {
    this.#counts.set(event, (this.#counts.get(event) ?? 0) + 1);
  }

  receiveHeartbeat(data: object, heardAt: number): void {
    const service = readService(data as Json, null, heardAt);
    if (service === null) return;
    this.#services.set(service.name + (service.instance ?? ""), service);
    this.changed();
  }

  /** The answer of `get_system_status`: services as a list, or as the spec's `{name: status}`. */
  receiveStatus(result: unknown): void {
    const answer = object(result) ?? {};
    const { services } = answer;
    const rows = Array.isArray(services)
      ? objects(services).map((row) => readService(row, null, null))
      : Object.entries(object(services) ?? {}).map(([name, value]) =>
          readService(object(value) ?? { status: value }, name, null),
        );
    for (const service of rows) {
      if (service === null) continue;
      const key = service.name + (service.instance ?? "");
      const known = this.#services.get(key);
      this.#services.set(key, { ...service, heardAt: known?.heardAt ?? null });
    }
    this.#overallHealth = number(answer["overall_health"]);
    this.#rates = readRates(answer);
    this.#totals = Object.fromEntries(
      Object.entries(object(answer["events"]) ?? object(answer["analytics"]) ?? {}).filter(
        ([, value]) => typeof value === "number",
      ),
    );
    this.changed();
  }
}

function readService(data: Json, name: string | null, heardAt: number | null): Service | null {
  const service = text(data["service_name"]) ?? text(data["name"]) ?? text(data["service"]) ?? name;
  if (service === null) return null;
  return {
    name: service,
    instance: text(data["instance"]),
    status: text(data["status"])?.toLowerCase() ?? "",
    health: number(data["health_score"]),
    responseMs: number(data["response_time_ms"]),
    errorRate: number(data["error_rate"]),
    heardAt,
    timestamp: text(data["timestamp"]) ?? text(data["last_seen"]),
  };
}

/** `by_type` is a list of rows or a map of counts, at the top or under `events`. */
function readRates(answer: Json): readonly Rate[] {
  const events = object(answer["events"]) ?? object(answer["analytics"]) ?? answer;
  const byType = events["by_type"] ?? events["event_types"] ?? answer["events"];
  if (Array.isArray(byType)) {
    return objects(byType).map((row) => ({
      name: text(row["event_type"]) ?? text(row["type"]) ?? text(row["name"]) ?? "",
      total: number(row["total"]) ?? number(row["count"]),
      perSecond: number(row["per_second"]) ?? number(row["rate"]),
    }));
  }
  return Object.entries(object(byType) ?? {})
    .filter(([, value]) => typeof value === "number" || object(value) !== null)
    .map(([name, value]) => ({
      name,
      total: number(value) ?? number(object(value)?.["total"]) ?? number(object(value)?.["count"]),
      perSecond: number(object(value)?.["per_second"]) ?? number(object(value)?.["rate"]),
    }));
}
