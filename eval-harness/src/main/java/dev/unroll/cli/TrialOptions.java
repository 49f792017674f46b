package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Words;
import java.util.List;
import picocli.CommandLine.Option;

/** Which trial of an experiment is meant: options that commands about one model share. */
final class TrialOptions {

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "Name of the model in the"
            + " experiment.")
    private String model;

    @Option(names = "--dataset", paramLabel = "NAME",
            description = "Name of the dataset it was trained on; needed if the run has several.")
    private String dataset;

    @Option(names = "--seed", paramLabel = "N", description = "Seed it was trained with; default the run's first.")
    private Long seed;

    DatasetEntry dataset(ExperimentSpec spec) {
        List<String> names = spec.datasets().stream().map(DatasetEntry::name).toList();
        if (dataset == null && names.size() > 1) {
            throw new UserException("--dataset must be given for a run with several; the datasets are "
                    + String.join(", ", names));
        }
        return spec.datasets().get(dataset == null ? 0 : known("--dataset", dataset, names, "datasets"));
    }

    ModelEntry model(ExperimentSpec spec) {
        List<String> names = spec.models().stream().map(ModelEntry::name).toList();
        return spec.models().get(known("--model", model, names, "models"));
    }

    long seed(ExperimentSpec spec) {
        Long number = seed == null ? spec.seeds().get(0) : seed;
        if (!spec.seeds().contains(number)) {
            throw new UserException("--seed must be one of the run's; got " + number + "; the seeds are "
                    + String.join(", ", spec.seeds().stream().map(String::valueOf).toList()));
        }
        return number;
    }

    /** The trial's. */
    String id(ExperimentSpec spec) {
        return dataset(spec).name() + "/" + model(spec).name() + "/" + seed(spec);
    }

    private static int known(String option, String name, List<String> names, String plural) {
        if (!names.contains(name)) {
            throw new UserException(option + " must be one of the run's; got " + name + "; "
                    + Words.hint(name, names, plural));
        }
        return names.indexOf(name);
    }
}
