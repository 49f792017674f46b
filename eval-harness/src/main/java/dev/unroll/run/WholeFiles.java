package dev.unroll.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear at once and whole, in place of an older one, or not at all. */
final class WholeFiles {

    private WholeFiles() {
    }

    /** @throws RunFolderException if the file cannot be written */
    static void write(Path file, String text) {
        Path partial = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        try {
            try {
                Files.write(partial, text.getBytes(StandardCharsets.UTF_8));
                move(partial, file);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new RunFolderException("a run must be able to write its files; " + file + " could not be written ("
                    + e + "); check the disk's free space and the folder's permissions", e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
