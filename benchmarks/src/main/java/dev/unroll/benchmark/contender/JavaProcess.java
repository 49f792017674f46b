package dev.unroll.benchmark.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How this program starts another Java: the same one, on the same class path, with the user's flags. */
public final class JavaProcess {

    private static final List<String> USERS_FLAGS = List.of("JAVA_OPTS", "UNROLL_JAVA_OPTS");

    private JavaProcess() {
    }

    /**
     * The command that starts a class.
     *
     * @param flags     of Java; those of JAVA_OPTS and UNROLL_JAVA_OPTS follow, and so go before them
     * @param arguments of the class
     */
    public static List<String> command(List<String> flags, String mainClass, String... arguments) {
        return command(System.getenv(), flags, mainClass, arguments);
    }

    static List<String> command(Map<String, String> environment, List<String> flags, String mainClass,
            String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Dunroll.log=OFF"));
        command.addAll(flags);
        for (String variable : USERS_FLAGS) {
            // As the shell divides them for the launcher.
            Arrays.stream(environment.getOrDefault(variable, "").split("\\s+")).filter(flag -> !flag.isEmpty())
                    .forEach(command::add);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
