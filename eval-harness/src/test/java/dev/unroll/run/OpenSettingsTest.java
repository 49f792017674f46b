package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.Settlement.Sized;
import dev.unroll.experiment.Settlement.Tuned;
import dev.unroll.experiment.Settlement.TuningTrial;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.model.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSettingsTest {

    private static final String DATA = """
            name: open
            datasets:
              - {kind: adding, length: 6, trainSize: 60, validationSize: 20, testSize: 10}
              - {kind: copying, lag: 2, copyLength: 2, trainSize: 40, validationSize: 10, testSize: 10}
            train: {updates: 9, batchSize: 5, validateEvery: 3}
            seeds: [1]
            """;
    private static final String MODELS = """
            models:
              - {name: small, kind: rnn, hiddenSizes: [12]}
              - {name: two, kind: lstm, hiddenSizes: [64, 32], peepholes: true}
              - {name: heads, kind: transformer, modelSize: 64, numHeads: 4, numLayers: 1}
            """;
    private static final String TUNE = """
            models: [{kind: rnn, hiddenSizes: [4]}, {kind: gru, hiddenSizes: [3]}]
            tune: {method: random, trials: 9, over: {train: {learningRate: {from: 0.0001, to: 1.0, scale: log}}}}
            """;

    private final Kinds kinds = Kinds.installed();
    private final List<String> words = new ArrayList<>();

    @TempDir
    private Path folder;

    private ExperimentSpec read(String yaml) {
        return new SpecReader(kinds).read("open.yaml", DATA + yaml);
    }

    private ExperimentSpec settled(String yaml, int jobs) {
        return settled(yaml, jobs, DATA);
    }

    private ExperimentSpec settled(String yaml, int jobs, String data) {
        return new OpenSettings(kinds, jobs, words::add).settled(new SpecReader(kinds).read("open.yaml", data + yaml),
                new RunFolder(folder)).orElseThrow();
    }

    private double[] parameters(ExperimentSpec spec, int model) {
        List<PreparedDataset> data = spec.datasets().stream().map(entry -> PreparedDataset.of(entry,
                kinds.datasets().get(entry.kind()), 1)).toList();
        List<TrialPlan> plans = TrialPlanner.plans(spec, kinds, data);
        return new double[] {plans.get(model).parameterCount(), plans.get(3 + model).parameterCount()};
    }

    private static double worst(double[] reached, double[] budgets) {
        double worst = 0;
        for (int d = 0; d < reached.length; d++) {
            worst = Math.max(worst, Math.abs(Math.log(reached[d] / budgets[d])));
        }
        return worst;
    }

    @Test
    void matchingByParametersFindsTheNearestWidthOnAllDatasets() {
        ExperimentSpec spec = settled(MODELS + "match: parameters\n", 1);
        Sized two = spec.settlement().sizes().get(0);
        Sized heads = spec.settlement().sizes().get(1);
        double[] budgets = parameters(spec, 0);

        assertThat(spec.settlement().sizes()).extracting(Sized::model).containsExactly("two", "heads");
        assertThat(two.budgets()).containsExactly(budgets[0], budgets[1]);
        assertThat(two.reached()).containsExactly(parameters(spec, 1)[0], parameters(spec, 1)[1]);
        assertThat(heads.to() % 4).as("a multiple of the heads").isZero();
        assertThat(spec.models().get(0)).as("the budget's own model").isEqualTo(read(MODELS).models().get(0));
        assertThat(ResolvedSpec.parameters((Record) spec.models().get(2).spec()).get("feedForwardSize"))
                .as("what follows the width by default").isEqualTo(4 * heads.to());
        assertThat(ResolvedSpec.parameters((Record) spec.models().get(1).spec()).get("peepholes")).isEqualTo(true);
    }

    @Test
    void theWidthFoundIsTheBestOfAllWidths() {
        List<double[]> sizes = new ArrayList<>();
        for (int width = 1; width <= 40; width++) {
            sizes.add(parameters(read(MODELS.replace("[64, 32]", "[" + width + ", " + Math.round(width / 2.0) + "]")),
                    1));
        }
        for (double budget : new double[] {100, 700, 1000, 1400, 2000, 2900}) {
            double[] budgets = {budget, budget};
            int best = 0;
            for (int i = 0; i < sizes.size(); i++) {
                best = worst(sizes.get(i), budgets) < worst(sizes.get(best), budgets) ? i : best;
            }
            Sized two = settled(MODELS + "match: {by: parameters, budget: " + budget + "}\n", 1).settlement().sizes()
                    .get(1);
            assertThat(two.to()).as("for " + budget).isEqualTo(best + 1);
        }
    }

    @Test
    void matchingByOperationsMeetsABudget() {
        ExperimentSpec spec = settled(MODELS + "match: {by: flops, budget: 200000}\n", 1);

        assertThat(spec.settlement().sizes()).hasSize(3);
        for (Sized sized : spec.settlement().sizes()) {
            double geometric = Math.sqrt(sized.reached().get(0) * sized.reached().get(1));
            assertThat(geometric).as(sized.model()).isBetween(100_000.0, 400_000.0);
        }
        assertThat(settled(MODELS + "match: {by: flops, budget: 200000}\n", 2)).isEqualTo(spec);
    }

    @Test
    void matchingByTimeEndsInSomeSize() {
        ExperimentSpec spec = settled(MODELS + "match: {by: time, to: small}\n", 1);

        assertThat(spec.settlement().sizes()).allSatisfy(sized -> assertThat(sized.to()).isPositive());
    }

    @Test
    void tuningTakesForEveryModelTheCandidateOfTheLeastValidationLoss() {
        ExperimentSpec spec = settled(TUNE, 2);

        assertThat(spec.settlement().tuned()).extracting(Tuned::dataset).containsExactly("adding", "adding", "copying",
                "copying");
        for (int i = 0; i < 4; i++) {
            Tuned tuned = spec.settlement().tuned().get(i);
            TuningTrial best = tuned.trials().stream().filter(trial -> trial.validationLoss() != null)
                    .min(Comparator.comparingDouble(TuningTrial::validationLoss)).orElseThrow();
            assertThat(tuned.trials()).hasSize(9);
            assertThat(tuned.trials().get(tuned.chosen())).isEqualTo(best);
            assertThat(tuned.trials()).extracting(TuningTrial::settings).as("the same for all")
                    .isEqualTo(spec.settlement().tuned().get(0).trials().stream().map(TuningTrial::settings).toList());
            assertThat("learningRate: " + plain(spec.models().get(i % 2).training().get(i / 2).learningRate()))
                    .isEqualTo(best.settings());
        }
        assertThat(spec).as("whatever the jobs").isEqualTo(settled(TUNE, 1));
    }

    private static String plain(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    @Test
    void halvingGivesTheBestThirdThreeTimesTheUpdates() {
        ExperimentSpec spec = settled(TUNE.replace("random", "halving"), 1);

        List<TuningTrial> trials = spec.settlement().tuned().get(0).trials();
        assertThat(trials).extracting(TuningTrial::updates).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9);
        assertThat(spec.settlement().tuned().get(0).chosen()).isEqualTo(12);
        List<String> best = trials.subList(0, 9).stream().filter(trial -> trial.validationLoss() != null)
                .sorted(Comparator.comparingDouble(TuningTrial::validationLoss)).limit(3).map(TuningTrial::settings)
                .toList();
        assertThat(trials.subList(9, 12)).extracting(TuningTrial::settings).containsExactlyInAnyOrderElementsOf(best);
    }

    @Test
    void halvingEndsWithAllTheUpdatesThatACandidateComesTo() {
        ExperimentSpec spec = settled(TUNE.replace("trials: 9", "trials: 4, keep: 2").replace("random", "halving")
                .replace("{learningRate: {from: 0.0001, to: 1.0, scale: log}}", "{batchSize: {from: 1, to: 60}}"), 1,
                DATA.replace("updates: 9", "epochs: 4"));

        for (Tuned tuned : spec.settlement().tuned()) {
            int trainSize = tuned.dataset().equals("adding") ? 60 : 40;
            for (int i = 0; i < tuned.trials().size(); i++) {
                TuningTrial trial = tuned.trials().get(i);
                int batchSize = Integer.parseInt(trial.settings().replace("batchSize: ", ""));
                int all = 4 * ((trainSize - 1) / batchSize + 1);
                assertThat(trial.updates()).as(trial.toString())
                        .isEqualTo(Math.max(1, all / (i < 4 ? 4 : i < 6 ? 2 : 1)));
            }
        }
    }

    @Test
    void halvingDividesSecondsWhereTheseDecide() {
        TrainingSpec training = new SpecReader(kinds).read("open.yaml",
                DATA.replace("updates: 9", "seconds: 18") + MODELS).models().get(0).training().get(0);

        TrainingSpec part = TrainingSearch.part(training, 60, 9);
        assertThat(part.seconds()).isEqualTo(2);
        assertThat(part.updates()).isNull();
        assertThat(TrainingSearch.part(training, 60, 1)).isEqualTo(training);
    }

    @Test
    void anOptimizerThatIsTriedHasItsOwnLearningRateUnlessOneIsWritten() {
        ExperimentSpec spec = read("""
                models:
                  - {kind: rnn, hiddenSizes: [4]}
                  - {kind: gru, hiddenSizes: [3], train: {learningRate: 0.001}}
                tune: {method: grid, over: {train: {optimizer: [adam, sgd]}}}
                """);

        assertThat(rates(spec, "adding", 0)).containsExactly(0.001, 0.01);
        assertThat(rates(spec, "adding", 1)).containsExactly(0.001, 0.001);
        assertThat(spec.tune().ownRates()).containsExactly("adding/gru", "copying/gru");
    }

    private static List<Double> rates(ExperimentSpec spec, String dataset, int model) {
        ExperimentSpec.ModelEntry entry = spec.models().get(model);
        return spec.tune().candidates(dataset, entry.name(), entry.training().get(0)).stream()
                .map(candidate -> candidate.training().learningRate()).toList();
    }

    private Tuned tunedAsScripted(Supplier<SequenceModel> model) {
        Kinds scripted = FakeKinds.of(model);
        ExperimentSpec spec = new SpecReader(scripted).read("open.yaml", """
                name: open
                datasets: [{kind: counting}]
                models: [{kind: scripted}]
                train: {updates: 2, optimizer: sgd}
                tune: {method: grid, over: {train: {learningRate: [1, 2, 3]}}}
                seeds: [1]
                """);
        return new OpenSettings(scripted, 1, words::add).settled(spec, new RunFolder(folder)).orElseThrow()
                .settlement().tuned().get(0);
    }

    @Test
    void aCandidateThatFailsStopsNoOther() {
        AtomicInteger made = new AtomicInteger();
        Tuned tuned = tunedAsScripted(() -> {
            if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("as if");
            }
            return new ScriptedModel(count -> 1, count -> 1);
        });

        assertThat(tuned.trials()).extracting(TuningTrial::reason)
                .containsExactly("java.lang.IllegalStateException: as if", "", "");
        assertThat(tuned.chosen()).isEqualTo(1);
        assertThat(words).containsExactly("tuning scripted on counting");
    }

    @Test
    void whereAllCandidatesDivergeThatIsSaid() {
        Tuned tuned = tunedAsScripted(() -> new ScriptedModel(count -> 1, count -> Double.NaN));

        assertThat(tuned.trials()).allSatisfy(trial -> assertThat(trial.validationLoss()).isNull());
        assertThat(tuned.trials()).allSatisfy(trial -> assertThat(trial.reason()).startsWith("the loss became NaN"));
        assertThat(words.get(1)).isEqualTo("tuning scripted on counting found nothing that trains: all diverged or"
                + " failed; its trials use learningRate: 1, of which is known: the loss became NaN after 0 updates");
    }

    @Test
    void aFolderThatHoldsTheSettledExperimentIsAskedFirst() throws IOException {
        ExperimentSpec spec = settled(TUNE, 1);
        Files.writeString(new RunFolder(folder).resolvedSpec(), ResolvedSpec.of(spec).json());
        words.clear();

        assertThat(ResolvedSpec.of(settled(TUNE, 1))).isEqualTo(ResolvedSpec.of(spec));
        assertThat(words).as("searches").isEmpty();
        settled(TUNE.replace("trials: 9", "trials: 2"), 1);
        assertThat(words).as("searches of another experiment").isNotEmpty();
    }

    @Test
    void whatCannotBeSettledIsSaid() {
        String onTest = "{kind: sunspots, validationFraction: 0}";
        ExperimentSpec spec = new SpecReader(kinds).read("open.yaml", "name: x\ndatasets: [" + onTest
                + "]\nseeds: [1]\ntrain: {keepBest: false}\n" + TUNE);

        assertThatThrownBy(() -> new OpenSettings(kinds, 1, words::add).settled(spec, new RunFolder(folder)))
                .hasMessageStartingWith("tune needs a validation part of its own");
    }
}
