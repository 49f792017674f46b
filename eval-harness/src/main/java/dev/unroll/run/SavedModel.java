package dev.unroll.run;

import dev.unroll.checkpoint.Checkpoint;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.RecordJson;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to use a trained model on new data, its weights aside: the JSON file beside them.
 *
 * @param dataset    the dataset's name in the experiment
 * @param model      the model's name in the experiment
 * @param kind       of the model
 * @param input      how new data becomes what the model sees
 * @param output     how values that it puts out become the data's own; {@code null} for classes
 * @param classNames in order; empty if classes have no names
 */
public record SavedModel(String dataset, String model, long seed, String kind, ModelSpec spec, Task task,
        InputUnits input, OutputUnits output, List<String> classNames) {

    /**
     * {@code original = scaled * scale[k] + offset[k]} for component k.
     *
     * @param unit empty if it has none
     */
    public record OutputUnits(String unit, double[] scale, double[] offset) {

        private static OutputUnits of(Task.Target target, TargetUnits units) {
            if (units != null) {
                return new OutputUnits(units.unit(), units.scale(), units.offset());
            }
            double[] ones = new double[target.size()];
            Arrays.fill(ones, 1);
            return new OutputUnits("", ones, new double[target.size()]);
        }
    }

    /** The description of a model trained on this dataset. */
    public static SavedModel of(DatasetEntry dataset, ModelEntry model, long seed, Task task, SequenceDataset data) {
        OutputUnits output = task.target().classification()
                ? null : OutputUnits.of(task.target(), data.units().orElse(null));
        return new SavedModel(dataset.name(), model.name(), seed, model.kind(), model.spec(), task, data.inputUnits(),
                output, data.classNames());
    }

    /**
     * The description of a model of an experiment that nothing was trained for; makes the dataset.
     *
     * @param dataset one of the experiment's, as is {@code model}
     * @throws dev.unroll.dataset.DataException if the data cannot be used
     */
    public static SavedModel untrained(ExperimentSpec spec, DatasetEntry dataset, ModelEntry model, long seed,
            Kinds kinds) {
        SequenceDataset data =
                PreparedDataset.of(dataset, kinds.datasets().get(dataset.kind()), spec.dataSeed()).data();
        Task task = Models.task(data, model.training().get(spec.datasets().indexOf(dataset)));
        return of(dataset, model, seed, task, data);
    }

    /** The trial's. */
    public String id() {
        return dataset + "/" + model + "/" + seed;
    }

    /** Writes this and the weights, each file whole or not at all, in place of older ones. */
    public void write(RunFolder folder, Parameters parameters) throws IOException {
        write(folder, parameters, true);
    }

    /** @param synced whether to wait for the disk: needless where weights are checked by their hash before a run goes on */
    void write(RunFolder folder, Parameters parameters, boolean synced) throws IOException {
        Files.createDirectories(folder.model(id()).getParent());
        Checkpoint.save(folder.weights(id()), parameters, Map.of("kind", kind, "trial", id()), synced);
        WholeFiles.write(folder.model(id()), RecordJson.write(this), synced);
    }

    /**
     * The description of a trial's model.
     *
     * @throws dev.unroll.experiment.SpecException if the file cannot be read
     */
    public static SavedModel read(RunFolder folder, String id, Kinds kinds) {
        return RecordJson.read(folder.model(id), SavedModel.class, kinds);
    }

    /**
     * The model with its weights.
     *
     * @throws dev.unroll.checkpoint.CheckpointException if the weights do not fit it
     */
    public SequenceModel load(RunFolder folder, Kinds kinds, Engine engine) throws IOException {
        SequenceModel loaded = untrained(kinds, engine);
        Checkpoint.load(folder.weights(id()), loaded.parameters());
        return loaded;
    }

    /** The model as it is before training. */
    public SequenceModel untrained(Kinds kinds, Engine engine) {
        return Models.create(kinds.models().get(kind), spec, task, seed, engine);
    }
}
