package de.aktienanalyse.analyse;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class AktienanalyseApplication {
    static void main(String[] args) {
        SpringApplication.run(AktienanalyseApplication.class, args);
    }
}
