package de.aktienanalyse.auswertung.holdings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param id the depot that is meant when none is named; the same setting as verwaltung's
@ConfigurationProperties("aktien.depot")
public record HoldingsProperties(@DefaultValue("depot-1") String id) {}
