package de.aktienanalyse.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/// A running gateway on the bus in memory, impatient, shared by the test classes.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "aktien.gateway.outbound.write-timeout=1s",
            "aktien.gateway.outbound.silence=1s",
            "aktien.gateway.outbound.close-timeout=200ms",
            "aktien.gateway.limits.commands-per-second=1000",
            "aktien.gateway.limits.command-burst=1000",
            "aktien.gateway.limits.reads-per-second=1000",
            "aktien.gateway.limits.read-burst=1000"
        })
@Import(TestGateway.class)
@ContextConfiguration(initializers = FreshData.class)
@interface GatewayTest {}
