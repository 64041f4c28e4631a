/** Line icons, drawn for this page. */

import { type TemplateResult, svg, html } from "lit";

function icon(path: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;
}

export const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <rect width="32" height="32" rx="9" />
  <path d="M6.5 21.5l6-6.5 4.8 4 8.2-9.5" />
</svg>`;

export const icons = {
  maerkte: icon(svg`<path d="M3 17l5.5-6 4 3.5L20.5 6M15.5 6h5v5" />`),
  depot: icon(svg`<path d="M4 8.5h16v10a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5zM9 8.5V6a1.5 1.5 0 0 1 1.5-1.5h3A1.5 1.5 0 0 1 15 6v2.5M4 13.5h16" />`),
  orders: icon(svg`<path d="M7.5 4v14m0 0-3.5-3.5M7.5 18l3.5-3.5M16.5 20V6m0 0L13 9.5M16.5 6 20 9.5" />`),
  empfehlungen: icon(svg`<path d="M9.5 18.5h5M10.5 21h3M12 3a6 6 0 0 0-3.6 10.800c.7.6 1.100 1.300 1.100 2.200h5c0-.9.4-1.6 1.100-2.200A6 6 0 0 0 12 3z" />`),
  system: icon(svg`<path d="M3 12h4l2.5-6.5 4.5 13 2.5-6.5H21" />`),
  bell: icon(svg`<path d="M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.200 2.200 0 0 0 4 0" />`),
  settings: icon(svg`<path d="M4 7h9m5 0h2M4 17h3m5 0h8" /><circle cx="15.5" cy="7" r="2.5" /><circle cx="9.5" cy="17" r="2.5" />`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
  pause: icon(svg`<path d="M9 6v12M15 6v12" />`),
  play: icon(svg`<path d="M8 5.5v13l10.5-6.5z" />`),
  search: icon(svg`<circle cx="11" cy="11" r="6" /><path d="M15.5 15.5 20 20" />`),
  refresh: icon(svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.200-5.300M19.5 4v4.5H15" />`),
};
