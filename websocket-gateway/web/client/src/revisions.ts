/** Keeps older states from overwriting newer ones. */

/**
 * Events and snapshots carry whole objects with a `revision`. A snapshot, an answer and an event may overtake one
 * another; whoever shows them asks here first.
 *
 *     if (revisions.accept(`portfolio:${data.portfolio_id}`, data)) show(data);
 */
export class Revisions {
  readonly #known = new Map<string, number>();

  /** False when a newer state of the object was accepted before. The same one again is fine. */
  accept(key: string, data: { readonly revision?: number | null | undefined }): boolean {
    const { revision } = data;
    if (typeof revision !== "number") return true;
    const known = this.#known.get(key);
    if (known !== undefined && revision < known) return false;
    this.#known.set(key, revision);
    return true;
  }

  /** After a gap the server's numbers may have begun anew. */
  forget(): void {
    this.#known.clear();
  }
}
