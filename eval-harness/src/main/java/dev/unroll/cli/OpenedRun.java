package dev.unroll.cli;

import dev.unroll.run.RunArchive;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run that a user names: its folder, or an archive of it, which is unpacked and checked and is gone on closing. */
final class OpenedRun implements AutoCloseable {

    private final RunFolder folder;
    private final Path unpacked;

    private OpenedRun(RunFolder folder, Path unpacked) {
        this.folder = folder;
        this.unpacked = unpacked;
    }

    static OpenedRun of(Path run) {
        if (!Files.isRegularFile(run)) {
            return new OpenedRun(new RunFolder(run), null);
        }
        try {
            Path temporary = Files.createTempDirectory("unroll-run");
            OpenedRun opened = new OpenedRun(new RunFolder(temporary), temporary);
            try {
                RunArchive.unpack(run, temporary);
                return opened;
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserException("the folder for temporary files must be writable; it is not (" + e
                    + "); set -Djava.io.tmpdir in UNROLL_JAVA_OPTS to another");
        }
    }

    RunFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        if (unpacked != null) {
            try {
                RunArchive.delete(unpacked);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
