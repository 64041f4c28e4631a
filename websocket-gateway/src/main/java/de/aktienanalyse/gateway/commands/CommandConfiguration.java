package de.aktienanalyse.gateway.commands;

import de.aktienanalyse.bus.RedisLink;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AskedCommands askedCommands(RedisLink redis, Clock clock) {
        return new RedisAskedCommands(redis, clock);
    }
}
