package dev.unroll.cli;

import dev.unroll.experiment.Kinds;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program. */
@Command(name = "unroll", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        subcommands = HelpCommand.class,
        description = "Trains an LSTM, a vanilla RNN and a small Transformer under the same rules and reports which"
                + " is better"
                + " at what.",
        footerHeading = "%nExamples:%n",
        footer = {"  unroll run                        the quick experiment, with a report",
            "  unroll run my-experiment.yaml     an experiment of one's own",
            "  unroll plan my-experiment.yaml    its trials, and how long they will take",
            "  unroll run --resume               goes on with a run that was interrupted",
            "  unroll serve runs                 shows the runs of a folder in the browser while they go",
            "  unroll verify runs/quick          makes every trial again and compares every bit",
            "  unroll list datasets              what there is to train on",
            "  unroll data show sunspots         a few examples, and a page with plots",
            "  unroll gradients runs/quick       how far back gradients reach, before and after training",
            "  unroll explain runs/quick --model LSTM --dataset electricity --example 1",
            "  unroll lag my-experiment.yaml     the longest lag that each model learns to bridge",
            "  unroll predict runs/quick --model LSTM --dataset electricity --input day.csv",
            "  unroll export runs/quick --model LSTM --dataset electricity --layout pytorch --output lstm.safetensors",
            "",
            "Exit codes: 0 all went well; 1 a trial diverged or failed, or Unroll has a fault; 2 something in the"
                    + " command"
                + " or its files must be put right; 130 stopped by Ctrl-C."})
public final class Unroll implements Runnable {

    @Spec
    private CommandSpec spec;

    private Unroll() {
    }

    public static void main(String[] arguments) {
        System.exit(execute(Console.ofProcess(), arguments));
    }

    /** Runs one command and returns its exit code. */
    static int execute(Console console, String... arguments) {
        return execute(console, Kinds.installed(), arguments);
    }

    /** The same with these kinds of model and dataset. */
    static int execute(Console console, Kinds kinds, String... arguments) {
        CommandLine commandLine = new CommandLine(new Unroll())
                .addSubcommand(new RunCommand(console, kinds))
                .addSubcommand(new PlanCommand(console, kinds))
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new QueryCommand(console))
                .addSubcommand(new TablesCommand(console))
                .addSubcommand(new VerifyCommand(console, kinds))
                .addSubcommand(new DiffCommand(console))
                .addSubcommand(new FreezeCommand(console))
                .addSubcommand(new ListCommand(console, kinds))
                .addSubcommand(new SchemaCommand(console, kinds))
                .addSubcommand(DataCommand.with(console, kinds))
                .addSubcommand(new GradientsCommand(console, kinds))
                .addSubcommand(new LagCommand(console, kinds))
                .addSubcommand(new ExplainCommand(console, kinds))
                .addSubcommand(new PredictCommand(console, kinds))
                .addSubcommand(new ExportCommand(console, kinds))
                .addSubcommand(new ImportCommand(console, kinds));
        commandLine.setOut(console.outWriter());
        commandLine.setErr(console.errWriter());
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(console.ansiOut()));
        commandLine.setUsageHelpAutoWidth(false);
        UserErrors.install(commandLine, console);
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        List<String> commands = new ArrayList<>(spec.subcommands().keySet());
        commands.remove("help");
        String last = commands.remove(commands.size() - 1);
        throw new ParameterException(spec.commandLine(), "a command must be given: " + String.join(", ", commands)
                + " or " + last);
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Unroll.class.getPackage().getImplementationVersion();
            String unroll = "unroll " + (version == null ? "(unpackaged)" : version);
            return new String[] {unroll + ", Java " + Runtime.version()};
        }
    }
}
