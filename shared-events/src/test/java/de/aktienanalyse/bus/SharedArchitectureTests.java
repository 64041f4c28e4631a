package de.aktienanalyse.bus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import de.aktienanalyse.events.SystemEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The language knows no door, and the door no service.
class SharedArchitectureTests {
    /// Without looking at what Spring's and the JDK's classes depend on in turn: that takes
    /// seconds.
    private static final JavaClasses ALL =
            ArchConfiguration.withThreadLocalScope(configuration -> {
                configuration.setResolveMissingDependenciesFromClassPath(false);
                return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("de.aktienanalyse");
            });

    private static final String EVENTS = "de.aktienanalyse.events";
    private static final String COMMANDS = "de.aktienanalyse.commands";
    private static final String BUS = "de.aktienanalyse.bus";

    @Test
    void eventsDependOnNextToNothing() {
        classes()
                .that()
                .resideInAPackage(EVENTS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "com.fasterxml.jackson.annotation..", "org.jspecify..", EVENTS)
                .check(ALL);
    }

    @Test
    void commandsDependOnEventsOnly() {
        classes()
                .that()
                .resideInAPackage(COMMANDS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify..",
                        EVENTS,
                        COMMANDS)
                .check(ALL);
    }

    @Test
    void theBusKnowsNoServiceAndNoWeb() {
        noClasses()
                .that()
                .resideInAPackage(BUS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.web..",
                        "org.springframework.data..",
                        "jakarta.servlet..")
                .check(ALL);
    }

    @Test
    void moneyIsNeverADouble() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(EVENTS, COMMANDS)
                .and()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(SystemEvent.class)
                .should()
                .notHaveRawType(double.class)
                .andShould()
                .notHaveRawType(float.class)
                .check(ALL);
    }

    @Test
    void itsPackagesAreKnownAndEachIsNullMarked() {
        JavaPackage root = ALL.getPackage("de.aktienanalyse");
        assertThat(root.getSubpackages().stream().map(JavaPackage::getName))
                .containsExactlyInAnyOrder(EVENTS, COMMANDS, BUS, "de.aktienanalyse.sqlite");
        assertThat(root.getSubpackages())
                .allSatisfy(part ->
                        assertThat(part.isAnnotatedWith(NullMarked.class))
                                .as(part.getName())
                                .isTrue());
    }
}
