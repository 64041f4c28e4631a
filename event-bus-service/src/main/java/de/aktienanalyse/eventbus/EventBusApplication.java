package de.aktienanalyse.eventbus;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class EventBusApplication {
    static void main(String[] args) {
        SpringApplication.run(EventBusApplication.class, args);
    }
}
