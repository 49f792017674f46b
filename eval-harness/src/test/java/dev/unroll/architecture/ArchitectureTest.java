package dev.unroll.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Which way the arrows between modules point, and what would break the promise of the same bits everywhere. */
@AnalyzeClasses(packages = "dev.unroll", importOptions = {ImportOption.DoNotIncludeTests.class,
    ArchitectureTest.WithoutJarsOfTests.class})
class ArchitectureTest {

    /** Tests of other modules come as jars where modules are packaged first. */
    static final class WithoutJarsOfTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] CONTRACT_AND_ENGINE = {"dev.unroll.kernel..", "dev.unroll.engine..", "dev.unroll.model..",
        "dev.unroll.dataset..", "dev.unroll.random..", "dev.unroll.layer..", "dev.unroll.loss..", "dev.unroll.optimizer..",
        "dev.unroll.checkpoint..", "dev.unroll.recurrent..", "dev.unroll.exchange..", "dev.unroll.protobuf..",
        "dev.unroll.onnx.."};
    private static final String[] MODELS = {"dev.unroll.lstm..", "dev.unroll.gru..", "dev.unroll.rnn..",
        "dev.unroll.transformer.."};
    private static final String[] DATASETS = {"dev.unroll.datasets.."};
    private static final String[] HARNESS = {"dev.unroll.experiment..", "dev.unroll.training..", "dev.unroll.metric..",
        "dev.unroll.run..", "dev.unroll.store..", "dev.unroll.tracking..", "dev.unroll.gradient..", "dev.unroll.statistics..",
        "dev.unroll.comparison..", "dev.unroll.report..", "dev.unroll.serve..", "dev.unroll.cli..", "dev.unroll.json..", "dev.unroll.keras.."};

    /** Functions of {@link Math} whose last bits a virtual machine may choose; {@link StrictMath} and FloatMath have them too. */
    private static final Set<String> INEXACT = Set.of("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh",
            "tanh", "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "random");

    @ArchTest
    static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE = classes().should()
            .resideInAnyPackage(concat(CONTRACT_AND_ENGINE, MODELS, DATASETS, HARNESS));

    @ArchTest
    static final ArchRule THE_CONTRACT_KNOWS_NOBODY = noClasses().that().resideInAnyPackage(CONTRACT_AND_ENGINE)
            .should().dependOnClassesThat().resideInAnyPackage(concat(MODELS, DATASETS, HARNESS));

    @ArchTest
    static final ArchRule MODELS_KNOW_NEITHER_DATA_NOR_HARNESS = noClasses().that().resideInAnyPackage(MODELS)
            .should().dependOnClassesThat().resideInAnyPackage(concat(DATASETS, HARNESS));

    @ArchTest
    static final ArchRule MODELS_DO_NOT_KNOW_EACH_OTHER = slices()
            .assignedFrom(new ModelSlices()).should().notDependOnEachOther();

    @ArchTest
    static final ArchRule DATASETS_KNOW_NEITHER_MODELS_NOR_HARNESS = noClasses().that().resideInAnyPackage(DATASETS)
            .should().dependOnClassesThat().resideInAnyPackage(concat(MODELS, HARNESS));

    @ArchTest
    static final ArchRule THE_HARNESS_FINDS_MODELS_AND_DATASETS_BY_SERVICE = noClasses().that()
            .resideInAnyPackage(HARNESS).should().dependOnClassesThat().resideInAnyPackage(concat(MODELS, DATASETS));

    @ArchTest
    static final ArchRule ONLY_KERNELS_SEE_THE_VECTOR_API = noClasses().that().resideOutsideOfPackage("dev.unroll.kernel")
            .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector");

    /** Benchmarks may see them too, in one package; a test of theirs holds that. */
    @ArchTest
    static final ArchRule ONLY_THE_SECOND_ENGINE_SEES_DEEPLEARNING4J = noClasses().that()
            .resideOutsideOfPackage("dev.unroll.dl4j..").should().dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "ai.djl..");

    @ArchTest
    static final ArchRule NO_FUNCTION_WHOSE_BITS_DEPEND_ON_THE_MACHINE = noClasses()
            .should().callMethodWhere(target("inexact functions of Math", access ->
                    access.getOwner().isEquivalentTo(Math.class) && INEXACT.contains(access.getName())));

    @ArchTest
    static final ArchRule NO_UNKEYED_RANDOMNESS = noClasses().should().dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class);

    @ArchTest
    static final ArchRule NO_DEFAULT_LOCALE = noClasses()
            .should().callMethodWhere(target("formatting in the default locale", access ->
                    access.getOwner().isEquivalentTo(String.class) && (access.getName().equals("formatted")
                            || access.getName().equals("format") && access.getRawParameterTypes().size() == 2
                            || access.getName().equals("toLowerCase") && access.getRawParameterTypes().isEmpty()
                            || access.getName().equals("toUpperCase") && access.getRawParameterTypes().isEmpty())));

    private static DescribedPredicate<JavaAccess<?>> target(String description,
            Predicate<AccessTarget.CodeUnitAccessTarget> predicate) {
        return DescribedPredicate.describe(description, access ->
                access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                        && predicate.test(codeUnit));
    }

    private static String[] concat(String[]... groups) {
        return Arrays.stream(groups).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static final class ModelSlices implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            for (String model : MODELS) {
                if (javaClass.getPackageName().startsWith(model.substring(0, model.length() - 2))) {
                    return SliceIdentifier.of(model);
                }
            }
            return SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "kinds of model";
        }
    }
}
