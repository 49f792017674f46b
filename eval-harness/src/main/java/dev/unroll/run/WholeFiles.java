package dev.unroll.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that appear at once and whole, in place of an older one, or not at all. */
final class WholeFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WholeFiles.class);

    private WholeFiles() {
    }

    /**
     * Writes a file that is on the disk once this returns: not even a loss of power leaves its name without its content.
     *
     * @throws RunFolderException if the file cannot be written
     */
    static void write(Path file, String text) {
        write(file, text, true);
    }

    /** @param synced whether to wait for the disk: needless for what is checked before use, and can be made again */
    static void write(Path file, String text, boolean synced) {
        Path partial = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        try {
            try {
                try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    if (synced) {
                        channel.force(true);
                    }
                }
                move(partial, file);
                if (synced) {
                    syncFolder(file.toAbsolutePath().getParent());
                }
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new RunFolderException("a run must be able to write its files; " + file + " could not be written ("
                    + e + "); check the disk's free space and the folder's permissions", e);
        }
    }

    /** Waits until the disk has the names in a folder, where the system can: not on Windows. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("the names in {} are not synced", folder, e);
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
