/** The style sheet's colours, for what is drawn on a canvas. */

const resolved = new Map<string, string>();
const listeners = new Set<() => void>();

/** A token as a colour the canvas understands; `light-dark()` is resolved by the browser. */
export function colour(token: string): string {
  let value = resolved.get(token);
  if (value === undefined) {
    const probe = document.createElement("i");
    probe.hidden = true;
    probe.style.color = `var(${token})`;
    document.body.append(probe);
    value = getComputedStyle(probe).color;
    probe.remove();
    resolved.set(token, value);
  }
  return value;
}

/** The same colour, more or less transparent. */
export function transparent(token: string, alpha: number): string {
  const [red = "0", green = "0", blue = "0"] = colour(token).match(/[\d.]+/g) ?? [];
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** Calls back when the theme changed; returns what ends it. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function themeChanged(): void {
  resolved.clear();
  for (const listener of listeners) listener();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themeChanged);
new MutationObserver(themeChanged).observe(document.documentElement, { attributeFilter: ["data-theme"] });
