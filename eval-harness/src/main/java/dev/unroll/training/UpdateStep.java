package dev.unroll.training;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.optimizer.GradientClipping;
import dev.unroll.optimizer.Optimizer;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;

/** One weight update after another: gradients, clipping, learning rate, optimizer. */
public final class UpdateStep {

    private final SequenceModel model;
    private final Engine engine;
    private final TrainingSpec spec;
    private final int totalUpdates;
    private final Randomness dropout;
    private final Optimizer optimizer;
    private final double maxNorm;
    private double gradientNorm;

    /** @param totalUpdates what the schedule of the learning rate is stretched over */
    public UpdateStep(SequenceModel model, Engine engine, TrainingSpec spec, long seed, int totalUpdates) {
        this.model = model;
        this.engine = engine;
        this.spec = spec;
        this.totalUpdates = totalUpdates;
        this.dropout = Randomness.of(seed, Purpose.DROPOUT);
        this.optimizer = spec.optimizer().create(engine);
        this.maxNorm = spec.clipNorm() == null ? Double.POSITIVE_INFINITY : spec.clipNorm();
    }

    /**
     * Changes the weights, unless the loss or the norm of the gradient is not finite.
     *
     * @param update from 0
     * @return the loss of the batch before the update, as trained on
     */
    public double run(SequenceBatch batch, int update) {
        Parameters parameters = model.parameters();
        double loss = model.gradients(batch, dropout.derive(update));
        gradientNorm = GradientClipping.globalNorm(engine.kernels(), parameters, maxNorm);
        if (Double.isFinite(loss) && Double.isFinite(gradientNorm)) {
            optimizer.step(parameters, spec.learningRate() * spec.schedule().factor(update, totalUpdates));
        }
        return loss;
    }

    /** Norm of the last update's gradient before clipping. */
    public double gradientNorm() {
        return gradientNorm;
    }
}
