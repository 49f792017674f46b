package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSchema;
import dev.unroll.experiment.Kinds;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code unroll schema}. */
@Command(name = "schema", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Prints the JSON Schema of experiment files, by which editors complete and check them.",
        footerHeading = "%n",
        footer = {"It holds every kind of dataset and model that is on the class path, one's own too. Save it, and begin"
                + " a file with", "  # yaml-language-server: $schema=PATH"})
final class SchemaCommand implements Callable<Integer> {

    private final Console console;
    private final Kinds kinds;

    SchemaCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        console.out().print(ExperimentSchema.json(kinds));
        console.out().flush();
        return 0;
    }
}
