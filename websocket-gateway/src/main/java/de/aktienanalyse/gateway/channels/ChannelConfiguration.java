package de.aktienanalyse.gateway.channels;

import de.aktienanalyse.bus.RedisLink;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PlainChannels plainChannels(RedisLink redis) {
        return new RedisPlainChannels(redis);
    }
}
