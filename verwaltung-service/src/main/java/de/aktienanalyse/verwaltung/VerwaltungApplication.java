package de.aktienanalyse.verwaltung;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class VerwaltungApplication {
    static void main(String[] args) {
        SpringApplication.run(VerwaltungApplication.class, args);
    }
}
