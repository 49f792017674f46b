package dev.unroll.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who here may see what. */
@AnalyzeClasses(packages = "dev.unroll.benchmark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_PEERS_SEE_OTHER_ENGINES = noClasses().that()
            .resideOutsideOfPackage("dev.unroll.benchmark.peer").should().dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.nd4j..", "org.deeplearning4j..", "dev.unroll.benchmark.peer");

    @ArchTest
    static final ArchRule ONLY_THE_PROBE_SEES_THE_VECTOR_API = noClasses().that()
            .resideOutsideOfPackage("dev.unroll.benchmark.probe").should().dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector");

    @ArchTest
    static final ArchRule MODELS_ARE_FOUND_BY_SERVICE = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.unroll.lstm..", "dev.unroll.gru..", "dev.unroll.rnn..", "dev.unroll.transformer..",
                    "dev.unroll.datasets..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE = slices().matching("dev.unroll.(benchmark..)").should().beFreeOfCycles();
}
