import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/pieces.css";
import "./style/views.css";
import "./style/access.css";
import "./style/pages.css";
import { begin } from "./entry.ts";
import { settings } from "./settings.ts";
import "./views/app.ts";

settings.apply();
void begin();
