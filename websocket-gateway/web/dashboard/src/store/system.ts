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

export interface TypeCount {
  readonly name: string;
  readonly total: number | null;
  /** 95 % of them were processed within, ms. */
  readonly p95: number | null;
}

/** Of all events on the bus. */
export interface BusFigures {
  readonly total: number | null;
  readonly perSecond: number | null;
  /** 0..1 */
  readonly errorRate: number | null;
  readonly p95: number | null;
  readonly byType: readonly TypeCount[];
}

const NO_FIGURES: BusFigures = { total: null, perSecond: null, errorRate: null, p95: null, byType: [] };

export class System extends Topic {
  readonly #services = new Map<string, Service>();
  readonly #counts = new Map<string, number>();
  #bus: BusFigures = NO_FIGURES;
  #overallHealth: number | null = null;
  #conflated = 0;

  get services(): Service[] {
    return [...this.#services.values()].toSorted((a, b) =>
      (a.name + (a.instance ?? "")).localeCompare(b.name + (b.instance ?? "")),
    );
  }

  get bus(): BusFigures {
    return this.#bus;
  }

  get overallHealth(): number | null {
    return this.#overallHealth;
  }

  /** How many events of each name this page got since it was opened. */
  get received(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Outdated values that the gateway left out for this page. */
  get conflated(): number {
    return this.#conflated;
  }

  receiveConflated(data: object): void {
    this.#conflated += number((data as Json)["total"]) ?? 0;
    this.changed();
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

  /** The answer of `get_system_status`: each instance, or only the spec's `{name: status}`. */
  receiveStatus(result: unknown): void {
    const answer = object(result) ?? {};
    const instances = objects(answer["instances"]);
    const rows =
      instances.length > 0
        ? instances.map((row) => readService(row, null, null))
        : Object.entries(object(answer["services"]) ?? {}).map(([name, status]) => readService({ status }, name, null));
    for (const service of rows) {
      if (service === null) continue;
      const key = service.name + (service.instance ?? "");
      const known = this.#services.get(key);
      this.#services.set(key, { ...service, heardAt: known?.heardAt ?? null });
    }
    this.#overallHealth = number(answer["overall_health"]);
    this.#bus = readFigures(object(answer["analytics"]) ?? {});
    this.changed();
  }
}

function readService(data: Json, name: string | null, heardAt: number | null): Service | null {
  const service = text(data["service_name"]) ?? text(data["service"]) ?? name;
  if (service === null) return null;
  return {
    name: service,
    instance: text(data["instance"]),
    status: text(data["status"])?.toLowerCase() ?? "",
    health: number(data["health_score"]),
    responseMs: number(data["response_time_ms"]),
    errorRate: number(data["error_rate"]),
    heardAt,
    timestamp: text(data["timestamp"]) ?? text(data["last_heard"]),
  };
}

function readFigures(analytics: Json): BusFigures {
  const times = object(analytics["processing_time_by_type"]) ?? {};
  return {
    total: number(analytics["total_events"]),
    perSecond: number(analytics["throughput"]),
    errorRate: number(analytics["error_rate"]),
    p95: number(object(analytics["processing_time"])?.["p95"]),
    byType: Object.entries(object(analytics["events_by_type"]) ?? {}).map(([name, total]) => ({
      name,
      total: number(total),
      p95: number(object(times[name])?.["p95"]),
    })),
  };
}
