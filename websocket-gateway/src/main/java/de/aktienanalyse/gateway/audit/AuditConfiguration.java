package de.aktienanalyse.gateway.audit;

import de.aktienanalyse.gateway.accounts.GatewayDatabase;
import de.aktienanalyse.gateway.limits.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    AuditLog auditLog(GatewayDatabase database, Clock clock, MeterRegistry metrics) {
        return new AuditLog(database, clock, metrics);
    }

    @Bean
    Refusals refusals(Audit audit, Limits limits) {
        return new Refusals(audit, limits);
    }
}
