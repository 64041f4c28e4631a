package de.aktienanalyse.verwaltung;

import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.broker.PaperBroker;
import de.aktienanalyse.verwaltung.depot.DepotSettings;
import de.aktienanalyse.verwaltung.orders.OrderSettings;
import de.aktienanalyse.verwaltung.watchlist.AutoOrderSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the features cannot make themselves: settings, and which broker is used.
@Configuration
class VerwaltungParts {

    @Bean
    Broker broker(VerwaltungProperties properties) {
        return new PaperBroker(properties.paper());
    }

    @Bean
    DepotSettings depotSettings(VerwaltungProperties properties) {
        return properties.depot();
    }

    @Bean
    OrderSettings orderSettings(VerwaltungProperties properties) {
        return properties.orders();
    }

    @Bean
    AutoOrderSettings autoOrderSettings(VerwaltungProperties properties) {
        return properties.autoOrder();
    }
}
