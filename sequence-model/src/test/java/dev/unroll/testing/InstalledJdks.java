package dev.unroll.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java platforms that tests start other virtual machines of. */
public final class InstalledJdks {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int OLDEST = 17;

    private InstalledJdks() {
    }

    /** This JDK and those of version 17 or newer installed beside it, each with its feature version. */
    public static Map<Path, Integer> all() throws IOException {
        Path own = own();
        Map<Path, Integer> jdks = new TreeMap<>();
        jdks.put(own, Runtime.version().feature());
        try (Stream<Path> siblings = Files.list(own.getParent())) {
            for (Path sibling : siblings.toList()) {
                Path release = sibling.resolve("release");
                if (Files.isExecutable(sibling.resolve("bin/java")) && Files.isReadable(release)) {
                    Matcher version = VERSION.matcher(Files.readString(release));
                    if (version.find() && Integer.parseInt(version.group(1)) >= OLDEST) {
                        jdks.put(sibling.toRealPath(), Integer.parseInt(version.group(1)));
                    }
                }
            }
        }
        return jdks;
    }

    /** The one that runs this. */
    public static Path own() throws IOException {
        return Path.of(System.getProperty("java.home")).toRealPath();
    }
}
