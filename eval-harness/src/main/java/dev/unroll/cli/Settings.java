package dev.unroll.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Keys of an experiment that are set on the command line. */
final class Settings {

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Sets a key of the experiment, such as train.learningRate=0.01, models.LSTM.hiddenSizes=[32] or"
                    + " seeds=[1,2]; may be given several times. It becomes part of the experiment that is kept.")
    private List<String> settings = new ArrayList<>();

    /** In the order given. */
    List<String> all() {
        return settings;
    }
}
