package de.aktienanalyse.analyse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import de.aktienanalyse.analyse.accuracy.Calibration;
import de.aktienanalyse.analyse.accuracy.Forecast;
import de.aktienanalyse.analyse.accuracy.OpenForecasts;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "de.aktienanalyse.analyse",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
    @ArchTest
    static final ArchRule featuresDoNotImportEachOtherInCircles =
            slices().matching("de.aktienanalyse.analyse.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule formulasKnowNothingButJava =
            classes()
                    .that()
                    .resideInAPackage("..indicators..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.jspecify..", "..indicators..");

    @ArchTest
    static final ArchRule decidersKnowNeitherSpringNorRedisNorTheDatabase =
            noClasses()
                    .that()
                    .haveSimpleName("ScoreRules")
                    .or()
                    .haveSimpleName("ShareSeries")
                    .or()
                    .belongToAnyOf(Calibration.class, Forecast.class, OpenForecasts.class)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "io.lettuce..",
                            "java.sql..",
                            "de.aktienanalyse.bus..");

    @ArchTest
    static final ArchRule feedsKnowNeitherBusNorDatabase =
            noClasses()
                    .that()
                    .resideInAPackage("..feeds..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "de.aktienanalyse.bus..", "java.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .should(
                            new ArchCondition<>("be in a package that is @NullMarked") {
                                @Override
                                public void check(JavaClass type, ConditionEvents events) {
                                    boolean marked =
                                            type.getPackage().isAnnotatedWith(NullMarked.class);
                                    events.add(
                                            new SimpleConditionEvent(type, marked, type.getName()));
                                }
                            });
}
