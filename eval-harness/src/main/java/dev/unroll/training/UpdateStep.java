package dev.unroll.training;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.model.ModelState;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.TrainingPass;
import dev.unroll.optimizer.GradientClipping;
import dev.unroll.optimizer.MaxNorm;
import dev.unroll.optimizer.Optimizer;
import dev.unroll.optimizer.OptimizerState;
import dev.unroll.optimizer.WeightPenalty;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.training.Segments.Segment;

/**
 * One weight update after another: gradients of the loss and of the penalties, clipping, learning rate, optimizer, and
 * last the limit of norms.
 *
 * <p>With truncated backpropagation through time (Williams &amp; Peng 1990, "An efficient gradient-based algorithm for
 * on-line training of recurrent network trajectories"; Werbos 1990, "Backpropagation through time") a batch is cut into
 * {@link Segments}. Each goes on from the state in which the one before left its sequences, but no gradient flows back
 * into that, so a training step needs the memory of a segment. One that has no target only moves the state.
 */
public final class UpdateStep {

    private final SequenceModel model;
    private final Engine engine;
    private final TrainingSpec spec;
    private int totalUpdates;
    private final Randomness dropout;
    private final Optimizer optimizer;
    private final double clipNorm;
    private final MaxNorm maxNorm;
    private final NormCounter norms;
    private double gradientNorm;

    /** @param totalUpdates what the schedule of the learning rate is stretched over */
    public UpdateStep(SequenceModel model, Engine engine, TrainingSpec spec, long seed, int totalUpdates) {
        this.model = model;
        this.engine = engine;
        this.spec = spec;
        this.totalUpdates = totalUpdates;
        this.dropout = Randomness.of(seed, Purpose.DROPOUT);
        this.optimizer = spec.optimizer().create(engine);
        this.maxNorm = spec.maxNorm() == null ? null : new MaxNorm(spec.maxNorm(), engine);
        this.clipNorm = spec.clipNorm() == null ? Double.POSITIVE_INFINITY : spec.clipNorm();
        this.norms = new NormCounter(clipNorm);
    }

    /** Says anew what the schedule of the learning rate is stretched over, where time decides and shows only by and by. */
    void stretchOver(int totalUpdates) {
        this.totalUpdates = totalUpdates;
    }

    /**
     * Changes the weights, unless the loss or the norm of the gradient is not finite; with truncation, once for each
     * segment that has targets.
     *
     * @param update from 0
     * @return the loss of the batch before the update, or of each segment before its own, without penalties, so that it
     *         compares with that of validation
     */
    public double run(SequenceBatch batch, int update) {
        Randomness random = dropout.derive(update);
        if (spec.truncate() == null || batch.maxLength() <= spec.truncate()) {
            return step(batch, new TrainingPass(random, spec.activity(), null), update);
        }
        Segments segments = new Segments(batch, model.task(), spec.truncate());
        ModelState state = model.newState(batch.size());
        double sum = 0;
        double weight = 0;
        gradientNorm = 0;
        for (int k = 0; k < segments.count(); k++) {
            Segment segment = segments.get(k);
            if (segment.batch().size() < state.batchSize()) {
                state = state.select(segment.going());
            }
            TrainingPass pass = new TrainingPass(k == 0 ? random : random.derive(k), spec.activity(), state);
            if (segment.weight() == 0) {
                model.advance(segment.batch(), pass);
                continue;
            }
            double loss = step(segment.batch(), pass, update);
            if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
                return loss;
            }
            sum += loss * segment.weight();
            weight += segment.weight();
        }
        return weight == 0 ? 0 : sum / weight;
    }

    private double step(SequenceBatch batch, TrainingPass pass, int update) {
        Parameters parameters = model.parameters();
        double loss = model.gradients(batch, pass);
        WeightPenalty.addGradient(engine.kernels(), parameters, spec.l1(), spec.l2());
        gradientNorm = GradientClipping.globalNorm(engine.kernels(), parameters, clipNorm);
        if (Double.isFinite(loss) && Double.isFinite(gradientNorm)) {
            norms.add(gradientNorm);
            optimizer.step(parameters, spec.learningRate() * spec.schedule().factor(update, totalUpdates));
            if (maxNorm != null) {
                maxNorm.apply(parameters);
            }
        }
        return loss;
    }

    /** A copy of what the optimizer remembers. */
    OptimizerState optimizerState() {
        return optimizer.state();
    }

    /** The optimizer goes on from there. */
    void restore(OptimizerState state) {
        optimizer.restore(state);
    }

    /** The norms before clipping of all updates so far, segments counted each. */
    UpdateNorms norms() {
        return norms.norms();
    }

    /** Counting goes on from there. */
    void restore(UpdateNorms earlier) {
        norms.restore(earlier);
    }

    /** Norm of the last update's gradient before clipping. */
    public double gradientNorm() {
        return gradientNorm;
    }
}
