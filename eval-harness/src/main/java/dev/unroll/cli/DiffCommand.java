package dev.unroll.cli;

import dev.unroll.json.CanonicalJson;
import dev.unroll.run.RunDifferences;
import dev.unroll.run.RunDifferences.Area;
import dev.unroll.run.RunDifferences.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll diff}. */
@Command(name = "diff", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Says what two runs differ in, from the spec to the scores.",
        footerHeading = "%n",
        footer = "Exit codes: 0 same spec, data and results, wherever they were made; 1 something differs.")
final class DiffCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int LONGEST = 44;

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a run or an archive of it.")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "The other.")
    private Path second;

    @Option(names = "--json", description = "Print JSON, values in full.")
    private boolean json;

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (OpenedRun one = OpenedRun.of(first); OpenedRun two = OpenedRun.of(second)) {
            List<Difference> differences = RunDifferences.between(one.folder(), two.folder());
            if (json) {
                console.out().print(CanonicalJson.write(differences));
            } else {
                print(differences);
            }
            return differences.stream().allMatch(difference -> difference.area() == Area.PROVENANCE) ? 0 : DIFFERENT;
        }
    }

    private void print(List<Difference> differences) {
        if (!differences.isEmpty()) {
            TextTable table = new TextTable("AREA", "WHERE", "FIRST", "SECOND");
            differences.forEach(difference -> table.row(difference.area().name().toLowerCase(Locale.ROOT),
                    difference.where(), cut(difference.first()), cut(difference.second())));
            table.lines().forEach(console.out()::println);
            console.out().println();
        }
        StringBuilder sentence = new StringBuilder();
        for (Area area : Area.values()) {
            long count = differences.stream().filter(difference -> difference.area() == area).count();
            sentence.append(sentence.length() == 0 ? "" : ", ").append(area.name().toLowerCase(Locale.ROOT)).append(": ")
                    .append(count == 0 ? "same" : count + (count == 1 ? " difference" : " differences"));
        }
        console.out().println(sentence);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
