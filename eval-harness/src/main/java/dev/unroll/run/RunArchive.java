package dev.unroll.run;

import dev.unroll.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A finished run in one file to hand on: a ZIP archive with everything in its folder except checkpoints, the store in one
 * piece, and {@code SHA256SUMS}, which {@code sha256sum -c} checks too.
 */
public final class RunArchive {

    private static final String SUMS = "SHA256SUMS";
    // The earliest that the format knows; when files were written is in the store.
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private RunArchive() {
    }

    /**
     * Writes a run's archive, whole or not at all, in place of an older one.
     *
     * @return the files in it
     * @throws RunFolderException if the run is not finished or the archive cannot be written
     */
    public static int write(RunFolder folder, Path archive) {
        try (RunStore store = RunStore.readOnly(folder)) {
            if (!store.complete()) {
                throw new RunFolderException("a run must be finished to be frozen; " + folder.path()
                        + " is not; finish it with unroll run SPEC --resume");
            }
        }
        Path partial = archive.toAbsolutePath().resolveSibling("." + archive.getFileName() + ".partial");
        try {
            Path copy = Files.createTempDirectory("unroll-freeze");
            try {
                Map<String, Path> files = files(folder, archive.toAbsolutePath(), copy.resolve("unroll.db"));
                zip(files, partial);
                Files.move(partial, archive.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
                return files.size();
            } finally {
                delete(copy);
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new RunFolderException("an archive must be writable; " + archive + " could not be written (" + e
                    + "); check the disk's free space and the folder's permissions", e);
        }
    }

    private static Map<String, Path> files(RunFolder folder, Path archive, Path copy) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder.path())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.path().relativize(file).toString().replace('\\', '/');
                if (!name.equals(SUMS) && !name.startsWith("unroll.db") && !name.startsWith("checkpoints/")
                        && !name.endsWith(".partial") && !file.toAbsolutePath().equals(archive)) {
                    files.put(name, file);
                }
            }
        }
        try (Database database = Database.readOnly(folder.store())) {
            database.copyTo(copy);
        }
        files.put("unroll.db", copy);
        return files;
    }

    private static void zip(Map<String, Path> files, Path archive) throws IOException {
        StringBuilder sums = new StringBuilder();
        try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                zip.putNextEntry(entry(file.getKey()));
                try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file.getValue()), sha256())) {
                    in.transferTo(zip);
                    sums.append(HexFormat.of().formatHex(in.getMessageDigest().digest())).append("  ")
                            .append(file.getKey()).append('\n');
                }
                zip.closeEntry();
            }
            zip.putNextEntry(entry(SUMS));
            zip.write(sums.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        return entry;
    }

    /**
     * Unpacks an archive and checks every file against its checksum.
     *
     * @param into an empty folder
     * @throws RunFolderException if it is no run's archive, or a file is missing, added or changed
     */
    public static void unpack(Path archive, Path into) {
        Map<String, String> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into.normalize())) {
                    throw new RunFolderException("an archive must keep to its own folder; " + archive + " has a file "
                            + entry.getName() + "; do not trust it");
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    MessageDigest digest = sha256();
                    InputStream in = new DigestInputStream(zip, digest);
                    Files.copy(in, file);
                    found.put(entry.getName(), HexFormat.of().formatHex(digest.digest()));
                }
            }
        } catch (IOException e) {
            throw new RunFolderException("RUN must be a run's folder or an archive that unroll freeze wrote; " + archive
                    + " cannot be read (" + e + ")", e);
        }
        compare(archive, into, found);
    }

    private static void compare(Path archive, Path into, Map<String, String> found) {
        if (found.remove(SUMS) == null) {
            throw new RunFolderException("RUN must be a run's folder or an archive that unroll freeze wrote; " + archive
                    + " has no " + SUMS);
        }
        List<String> wrong = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(into.resolve(SUMS))) {
                String name = line.substring(Math.min(line.length(), 66));
                if (!line.equals(found.remove(name) + "  " + name)) {
                    wrong.add(name);
                }
            }
        } catch (IOException e) {
            throw new RunFolderException(archive + " must have a readable " + SUMS + "; it has not (" + e + ")", e);
        }
        wrong.addAll(found.keySet());
        if (!wrong.isEmpty()) {
            throw new RunFolderException("every file of an archive must have the checksum that " + SUMS + " says; in "
                    + archive + " these were changed, added or removed: " + String.join(", ", wrong)
                    + "; ask for the archive again");
        }
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
