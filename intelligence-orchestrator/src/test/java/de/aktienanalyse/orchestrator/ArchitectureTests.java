package de.aktienanalyse.orchestrator;

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
        packages = "de.aktienanalyse.orchestrator",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
    private static final String BASE = "de.aktienanalyse.orchestrator.";

    @ArchTest
    static final ArchRule featuresFormNoCircle =
            slices().matching(BASE + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule figuresFlowOneWay =
            noClasses()
                    .that()
                    .resideInAPackage(BASE + "picture")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(BASE + "correlation", BASE + "decision");

    @ArchTest
    static final ArchRule deciderKnowsNoMachinery =
            noClasses()
                    .that()
                    .resideInAPackage(BASE + "correlation")
                    .or()
                    .haveSimpleName("DecisionEngine")
                    .or()
                    .haveSimpleName("Explanation")
                    .or()
                    .haveSimpleName("SystemPicture")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..", "de.aktienanalyse.bus..", "java.sql..");

    @ArchTest
    static final ArchRule redisIsBehindTheBus =
            classes().should().onlyDependOnClassesThat().resideOutsideOfPackage("io.lettuce..");

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
