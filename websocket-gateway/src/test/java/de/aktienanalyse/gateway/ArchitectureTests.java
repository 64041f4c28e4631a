package de.aktienanalyse.gateway;

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
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "de.aktienanalyse.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule featuresAreNotCircular =
            slices().matching("de.aktienanalyse.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule framesAndProtocolArePure =
            noClasses()
                    .that()
                    .resideInAnyPackage("..gateway.frames..", "..gateway.protocol..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..", "io.lettuce..", "org.apache..", "jakarta..");

    @ArchTest
    static final ArchRule onlyTheDoorKnowsTomcat =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..gateway.handshake..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.tomcat..", "org.apache.coyote..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .should(
                            new ArchCondition<JavaClass>("lie in a @NullMarked package") {
                                @Override
                                public void check(JavaClass type, ConditionEvents events) {
                                    boolean marked =
                                            type.getPackage().isAnnotatedWith(NullMarked.class);
                                    events.add(
                                            new SimpleConditionEvent(
                                                    type, marked, type.getPackageName()));
                                }
                            });
}
