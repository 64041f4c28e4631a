/** What all elements of the page share. */

import { LitElement } from "lit";

/**
 * Renders into the page itself, not into a shadow: so that labels, `aria-labelledby` and the browser's own search work
 * across elements and one style sheet serves all.
 */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
