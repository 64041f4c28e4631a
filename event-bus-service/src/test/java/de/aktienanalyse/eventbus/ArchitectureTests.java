package de.aktienanalyse.eventbus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "de.aktienanalyse.eventbus",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule featuresFormNoCircle =
            slices().matching("de.aktienanalyse.eventbus.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule decidersKnowNoMachinery =
            noClasses()
                    .that()
                    .haveSimpleName("Diagnosis")
                    .or()
                    .haveSimpleName("Examination")
                    .or()
                    .haveSimpleName("ProcessingTimes")
                    .or()
                    .haveSimpleName("Throughput")
                    .or()
                    .resideInAPackage("de.aktienanalyse.eventbus.notifications")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.springframework..", "java.sql..");

    @ArchTest
    static final ArchRule redisIsBehindTheBusAndTheDeskButForTrimming =
            classes()
                    .that()
                    .resideOutsideOfPackages(
                            "de.aktienanalyse.eventbus.trimming", "de.aktienanalyse.eventbus.redis")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideOutsideOfPackage("io.lettuce..");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        all.stream()
                .map(type -> type.getPackage())
                .distinct()
                .forEach(found ->
                        assertThat(found.isAnnotatedWith(NullMarked.class))
                                .as(found.getName())
                                .isTrue());
    }
}
