package de.aktienanalyse.auswertung;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class AuswertungApplication {
    static void main(String[] args) {
        SpringApplication.run(AuswertungApplication.class, args);
    }
}
