package dev.unroll.cli;

import dev.unroll.experiment.Kinds;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code unroll data}; its commands are added by {@link Unroll}. */
@Command(name = "data", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Looks at data before anything is trained on it.")
final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** The command with those below it. */
    static CommandLine with(Console console, Kinds kinds) {
        return new CommandLine(new DataCommand())
                .addSubcommand(new DataShowCommand(console, kinds))
                .addSubcommand(new DataCheckCommand(console))
                .addSubcommand(new DataSpeedCommand(console, kinds));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given: show, check or speed");
    }
}
