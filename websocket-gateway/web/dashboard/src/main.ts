import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/pieces.css";
import "./style/views.css";
import "./style/access.css";
import "./style/pages.css";
import { begin } from "./entry.ts";
import { settings } from "./settings.ts";
import { loadTexts } from "./text/texts.ts";
import { showApp } from "./views/app.ts";

settings.apply();
// German is better than nothing.
await loadTexts(settings.choices.language).catch(() => {});
showApp();
void begin();
