package dev.unroll.training;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.TrainingPass;
import dev.unroll.optimizer.GradientClipping;
import dev.unroll.optimizer.MaxNorm;
import dev.unroll.optimizer.Optimizer;
import dev.unroll.optimizer.WeightPenalty;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;

/**
 * One weight update after another: gradients of the loss and of the penalties, clipping, learning rate, optimizer, and
 * last the limit of norms.
 */
public final class UpdateStep {

    private final SequenceModel model;
    private final Engine engine;
    private final TrainingSpec spec;
    private final int totalUpdates;
    private final Randomness dropout;
    private final Optimizer optimizer;
    private final double clipNorm;
    private final MaxNorm maxNorm;
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
    }

    /**
     * Changes the weights, unless the loss or the norm of the gradient is not finite.
     *
     * @param update from 0
     * @return the loss of the batch before the update, without penalties, so that it compares with that of validation
     */
    public double run(SequenceBatch batch, int update) {
        Parameters parameters = model.parameters();
        double loss = model.gradients(batch, new TrainingPass(dropout.derive(update), spec.activity(), null));
        WeightPenalty.addGradient(engine.kernels(), parameters, spec.l1(), spec.l2());
        gradientNorm = GradientClipping.globalNorm(engine.kernels(), parameters, clipNorm);
        if (Double.isFinite(loss) && Double.isFinite(gradientNorm)) {
            optimizer.step(parameters, spec.learningRate() * spec.schedule().factor(update, totalUpdates));
            if (maxNorm != null) {
                maxNorm.apply(parameters);
            }
        }
        return loss;
    }

    /** Norm of the last update's gradient before clipping. */
    public double gradientNorm() {
        return gradientNorm;
    }
}
