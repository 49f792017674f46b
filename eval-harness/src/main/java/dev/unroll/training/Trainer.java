package dev.unroll.training;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.gradient.FlossingPoint;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.GradientReachAnalysis;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.training.Evaluator.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains one model: updates over shuffled batches, validation in between, the best weights kept, an early stop when
 * patience runs out.
 *
 * <p>All choices are made on the validation part; the test part is never looked at here. What comes out depends on the
 * initial weights, the dataset, the spec and the seed alone. Serves one training.
 */
public final class Trainer {

    private final SequenceModel model;
    private final SequenceDataset dataset;
    private final TrainingSpec spec;
    private final StopSignal stop;
    private final TrainingListener listener;
    private final TrainingCheckpoints checkpoints;
    private final GradientReachAnalysis reach;
    private final int perEpoch;
    private final int totalUpdates;
    private final int validateEvery;
    private final BatchOrder order;
    private final BatchArrays arrays = new BatchArrays();
    private final UpdateStep step;
    private final Evaluator evaluator;
    private final GradientFlossing flossing;

    private final List<CurvePoint> curve = new ArrayList<>();
    private final List<GradientPoint> gradients = new ArrayList<>();
    private final List<FlossingPoint> flossings = new ArrayList<>();
    private final UpdateTimes times = new UpdateTimes();
    private int updates;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int bestUpdate;
    private List<float[]> bestWeights;
    private double lossToBeat = Double.POSITIVE_INFINITY;
    private int validationsWithoutBetter;
    private double lossSum;
    private int lossCount;
    private String divergence = "";

    /**
     * @param model    freshly initialized; trained in place
     * @param seed     decides the order of batches and dropout
     * @param listener told how it goes
     */
    public Trainer(SequenceModel model, SequenceDataset dataset, TrainingSpec spec, long seed, Engine engine,
            StopSignal stop, TrainingListener listener) {
        this(model, dataset, spec, seed, engine, stop, listener, TrainingCheckpoints.NONE, null);
    }

    /**
     * @param checkpoints what to go on from, and where to leave the same now and then
     * @param reach       what gradients are measured with every {@code gradientsEvery} updates; {@code null} for never
     */
    public Trainer(SequenceModel model, SequenceDataset dataset, TrainingSpec spec, long seed, Engine engine,
            StopSignal stop, TrainingListener listener, TrainingCheckpoints checkpoints, GradientReachAnalysis reach) {
        this.checkpoints = checkpoints;
        this.reach = reach;
        this.model = model;
        this.dataset = dataset;
        this.spec = spec;
        this.stop = stop;
        this.listener = listener;
        int examples = dataset.size(Part.TRAIN);
        perEpoch = spec.updatesPerEpoch(examples);
        totalUpdates = spec.totalUpdates(examples);
        validateEvery = spec.validateEvery() == null ? perEpoch : spec.validateEvery();
        order = new BatchOrder(dataset, spec, seed);
        step = new UpdateStep(model, engine, spec, seed, totalUpdates);
        evaluator = new Evaluator(model, dataset, spec.batchSize(), stop);
        flossing = spec.flossing() == null ? null
                : new GradientFlossing(model, dataset, spec.flossing(), seed, engine, stop);
    }

    /** @throws StoppedException between updates, if that was requested */
    public TrainingOutcome train() {
        Optional<TrainingState> earlier = checkpoints.newest();
        Evaluation initial = null;
        if (earlier.isPresent()) {
            goOn(earlier.get());
        } else {
            if (flossing != null) {
                floss();
            }
            initial = evaluator.evaluate(Part.VALIDATION);
            judge(initial);
        }
        boolean stoppedEarly = false;
        while (!over() && divergence.isEmpty() && !stoppedEarly) {
            // Here and not after an update, so that who goes on from a checkpoint does it too.
            if (flossing != null && flossing.due(updates)) {
                floss();
                if (!divergence.isEmpty()) {
                    break;
                }
            }
            double loss = update();
            if (curve.isEmpty()) {
                // The first batch's loss was computed before its update: it belongs to the point before any update.
                add(point(0, loss, initial));
            }
            if (divergence.isEmpty() && (updates % validateEvery == 0 || over())) {
                Evaluation validation = evaluator.evaluate(Part.VALIDATION);
                add(point(updates, lossSum / lossCount, validation));
                lossSum = 0;
                lossCount = 0;
                judge(validation);
                stoppedEarly = spec.patience() != null && validationsWithoutBetter >= spec.patience()
                        && !over();
            }
            if (divergence.isEmpty() && !stoppedEarly && !over() && measuresGradients()) {
                gradients.add(GradientPoint.of(updates, model, reach.probe(), reach.states(model)));
            }
            listener.progressed(share());
            if (!over() && divergence.isEmpty() && !stoppedEarly) {
                checkpoints.offer(this::state);
            }
        }
        if (spec.keepBest() && bestWeights != null) {
            model.parameters().restore(bestWeights);
        }
        return new TrainingOutcome(divergence, updates, bestUpdate, stoppedEarly, List.copyOf(curve),
                List.copyOf(gradients), step.norms(), List.copyOf(flossings), times);
    }

    private void floss() {
        long start = System.nanoTime();
        FlossingPoint point = flossing.run(updates);
        requireFinite("loss of gradient flossing", point.after());
        if (divergence.isEmpty()) {
            flossings.add(point);
        }
        times.addBeside(System.nanoTime() - start);
    }

    private boolean measuresGradients() {
        return reach != null && spec.gradientsEvery() != null && updates % spec.gradientsEvery() == 0;
    }

    private TrainingState state() {
        List<float[]> weights = model.parameters().list().stream().map(Parameter::value).toList();
        return new TrainingState(updates, bestLoss, bestUpdate, lossToBeat, validationsWithoutBetter, lossSum, lossCount,
                times.totalSeconds(), List.copyOf(curve), List.copyOf(gradients), step.norms(),
                List.copyOf(flossings), weights,
                bestWeights == null ? List.of() : bestWeights, step.optimizerState());
    }

    private void goOn(TrainingState state) {
        updates = state.updates();
        bestLoss = state.bestLoss();
        bestUpdate = state.bestUpdate();
        lossToBeat = state.lossToBeat();
        validationsWithoutBetter = state.validationsWithoutBetter();
        lossSum = state.lossSum();
        lossCount = state.lossCount();
        times.addEarlier(state.seconds());
        curve.addAll(state.curve());
        gradients.addAll(state.gradients());
        step.restore(state.norms());
        flossings.addAll(state.flossings());
        model.parameters().restore(state.weights());
        bestWeights = state.bestWeights().isEmpty() ? null : state.bestWeights();
        step.restore(state.optimizer());
    }

    private boolean over() {
        return spec.seconds() == null ? updates >= totalUpdates : times.totalSeconds() >= spec.seconds();
    }

    /** How much of training is done. */
    private double share() {
        return spec.seconds() == null ? (double) updates / totalUpdates
                : Math.min(1, times.totalSeconds() / spec.seconds());
    }

    private double update() {
        stop.check();
        if (spec.seconds() != null && updates > 0) {
            step.stretchOver((int) Math.min(Integer.MAX_VALUE, Math.max(updates + 1, Math.round(updates / share()))));
        }
        SequenceBatch batch = dataset.batch(Part.TRAIN, order.indices(updates), arrays);
        long allocated = times.count() == 0 ? Allocation.ofThisThread() : 0;
        long start = System.nanoTime();
        double loss = step.run(batch, updates);
        times.add(System.nanoTime() - start);
        if (times.count() == 1) {
            times.firstAllocated(Allocation.ofThisThread() - allocated);
        }
        requireFinite("loss", loss);
        requireFinite("norm of the gradient", step.gradientNorm());
        if (divergence.isEmpty()) {
            updates++;
            lossSum += loss;
            lossCount++;
        }
        return loss;
    }

    private void add(CurvePoint point) {
        curve.add(point);
        listener.validated(point, model.parameters());
    }

    private CurvePoint point(int update, double trainLoss, Evaluation validation) {
        return new CurvePoint(update, (double) update / perEpoch, trainLoss, validation.loss(), validation.metrics());
    }

    private void judge(Evaluation validation) {
        requireFinite("validation loss", validation.loss());
        if (validation.loss() < bestLoss) {
            bestLoss = validation.loss();
            bestUpdate = updates;
            if (spec.keepBest()) {
                bestWeights = model.parameters().snapshot();
            }
        }
        if (validation.loss() < lossToBeat - spec.minDelta()) {
            lossToBeat = validation.loss();
            validationsWithoutBetter = 0;
        } else {
            validationsWithoutBetter++;
        }
    }

    private void requireFinite(String what, double value) {
        if (divergence.isEmpty() && !Double.isFinite(value)) {
            divergence = "the " + what + " became " + value + " after " + updates + " updates";
        }
    }
}
