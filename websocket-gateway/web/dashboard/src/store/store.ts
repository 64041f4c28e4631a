/** All that the page knows. */

import { Access } from "./access.ts";
import { Analyses } from "./analyses.ts";
import { Depot } from "./depot.ts";
import { Link } from "./link.ts";
import { Notices } from "./notices.ts";
import { Orders } from "./orders.ts";
import { Quotes } from "./quotes.ts";
import { Recommendations } from "./recommendations.ts";
import { System } from "./system.ts";

export const store = {
  access: new Access(),
  link: new Link(),
  quotes: new Quotes(),
  analyses: new Analyses(),
  depot: new Depot(),
  orders: new Orders(),
  recommendations: new Recommendations(),
  system: new System(),
  notices: new Notices(),
};

export type Store = typeof store;
