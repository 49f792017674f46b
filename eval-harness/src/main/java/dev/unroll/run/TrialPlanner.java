package dev.unroll.run;

import dev.unroll.dataset.Part;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.SequenceModel;
import java.util.ArrayList;
import java.util.List;

/** Lists the trials of an experiment and makes sure that each can begin. */
final class TrialPlanner {

    /** Where time decides, trials are about as long as these, which is all that progress needs to know. */
    private static final int UPDATES_OF_A_TIME = 1000;

    private TrialPlanner() {
    }

    /**
     * All trials in the order dataset, model, seed. Every model is made once on every dataset, so that one that cannot
     * do what is asked of it is known before anything is trained.
     *
     * @throws IllegalArgumentException if there is such a model, or one whose training would choose on the test part
     */
    static List<TrialPlan> plans(ExperimentSpec spec, Kinds kinds, List<PreparedDataset> datasets) {
        List<TrialPlan> plans = new ArrayList<>();
        for (int d = 0; d < datasets.size(); d++) {
            PreparedDataset dataset = datasets.get(d);
            for (ModelEntry model : spec.models()) {
                TrainingSpec training = model.training().get(d);
                requireNothingChosenOnTest(dataset, model, training);
                long parameterCount = parameterCount(kinds, dataset, model, training);
                int updates = training.totalUpdates(dataset.data().size(Part.TRAIN));
                double steps = dataset.data().batch(Part.TRAIN, new int[] {0}).maxLength();
                double work = (double) parameterCount * steps * training.batchSize()
                        * (training.seconds() == null ? updates : UPDATES_OF_A_TIME);
                for (long seed : spec.seeds()) {
                    String id = dataset.entry().name() + "/" + model.name() + "/" + seed;
                    plans.add(new TrialPlan(id, dataset.entry().name(), model, training, seed, parameterCount, updates,
                            work));
                }
            }
        }
        return plans;
    }

    private static void requireNothingChosenOnTest(PreparedDataset dataset, ModelEntry model, TrainingSpec training) {
        if (dataset.data().validationIsTest() && (training.keepBest() || training.patience() != null)) {
            throw new IllegalArgumentException("keepBest must be false and patience left out where the validation part"
                    + " is the test part, as on dataset " + dataset.entry().name()
                    + ", or scores would be chosen on the test part; got keepBest " + training.keepBest() + " and "
                    + (training.patience() == null ? "no patience" : "patience " + training.patience()) + " for model "
                    + model.name() + "; change them, or give the dataset a validation part of its own");
        }
    }

    private static long parameterCount(Kinds kinds, PreparedDataset dataset, ModelEntry model, TrainingSpec training) {
        try {
            SequenceModel made = Models.create(kinds.models().get(model.kind()), model.spec(),
                    Models.task(dataset.data(), training), 0, Engine.withThreads(1));
            if (training.truncate() != null) {
                requireState(made);
            }
            return made.parameters().count();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model " + model.name() + " cannot be trained on dataset "
                    + dataset.entry().name() + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            // The trials will say so, and others go on.
            return 0;
        }
    }

    private static void requireState(SequenceModel model) {
        try {
            model.newState(1);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("truncate needs a model that carries its state from segment to segment: "
                    + e.getMessage(), e);
        }
    }
}
