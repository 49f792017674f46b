package dev.unroll.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tells what a loader sees in a file, for {@code data check}. Found through {@link java.util.ServiceLoader}; the first
 * that knows a file tells of it.
 */
public interface FileInspector {

    /** Whether this inspector can tell of such a file, by its name. */
    boolean knows(Path file);

    /**
     * Reads the file.
     *
     * @throws DataException if it cannot be read as what its name says; the message is one sentence for the user
     */
    Report inspect(Path file);

    /**
     * What is in a file.
     *
     * @param form   the format in words
     * @param facts  names and values, in order
     * @param header of the table of parts, such as columns; empty if there is none
     * @param parts  cells, one per header each
     * @param advice what deserves attention, a sentence each; empty if nothing does
     */
    record Report(String form, Map<String, String> facts, List<String> header, List<List<String>> parts,
            List<String> advice) {
    }
}
