package de.aktienanalyse.verwaltung;

import de.aktienanalyse.verwaltung.broker.PaperSettings;
import de.aktienanalyse.verwaltung.depot.DepotSettings;
import de.aktienanalyse.verwaltung.orders.OrderSettings;
import de.aktienanalyse.verwaltung.watchlist.AutoOrderSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `aktien.depot.*`, `aktien.orders.*`, `aktien.paper.*`, `aktien.auto-order.*`.
@ConfigurationProperties("aktien")
record VerwaltungProperties(
        @DefaultValue DepotSettings depot,
        @DefaultValue OrderSettings orders,
        @DefaultValue PaperSettings paper,
        @DefaultValue AutoOrderSettings autoOrder) {}
