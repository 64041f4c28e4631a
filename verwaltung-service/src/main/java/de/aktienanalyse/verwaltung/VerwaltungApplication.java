package de.aktienanalyse.verwaltung;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
class VerwaltungApplication {
    static void main(String[] args) {
        SpringApplication.run(VerwaltungApplication.class, args);
    }
}
