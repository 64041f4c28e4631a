package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How much it matters.
public enum Severity {
    @JsonProperty("info")
    INFO,
    @JsonProperty("warning")
    WARNING,
    @JsonProperty("error")
    ERROR,
    @JsonProperty("critical")
    CRITICAL
}
