package de.aktienanalyse.verwaltung;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "de.aktienanalyse.verwaltung", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
    private static final Set<String> DECIDERS =
            Set.of(
                    "Order",
                    "OrderState",
                    "OrderRules",
                    "OrderEvents",
                    "OrderIds",
                    "FillRules",
                    "PaperBroker",
                    "Holding",
                    "Money",
                    "Valuation",
                    "AlertRule",
                    "TransactionsCsv");

    @ArchTest
    static final ArchRule featuresDoNotImportEachOtherInCircles =
            slices().matching("de.aktienanalyse.verwaltung.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule decidersKnowNoSpringNoDatabaseAndNoRedis =
            noClasses()
                    .that(
                            DescribedPredicate.describe(
                                    "are deciders",
                                    (JavaClass type) -> DECIDERS.contains(type.getSimpleName())))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.springframework..", "java.sql..", "io.lettuce..");

    @ArchTest
    static final ArchRule featuresDoNotKnowTheFlow =
            noClasses()
                    .that()
                    .resideInAPackage("de.aktienanalyse.verwaltung.*..")
                    .should()
                    .dependOnClassesThat()
                    .haveSimpleNameStartingWith("Verwaltung");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .should(
                            new ArchCondition<JavaClass>("be in a @NullMarked package") {
                                @Override
                                public void check(JavaClass type, ConditionEvents events) {
                                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, type.getName() + " is not"));
                                    }
                                }
                            });
}
