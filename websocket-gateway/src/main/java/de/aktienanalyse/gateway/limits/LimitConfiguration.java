package de.aktienanalyse.gateway.limits;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    Limits limits(LimitProperties properties) {
        return new Limits(properties, System::nanoTime);
    }
}
