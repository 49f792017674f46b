package dev.unroll.run;

import dev.unroll.checkpoint.WeightHash;
import dev.unroll.dataset.Part;
import dev.unroll.engine.Engine;
import dev.unroll.gradient.GradientHistory;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.GradientReachAnalysis;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.metric.SlicedScores;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace;
import dev.unroll.run.TrialResult.GradientReach;
import dev.unroll.run.TrialResult.Samples;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.training.Allocation;
import dev.unroll.training.Evaluator;
import dev.unroll.training.Evaluator.Evaluation;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import dev.unroll.training.Trainer;
import dev.unroll.training.TrainingCheckpoints;
import dev.unroll.training.TrainingListener;
import dev.unroll.training.TrainingOutcome;
import dev.unroll.training.UpdateTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one trial from fresh weights to test scores. Whatever happens to it becomes its result and stays its own. */
final class TrialRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);
    private static final Samples NO_SAMPLES = new Samples(new double[0], new double[0]);

    private final TrialPlan plan;
    private final PreparedDataset dataset;
    private final ModelFactory<?> factory;
    private final int threads;
    private final StopSignal stop;
    private final TrainingListener listener;
    private final Function<Parameters, ? extends TrainingCheckpoints> checkpoints;
    private final long start = System.nanoTime();
    private long modelBytes;
    private boolean outOfMemory;

    /** @param checkpoints those of the trial, by its model's parameters */
    TrialRunner(TrialPlan plan, PreparedDataset dataset, ModelFactory<?> factory, int threads, StopSignal stop,
            TrainingListener listener, Function<Parameters, ? extends TrainingCheckpoints> checkpoints) {
        this.checkpoints = checkpoints;
        this.plan = plan;
        this.dataset = dataset;
        this.factory = factory;
        this.threads = threads;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * How a trial ended.
     *
     * @param bytes       allocated for the model, its buffers and the optimizer; 0 if it ended before the first update
     * @param outOfMemory whether that is why it failed
     * @param model       with the tested weights; {@code null} unless completed
     * @param items       how well each example of the test part was met; none unless completed
     */
    record Finished(TrialResult result, TrialTiming timing, long bytes, boolean outOfMemory, SequenceModel model,
            ItemScores items) {
    }

    /** @throws StoppedException if that was requested before the end */
    Finished run() {
        Engine engine = Engine.withThreads(threads);
        try {
            return run(engine);
        } catch (StoppedException | RunFolderException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            outOfMemory = true;
            return failed("out of memory (" + e.getMessage() + "); give the virtual machine more with -Xmx, run fewer "
                    + "jobs, or make the model or its batches smaller");
        } catch (IllegalArgumentException e) {
            LOG.debug("trial {} failed", plan.id(), e);
            return failed(e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("trial {} failed", plan.id(), e);
            return failed(e.toString());
        } finally {
            engine.workers().close();
        }
    }

    private Finished run(Engine engine) {
        long allocated = Allocation.ofThisThread();
        SequenceModel model = Models.create(factory, plan.model().spec(), Models.task(dataset.data(), plan.training()),
                plan.seed(), engine);
        modelBytes = Allocation.ofThisThread() - allocated;
        Map<String, GradientReach> before = dataset.reach().states(model);
        GradientPoint first = GradientPoint.of(0, model, dataset.reach().probe(), before);
        TrainingOutcome outcome =
                new Trainer(model, dataset.data(), plan.training(), plan.seed(), engine, stop, listener,
                        checkpoints.apply(model.parameters()), dataset.reach()).train();
        if (outcome.diverged()) {
            return finished(result(Status.DIVERGED, outcome.divergence(), outcome, Map.of(), Map.of(), Map.of(), before, Map.of(),
                    history(first, outcome, null), NO_SAMPLES, "", ""), outcome.times(), null, ItemScores.NONE);
        }
        Evaluator evaluator = new Evaluator(model, dataset.data(), plan.training().batchSize(), stop);
        Evaluation validation = evaluator.evaluate(Part.VALIDATION);
        TestRecorder recorder = new TestRecorder(model.task(), dataset.data().units());
        SlicedScores test = evaluator.evaluateBySlice(Part.TEST, recorder);
        Map<String, GradientReach> after = dataset.reach().states(model);
        GradientPoint last = GradientPoint.of(outcome.updates(), model, dataset.reach().probe(), after);
        return finished(result(Status.COMPLETED, "", outcome, test.whole().metrics(), test.slices(),
                validation.metrics(), before, after, history(first, outcome, last), recorder.samples(),
                WeightHash.of(model.parameters()), recorder.predictionHash()), outcome.times(), model, recorder.items());
    }

    /** @param last {@code null} for none */
    private static GradientHistory history(GradientPoint first, TrainingOutcome outcome, GradientPoint last) {
        List<GradientPoint> points = new ArrayList<>(List.of(first));
        points.addAll(outcome.gradients());
        if (last != null) {
            points.add(last);
        }
        return new GradientHistory(points, outcome.norms(), outcome.flossings());
    }

    private TrialResult result(Status status, String reason, TrainingOutcome outcome, Map<String, Double> test,
            Map<String, Map<String, Double>> testSlices, Map<String, Double> validation,
            Map<String, GradientReach> before, Map<String, GradientReach> after, GradientHistory gradients, Samples samples, String weightHash, String predictionHash) {
        return new TrialResult(plan.id(), plan.dataset(), plan.model().name(), plan.seed(), status, reason,
                plan.parameterCount(), outcome.updates(), outcome.bestUpdate(), outcome.stoppedEarly(), outcome.curve(),
                test, testSlices, validation, before.getOrDefault(Trace.INPUT, GradientReachAnalysis.NOT_MEASURED),
                after.getOrDefault(Trace.INPUT, GradientReachAnalysis.NOT_MEASURED), gradients, samples, weightHash,
                predictionHash);
    }

    private Finished failed(String reason) {
        UpdateTimes none = new UpdateTimes();
        TrainingOutcome nothing = new TrainingOutcome("", 0, 0, false, List.of(), List.of(), UpdateNorms.NONE,
                List.of(), none);
        return finished(result(Status.FAILED, reason, nothing, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                GradientHistory.NONE, NO_SAMPLES, "", ""), none, null, ItemScores.NONE);
    }

    private Finished finished(TrialResult result, UpdateTimes times, SequenceModel model, ItemScores items) {
        double median = times.millis(0.5);
        double total = times.earlierSeconds() + (System.nanoTime() - start) / 1e9;
        TrialTiming timing = new TrialTiming(plan.id(), times.totalSeconds(), total, median, times.millis(0.1),
                times.millis(0.9), plan.training().batchSize() / (median / 1e3));
        long bytes = times.firstAllocated() == 0 ? 0 : modelBytes + times.firstAllocated();
        return new Finished(result, timing, bytes, outOfMemory, model, items);
    }
}
