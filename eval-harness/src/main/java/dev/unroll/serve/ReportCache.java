package dev.unroll.serve;

import dev.unroll.gradient.MeasuredTables;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The reports that were asked for last, made again only when what they are made from has changed. No two are made at a
 * time: they would take memory and processors from the runs that go on.
 */
final class ReportCache {

    private static final int MOST = 4;

    private final Function<RunFolder, String> make;
    private final Map<Path, Kept> kept = new LinkedHashMap<>(2 * MOST, 0.75f, true);

    private record Kept(List<String> stamp, String html) {
    }

    ReportCache(Function<RunFolder, String> make) {
        this.make = make;
    }

    /** @throws UncheckedIOException if it cannot be seen when the run's files changed */
    synchronized String html(RunFolder run) {
        // Before it is made: what changes meanwhile makes it old.
        List<String> stamp = stamp(run);
        Kept found = kept.get(run.path());
        if (found == null || !found.stamp().equals(stamp)) {
            found = new Kept(stamp, make.apply(run));
            kept.put(run.path(), found);
            if (kept.size() > MOST) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return found.html();
    }

    /** Sizes and times of the store, of its log of what is not in it yet, and of what was measured after the run. */
    private static List<String> stamp(RunFolder run) {
        Path store = run.store();
        List<String> stamp = new ArrayList<>();
        for (Path file : List.of(store, store.resolveSibling(store.getFileName() + "-wal"),
                run.gradients().resolve(MeasuredTables.FILE))) {
            stamp.add(stamp(file));
        }
        return stamp;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            // Who reads a store may leave an empty log behind.
            return facts.size() == 0 ? "" : facts.size() + " " + facts.lastModifiedTime();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
