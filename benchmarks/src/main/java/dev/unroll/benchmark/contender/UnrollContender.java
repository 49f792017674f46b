package dev.unroll.benchmark.contender;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.SequenceStream;
import dev.unroll.model.TrainingPass;
import dev.unroll.optimizer.Optimizer;
import dev.unroll.optimizer.OptimizerSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;

/**
 * This engine. A training step is what the trainer does for each batch, without clipping; the key for dropout, which
 * these models do not use, is always the same.
 */
public final class UnrollContender implements Contender {

    private static final long SEED = 1;

    private final Workers workers;
    private final SequenceModel model;
    private final SequenceBatch batch;
    private final TrainingPass pass = TrainingPass.of(Randomness.of(SEED, Purpose.DROPOUT));
    private final SequenceStream stream;
    private final float[] input;
    private final OptimizerSpec settings = OptimizerSpec.named("adam");
    private final Optimizer optimizer;

    /** With the kernels chosen for this process. */
    public UnrollContender(Workload workload, int threads) {
        this(workload, threads, Kernels.chosen());
    }

    public UnrollContender(Workload workload, int threads, Kernels kernels) {
        workers = new Workers(threads);
        Engine engine = new Engine(kernels, workers);
        model = Models.create(workload, engine);
        batch = workload.batch();
        stream = workload.streaming() ? model.stream(workload.batchSize()) : null;
        input = new float[workload.batchSize() * workload.features()];
        optimizer = settings.create(engine);
    }

    @Override
    public float[] predict() {
        return stream == null ? model.predict(batch).values() : streamed().clone();
    }

    @Override
    public double step() {
        double loss = model.gradients(batch, pass);
        optimizer.step(model.parameters(), settings.defaultLearningRate());
        return loss;
    }

    @Override
    public void infer() {
        if (stream == null) {
            model.predict(batch);
        } else {
            streamed();
        }
    }

    /** The outputs after the last step, of sequences that each begin anew. */
    private float[] streamed() {
        int steps = batch.maxLength();
        int features = input.length / batch.size();
        float[] output = null;
        stream.restart();
        for (int t = 0; t < steps; t++) {
            for (int b = 0; b < batch.size(); b++) {
                System.arraycopy(batch.features(), (b * steps + t) * features, input, b * features, features);
            }
            output = stream.step(input);
        }
        return output;
    }

    @Override
    public void close() {
        workers.close();
    }
}
