package de.aktienanalyse.auswertung;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "de.aktienanalyse.auswertung",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String SPRING = "org.springframework..";
    private static final String DATABASE = "java.sql..";
    private static final String REDIS = "io.lettuce..";

    @ArchTest
    static final ArchRule featuresDoNotImportEachOtherInCircles =
            slices().matching("de.aktienanalyse.auswertung.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule formulasKnowOnlyJava =
            classes()
                    .that()
                    .resideInAPackage("..auswertung.performance..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("..auswertung.performance..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule decidersAreFreeOfSpringAndRedis =
            noClasses()
                    .that()
                    .haveSimpleName("DepotState")
                    .or()
                    .haveSimpleName("FigureSheetMaker")
                    .or()
                    .haveSimpleName("ReturnSeries")
                    .or()
                    .haveSimpleName("RiskRule")
                    .or()
                    .haveSimpleName("Ranking")
                    .or()
                    .haveSimpleName("BandRebalancing")
                    .or()
                    .haveSimpleName("PerformanceSummary")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(SPRING, DATABASE, REDIS);

    @ArchTest
    static final ArchRule nobodyTalksToRedisPastTheBus =
            noClasses().should().dependOnClassesThat().resideInAPackage(REDIS);

    @ArchTest
    static final ArchRule everyPackageSaysWhatMayBeNull =
            classes().should(be(inANullMarkedPackage()));

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return DescribedPredicate.describe(
                "in a @NullMarked package",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }
}
