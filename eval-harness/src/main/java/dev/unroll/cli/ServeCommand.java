package dev.unroll.cli;

import dev.unroll.serve.RunServer;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll serve}. */
@Command(name = "serve", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Shows the runs of a folder in the browser while they go: progress, learning curves, report.",
        footerHeading = "%n",
        footer = "Nothing is changed, and nobody but this machine is answered unless --bind says so. Ctrl-C ends it.")
final class ServeCommand implements Callable<Integer> {

    private static final int MOST_PORT = 65_535;

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Folder that holds folders of runs; default:"
            + " ${DEFAULT-VALUE}.")
    private Path folder = Path.of("runs");

    @Option(names = "--port", paramLabel = "N", description = "Where to listen; 0 for any free port; default:"
            + " ${DEFAULT-VALUE}.")
    private int port = 8600;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on; 0.0.0.0 shows the runs to"
            + " everybody who can reach this machine; default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw new UserException("DIR must be a folder with runs; " + folder + " is none; give one, such as runs");
        }
        if (port < 0 || port > MOST_PORT) {
            throw new UserException("--port must be from 0 to " + MOST_PORT + "; got " + port);
        }
        try (RunServer server = RunServer.start(folder, bind, port)) {
            console.out().println(server.address());
            new CountDownLatch(1).await();
            return 0;
        } catch (UnknownHostException e) {
            throw new UserException("--bind must be an address or name of this machine; got " + bind);
        } catch (BindException e) {
            throw new UserException("port " + port + " of " + bind + " must be free and this machine's; it is not ("
                    + e.getMessage() + "); choose another with --port");
        } catch (IOException e) {
            throw new UserException("--bind and --port must be usable; " + bind + " and " + port + " are not ("
                    + e.getMessage() + ")");
        }
    }
}
