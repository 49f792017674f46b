package dev.unroll.cli;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.dataset.DataException;
import dev.unroll.exchange.LayoutException;
import dev.unroll.experiment.SpecException;
import dev.unroll.report.ReportException;
import dev.unroll.run.RunFolderException;
import dev.unroll.store.StoreException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one sentence and an exit code; only our own mistakes show a stack trace. */
final class UserErrors {

    static final int BUG = 1;
    static final int USER = 2;

    private static final List<Class<? extends RuntimeException>> SENTENCES =
            List.of(UserException.class, SpecException.class, DataException.class, CheckpointException.class,
                    RunFolderException.class, ReportException.class, LayoutException.class, StoreException.class);

    private UserErrors() {
    }

    static void install(CommandLine commandLine, Console console) {
        commandLine.setParameterExceptionHandler((exception, arguments) -> arguments(exception, console));
        commandLine.setExecutionExceptionHandler((exception, command, result) -> execution(exception, result, console));
    }

    private static int arguments(ParameterException exception, Console console) {
        CommandLine command = exception.getCommandLine();
        StringBuilder sentence = new StringBuilder(exception.getMessage().strip());
        if (exception instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            sentence.append("; did you mean ").append(unmatched.getSuggestions().get(0)).append('?');
        }
        sentence.append("; see ").append(command.getCommandSpec().qualifiedName(" ")).append(" --help");
        return say(sentence.toString(), console);
    }

    private static int execution(Exception exception, ParseResult result, Console console) {
        for (Class<? extends RuntimeException> type : SENTENCES) {
            if (type.isInstance(exception)) {
                return say(exception.getMessage(), console);
            }
        }
        exception.printStackTrace(console.err());
        console.err().println(console.ansiErr().string("@|bold,red unroll:|@ ")
                + "this is a mistake in Unroll, not yours; please report the lines above with the command");
        console.err().flush();
        return BUG;
    }

    private static int say(String sentence, Console console) {
        Ansi ansi = console.ansiErr();
        console.err().println(ansi.string("@|bold,red unroll:|@ ") + sentence);
        console.err().flush();
        return USER;
    }
}
