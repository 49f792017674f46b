package dev.unroll.datasets.recall;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link DelayedRecallDataset}. */
public final class DelayedRecallFactory extends GeneratedFactory<DelayedRecallSpec> {

    public DelayedRecallFactory() {
        super("delayed-recall", "name the first symbol after a lag of distractors, for several lags at once",
                "Hochreiter & Schmidhuber 1997, experiment 2c, with more cues", DelayedRecallSpec.class,
                DelayedRecallDataset::new);
    }
}
