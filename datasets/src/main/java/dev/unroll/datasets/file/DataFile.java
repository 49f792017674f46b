package dev.unroll.datasets.file;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.Fingerprint;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file that is read from its beginning to its end, once or again, unpacked if its name ends in {@code .gz}. Reading
 * computes the hash of its bytes as they are on disk.
 */
public final class DataFile {

    private static final int BUFFER = 1 << 16;

    private final String name;
    private final Opening opening;
    private String sha256;

    private interface Opening {
        InputStream open() throws IOException;
    }

    /** Makes something of a file's unpacked bytes. */
    public interface BytesReading<R> {
        R read(InputStream in) throws IOException;
    }

    /** Makes something of a file's text. */
    public interface TextReading<R> {
        R read(BufferedReader in) throws IOException;
    }

    private DataFile(String name, Opening opening) {
        this.name = name;
        this.opening = opening;
    }

    /**
     * A file of the user's.
     *
     * @param key  what the experiment calls it: {@code path}
     * @param path relative to the directory the program was started in
     * @throws DataException if there is no such file
     */
    public static DataFile of(String key, String path) {
        Path file = path(key, path);
        if (Files.isDirectory(file)) {
            throw new DataException(key + " must name a file; " + path + " is a directory; name a file in it");
        }
        return new DataFile(path, () -> Files.newInputStream(file));
    }

    /**
     * A folder of the user's.
     *
     * @throws DataException if there is no such folder
     */
    public static Path folder(String key, String path) {
        Path folder = path(key, path);
        if (!Files.isDirectory(folder)) {
            throw new DataException(key + " must name a folder; " + path + " is a file; name the folder it is in");
        }
        return folder;
    }

    private static Path path(String key, String path) {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new DataException(key + " must name a file; got \"" + path + "\"", e);
        }
        if (!Files.exists(file)) {
            throw new DataException(key + " must name a file that exists; got " + path + ", which is "
                    + file.toAbsolutePath().normalize() + "; correct the path, or start in the directory it begins at");
        }
        return file;
    }

    /** Bytes that are called by a name, as if they were a file's. */
    public static DataFile ofBytes(String name, byte[] bytes) {
        return new DataFile(name, () -> new ByteArrayInputStream(bytes));
    }

    /**
     * A file that ships with this module.
     *
     * @throws DataException if its bytes are not the ones that results were published on
     */
    public static DataFile bundled(String name, String sha256) {
        byte[] bytes;
        try (InputStream in = DataFile.class.getResourceAsStream("/dev/unroll/datasets/data/" + name)) {
            if (in == null) {
                throw new DataException("the bundled file " + name + " must be on the class path; it is not; "
                        + "rebuild or reinstall Unroll");
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String received = Fingerprint.of(bytes);
        if (!received.equals(sha256)) {
            throw new DataException("the bundled file " + name + " must have the SHA-256 " + sha256 + "; got "
                    + received + "; rebuild or reinstall Unroll");
        }
        return ofBytes(name, bytes);
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** The name without a trailing {@code .gz}, lower case, to tell its format by. */
    public String plainName() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    }

    /** SHA-256 of its bytes, as they are on disk. */
    public String sha256() {
        if (sha256 == null) {
            read(in -> in);
        }
        return sha256;
    }

    /** @throws DataException if it cannot be read or unpacked */
    public <R> R read(BytesReading<R> reading) {
        MessageDigest digest = Fingerprint.digest();
        boolean packed = name.endsWith(".gz");
        try (DigestInputStream raw = new DigestInputStream(opening.open(), digest);
                InputStream in = packed ? new GZIPInputStream(raw, BUFFER) : new BufferedInputStream(raw, BUFFER)) {
            R result = reading.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            raw.transferTo(OutputStream.nullOutputStream());
            sha256 = Fingerprint.hex(digest.digest());
            return result;
        } catch (CharacterCodingException e) {
            throw new DataException(name + " must be text in UTF-8; it holds other bytes; save it as UTF-8", e);
        } catch (ZipException | EOFException e) {
            if (!packed) {
                throw new DataException(name + " must be whole; it ends too early; copy or download it again", e);
            }
            throw new DataException(name + " ends in .gz and must be compressed with gzip; unpacking it failed with "
                    + e.getMessage() + "; rename it, or compress it again", e);
        } catch (IOException e) {
            throw new DataException(name + " must be readable; reading it failed with " + e + "; check its permissions",
                    e);
        }
    }

    /**
     * Reads text in UTF-8 with or without a byte order mark.
     *
     * @throws DataException if it is no such text, or cannot be read
     */
    public <R> R readText(TextReading<R> reading) {
        return read(in -> {
            BufferedReader text = new BufferedReader(
                    new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), BUFFER);
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            return reading.read(text);
        });
    }
}
