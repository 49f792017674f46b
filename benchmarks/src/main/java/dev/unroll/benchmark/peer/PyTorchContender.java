package dev.unroll.benchmark.peer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import dev.unroll.benchmark.contender.Workload;
import dev.unroll.benchmark.contender.Contender;
import dev.unroll.model.SequenceBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** PyTorch through the Deep Java Library: a TorchScript module, trained with Adam. */
final class PyTorchContender implements Contender {

    private final Workload workload;
    private final Model model;
    private final Trainer trainer;
    private final Loss loss = Loss.l2Loss("squared", 1f);
    private final NDManager manager;
    private final NDList inputs;
    private final NDList targets;

    PyTorchContender(Workload workload, int threads) {
        this.workload = workload;
        model = Model.newInstance(workload.name(), "PyTorch");
        JniUtils.setNumThreads(threads);
        try {
            model.load(new ByteArrayInputStream(TorchModels.archive(workload)), Map.of("trainParam", "true"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException(e);
        }
        trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(new TorchAdam()));
        manager = trainer.getManager().newSubManager();
        SequenceBatch batch = workload.batch();
        inputs = new NDList(manager.create(batch.features(),
                new Shape(workload.batchSize(), workload.steps(), workload.features())));
        targets = new NDList(manager.create(batch.values(), new Shape(workload.batchSize(), 1)));
    }

    @Override
    public float[] predict() {
        try (NDManager pass = manager.newSubManager()) {
            NDList outputs = trainer.evaluate(inputs);
            outputs.attach(pass);
            return outputs.singletonOrThrow().toFloatArray();
        }
    }

    @Override
    public double step() {
        try (NDManager pass = manager.newSubManager()) {
            NDArray value;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList outputs = trainer.forward(inputs);
                outputs.attach(pass);
                // What the loss computes belongs to the manager of its targets.
                targets.tempAttach(pass);
                value = loss.evaluate(targets, outputs);
                value.attach(pass);
                collector.backward(value);
            }
            trainer.step();
            return value.getFloat();
        }
    }

    @Override
    public void infer() {
        trainer.evaluate(inputs).close();
    }

    @Override
    public void close() {
        manager.close();
        trainer.close();
        model.close();
    }
}
